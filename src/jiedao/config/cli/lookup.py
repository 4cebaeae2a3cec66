"""What an administrator names on the command line, found; a sentence when it is not there."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jiedao.foundation.staff.models import Account
    from jiedao.kernel.models import Town


def account_named(username: str) -> "Account":
    """The account of that user name."""
    from jiedao.foundation.staff.models import Account

    account = Account.objects.filter(username=username).first()
    if account is None:
        raise click.ClickException(f"没有账号“{username}”。There is no account {username!r}.")
    return account


def only_town(key: str | None) -> "Town":
    """The town of that key; without a key, the only one there is."""
    from jiedao.kernel.models import Town
    from jiedao.kernel.towns import town_by_key

    if key:
        return town_by_key(key)
    found = list(Town.objects.order_by("id")[:20])
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException(
            "还没有街道，请先运行 jiedao init 或 jiedao demo。"
            " There is no town yet: run `jiedao init` or `jiedao demo`."
        )
    keys = ", ".join(town.key for town in found)
    raise click.ClickException(f"请用 --town 指明街道。Name one with --town: {keys}")
