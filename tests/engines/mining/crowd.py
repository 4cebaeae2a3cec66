"""Several people of the small town who report one matter, and others who report others."""

from typing import Any

from jiedao.engines.mining.matters import working
from jiedao.engines.mining.models import MatterClass
from jiedao.kernel import clock
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, reported

NOISE = (
    "搅拌站夜间生产噪音扰民，粉尘污染严重，居民没法睡觉",
    "反映搅拌站夜间生产噪音扰民，粉尘污染严重，请处理",
    "搅拌站夜间生产噪音扰民，粉尘污染严重，孩子咳嗽",
    "又来反映，搅拌站夜间生产噪音扰民，粉尘污染严重",
    "楼下搅拌站夜间生产噪音扰民，粉尘污染严重，何时搬走",
)
"""One matter in several people's words."""
OTHERS = (
    "平安路3号门口井盖破损，车辆经过有危险",
    "东港公园的路灯不亮，晚上很黑",
    "平安路4号道路积水，下雨就没过脚踝",
)


def person(number: int) -> dict[str, Any]:
    """Somebody of that number."""
    return {"contact_name": f"居民{number}", "contact_phone": f"1380000{1000 + number}"}


def crowd(town: SmallTown, count: int = 4, *, first: int = 0, days: float = 0) -> list[Desk]:
    """So many reports of one matter, a person each, an hour apart, from that day on."""
    found = []
    for number in range(first, first + count):
        with at(days=days, hours=number):
            found.append(reported(town, NOISE[number % len(NOISE)], **person(number)))
    return found


def elsewhere(town: SmallTown) -> list[Desk]:
    """Reports that have nothing in common."""
    with at():
        return [
            reported(town, text, longitude=114.325 + n / 200, **person(50 + n))
            for n, text in enumerate(OTHERS)
        ]


def long_ago(town: SmallTown) -> None:
    """A first report ten weeks ago: from then on the town knows what is usual."""
    with at(days=-70):
        reported(town, OTHERS[0], **person(90))


def regrouped(town: SmallTown, *, days: float = 1, anew: bool = True) -> list[MatterClass]:
    """The town's classes once the worker has grouped them, the hottest first."""
    with at(days=days):
        working.regroup(town.id, anew=anew)
    return list(MatterClass.objects.filter(town_id=town.id).order_by("-heat", "pk"))


def the_class(town: SmallTown, count: int = 4) -> tuple[MatterClass, list[Desk]]:
    """One class, and its cases; beside it cases of no class."""
    desks = crowd(town, count)
    elsewhere(town)
    (matter,) = regrouped(town)
    return matter, desks


def numbers(matter: MatterClass) -> set[str]:
    """The numbers of its cases."""
    rows = matter.members.filter(removed_at=None)
    return set(rows.values_list("case__number", flat=True))


__all__ = [
    "MONDAY",
    "clock",
    "crowd",
    "elsewhere",
    "long_ago",
    "numbers",
    "person",
    "regrouped",
    "the_class",
]
