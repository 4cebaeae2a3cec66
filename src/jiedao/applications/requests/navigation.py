"""The lines of the left rail: every page of the loop, for those who may open it."""

from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

_SEE = "cases.see"


def _line(
    name: str, titles: Title, icon: str, order: int, permission: str = _SEE
) -> NavigationEntry:
    return NavigationEntry(
        f"cases.{name}", titles, f"cases:{name}", icon, permission, order, group="requests"
    )


NAVIGATION = (
    _line("mine", Title("我的待办", "My queue"), "inbox", 10),
    _line("unit", Title("本单位在办", "My unit's queue"), "users-group", 20, "cases.sign"),
    _line("desk", Title("分拨台", "Dispatch desk"), "send", 30, "cases.dispatch"),
    _line("list", Title("全部事件", "All cases"), "clipboard-list", 40),
    _line("board", Title("看板", "Board"), "layout-kanban", 50),
    _line("approvals", Title("待我审批", "To decide"), "checkbox", 60),
    _line("precedents", Title("裁定先例", "Precedents"), "gavel", 65),
    _line("supervised", Title("督办名单", "Supervision list"), "eye", 70),
    _line("led", Title("领导包案", "Leaders' cases"), "flag", 80),
    _line("rates", Title("办理指标", "Rates"), "gauge", 90),
)
