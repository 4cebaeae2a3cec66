"""The sentences that scripts say: translated here, handed to the page as JSON."""

from django.utils.translation import gettext as _


def page_strings() -> dict[str, str]:
    """Every sentence of ``static/js`` by its key; ``%s`` is filled in by the script."""
    return {
        "left": _("剩 %s"),
        "over": _("超 %s"),
        "minutes": _("%s 分钟"),
        "hours": _("%s 小时"),
        "days": _("%s 天"),
        "today": _("今天"),
        "yesterday": _("昨天"),
        "tomorrow": _("明天"),
        "close": _("关闭"),
        "copied": _("已复制"),
        "marked": _("已选 %s 条"),
        "draft_found": _("已恢复 %s 未提交的内容"),
        "draft_saved": _("草稿已存于本机 %s"),
        "draft_drop": _("清除"),
        "offline": _("网络已断开，内容未丢失，恢复后请再试。"),
        "failed": _("服务器没有应答，请稍后再试。"),
        "live_closed": _("实时更新已断开，正在重连"),
        "live_poll": _("实时更新较慢"),
        "changed_elsewhere": _("此记录已被他人更新，您的输入保留着。"),
        "reload": _("查看更新"),
        "photo_not": _("不是图片，或图片已损坏"),
        "photo_many": _("最多 %s 张，多出的未添加"),
        "photo_remove": _("移除"),
        "sending": _("正在上传 %s"),
        "pin_set": _("已标注位置 %s"),
        "pin_none": _("未标注位置"),
        "pin_denied": _("未能取得定位，请在地图上点选。"),
        "map_failed": _("地图未能加载，可填写地址代替。"),
        "wan": _("万"),
        "yi": _("亿"),
        "shortcuts": _("快捷键"),
        "key_search": _("全局搜索"),
        "key_down": _("下一行"),
        "key_up": _("上一行"),
        "key_open": _("打开当前行"),
        "key_mark": _("选中当前行"),
        "key_back": _("关闭右侧或返回"),
        "key_help": _("显示快捷键"),
        "nothing_found": _("没有找到"),
        "too_long": _("超出 %s 字"),
    }
