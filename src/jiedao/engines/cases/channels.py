"""Where requests come from. A town may add its own; the key is stored, the title shown."""

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
    "file": Title("批量导入", "Bulk file"),
}


def channel_title(key: str) -> str:
    """The title of a channel; an unknown key shows as itself."""
    title = CHANNELS.get(key)
    return str(title) if title else key
