"""Words of the incident room: its right, its levels, what may be drawn on its map."""

from typing import Final

from jiedao.kernel.titles import Title

KIND: Final = "incident"
COMMAND: Final = "incidents.command"
"""To raise what was reported to an incident, see every room, give orders, set levels, close."""
SEE_ALL: Final = "incidents.see"
"""To read every room: for those who oversee and do not command."""
CASE: Final = "case"
PREFIX: Final = "YJ"

LEVELS: Final = {
    1: Title("Ⅰ级响应", "Level I"),
    2: Title("Ⅱ级响应", "Level II"),
    3: Title("Ⅲ级响应", "Level III"),
    4: Title("Ⅳ级响应", "Level IV"),
}
"""《突发事件应对法》 art. 26 has four; the first is the gravest."""
LEVEL_TONES: Final = {1: "red", 2: "red", 3: "amber", 4: "neutral"}

POINT, LINE, AREA = "Point", "LineString", "Polygon"
MARKS: Final = {
    "cordon": (Title("警戒区", "Cordon"), AREA),
    "assembly": (Title("集结点", "Assembly point"), POINT),
    "shelter": (Title("安置点", "Shelter"), POINT),
    "closure": (Title("道路封闭", "Closed road"), LINE),
    "post": (Title("现场指挥部", "Field post"), POINT),
    "danger": (Title("危险点", "Danger spot"), POINT),
}
"""Sort of mark → its title and the GeoJSON geometry it has."""
MARK_TONES: Final = {"cordon": "red", "danger": "red", "closure": "amber"}

VERBS: Final = {
    "raised": Title("升级为应急事件", "Raised to an incident"),
    "moved": Title("确定位置", "Place set"),
    "role_filled": Title("安排", "Role filled"),
    "ordered": Title("下达指令", "Order given"),
    "order_received": Title("回执：已收到", "Order received"),
    "order_done": Title("完成指令", "Order carried out"),
    "order_withdrawn": Title("撤回指令", "Order withdrawn"),
    "situation": Title("报告情况", "Situation told"),
    "marked": Title("地图标注", "Drawn on the map"),
    "unmarked": Title("移除标注", "Taken off the map"),
    "level_raised": Title("提高响应等级", "Level raised"),
    "level_lowered": Title("降低响应等级", "Level lowered"),
    "concluded": Title("结束应急响应", "Response ended"),
}


def level_title(level: int) -> Title:
    """The word for a level."""
    return LEVELS.get(level, Title(str(level), str(level)))


def mark_title(sort: str) -> Title:
    """The word for a sort of mark."""
    return MARKS[sort][0] if sort in MARKS else Title(sort, sort)
