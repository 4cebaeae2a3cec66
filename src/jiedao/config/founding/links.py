"""The list of one-time password links that is handed out to the staff."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

from jiedao.config.founding.making import Founded
from jiedao.foundation.sheets.writers import write_table


def write_links(path: Path, founded: Founded, site: str) -> int:
    """Write user name, name and link of everybody; only the owner may read the file.

    Returns how many there are.
    """
    base = site.rstrip("/")
    rows = (
        (account.username, account.name, f"{base}{link}")
        for account, link in zip(founded.staff, founded.staff_links, strict=True)
    )
    header = [_("用户名"), _("姓名"), _("设置密码的链接")]
    # Whoever holds a link can take the account: made unreadable before anything is in it.
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        return write_table(file, header, rows, widths=[16, 16, 80])
