"""Levels and kinds of areas in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_LEVELS = {
    "subdistrict": gettext_noop("街道"),
    "community": gettext_noop("社区"),
    "grid": gettext_noop("网格"),
    "building": gettext_noop("楼栋"),
    "premises": gettext_noop("场所"),
}

_KINDS = {
    "general": gettext_noop("基础网格"),
    "police": gettext_noop("警格"),
    "economic_service": gettext_noop("经济服务格"),
    "livelihood_service": gettext_noop("民生服务格"),
    "unit": gettext_noop("单元网格"),
}


def level_name(level: str, kind: str = "") -> str:
    """The level, or the kind of grid, in the reader's language."""
    return _(_KINDS.get(kind) or _LEVELS[level])
