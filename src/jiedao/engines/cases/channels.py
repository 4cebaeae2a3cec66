"""Where requests come from: the key is stored, the title shown. Files may name others."""

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

CHANNELS = {
    "public_page": Title("公众页面", "Public page"),
    "snap": Title("随手拍", "Snap and report"),
    "staff": Title("工作人员代录", "Staff entry"),
    "api": Title("接口", "API"),
    "open311": Title("Open311", "Open311"),
    "hotline_12345": Title("12345 热线", "12345 hotline"),
    "district_platform": Title("区级平台", "District platform"),
    "grid": Title("网格采报", "Grid report"),
    "file": Title("批量导入", "Bulk import"),
}


ALIASES = {"12345": "hotline_12345"}
"""What people call a channel: the hotline is known by its number."""


def known_channel(name: str) -> str:
    """The key of a channel by its key or alias; Invalid lists the known ones.

    A token under any other name would deliver requests that no filter, title or rule of a
    channel ever meets.
    """
    key = ALIASES.get(name.strip().lower(), name.strip().lower())
    if key not in CHANNELS:
        known = "、".join(CHANNELS)
        raise Invalid(
            _("没有“%(name)s”这个渠道；现有：%(known)s。") % {"name": name, "known": known},
            field="channel",
            code="unknown_channel",
        )
    return key


def channel_title(key: str) -> str:
    """The title of a channel; an unknown key shows as itself."""
    title = CHANNELS.get(key)
    return str(title) if title else key
