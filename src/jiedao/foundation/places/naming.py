"""Levels and kinds of areas in words."""

from jiedao.kernel.titles import Title

# Titles and not translated sentences: 街道 alone is also the product's name.
_LEVELS = {
    "subdistrict": Title("街道", "Sub-district"),
    "community": Title("社区", "Community"),
    "grid": Title("网格", "Grid"),
    "building": Title("楼栋", "Building"),
    "premises": Title("场所", "Premises"),
}

_KINDS = {
    "general": Title("基础网格", "General grid"),
    "police": Title("警格", "Police grid"),
    "economic_service": Title("经济服务格", "Economic service grid"),
    "livelihood_service": Title("民生服务格", "Livelihood service grid"),
    "unit": Title("单元网格", "Unit grid"),
}


def level_name(level: str, kind: str = "") -> str:
    """The level, or the kind of grid, in the reader's language."""
    return str(_KINDS.get(kind) or _LEVELS[level])
