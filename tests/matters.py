"""The matters of the small town's catalogue: with each way of checking and each unit of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiedao.foundation.catalogue.models import Condition, Edition, Item, Responsibility
from jiedao.kernel import clock, towns
from jiedao.kernel.models import Town


@dataclass(frozen=True)
class Items:
    """Matters of the catalogue."""

    rubbish: Item
    """暴露垃圾: 城管科, 4 office hours, checked on the spot."""
    stall: Item
    """占道经营: 城管科, staged 4 office hours, 7 and 20 workdays."""
    cover: Item
    """井盖破损: 水务科, 2 urgent hours, level 1, on the spot."""
    flooding: Item
    """道路积水: 水务科 leads with 城管科, 4 urgent hours."""
    noise: Item
    """噪音扰民: 城管科, 2 workdays, checked by phone."""
    lamp: Item
    """路灯不亮: the contractor, 3 days, by document."""
    quarrel: Item
    """邻里纠纷: the community where it lies, 10 workdays, no check, secret."""
    advice: Item
    """意见建议: 指挥中心, no limit of its own."""


# attribute → code, name, level, way of checking, key words, evidence, secret, conditions
# (each: text, stage, amount and unit of its limit), lead unit, co-handling unit
_ITEMS = {
    "rubbish": ("A01", "暴露垃圾", 3, "on_spot", ["垃圾", "乱倒"], ["after_photo"], False,
                [("路面有散落垃圾", "", 4, "office_hours")], "city", None),
    "stall": ("A02", "占道经营", 3, "on_spot", ["占道", "摆摊"], ["after_photo"], False,
              [("占用人行道", "制止", 4, "office_hours"), ("占用人行道", "处罚", 7, "workdays"),
               ("占用人行道", "拆除", 20, "workdays")], "city", None),
    "cover": ("B01", "井盖破损", 1, "on_spot", ["井盖"], ["before_photo", "after_photo"], False,
              [("井盖缺失或破损", "", 2, "urgent_hours")], "water", None),
    "flooding": ("B02", "道路积水", 2, "on_spot", ["积水", "内涝"], ["after_photo"], False,
                 [("积水影响通行", "", 4, "urgent_hours")], "water", "city"),
    "noise": ("C01", "噪音扰民", 3, "phone", ["噪音", "噪声", "扰民"], [], False,
              [("夜间施工或商业噪音", "", 2, "workdays")], "city", None),
    "lamp": ("D01", "路灯不亮", 3, "document", ["路灯"], ["document"], False,
             [("路灯不亮或损坏", "", 3, "days")], "contractor", None),
    "quarrel": ("E01", "邻里纠纷", 4, "none", ["纠纷", "邻居"], [], True,
                [("邻里之间的纠纷", "", 10, "workdays")], "", None),
    "advice": ("F01", "意见建议", 4, "none", ["建议"], [], False, [], "centre", None),
}  # fmt: skip


def add_items(town: Town, units: Any, places: Any) -> Items:
    """The catalogue of the small town, published as edition 1; ``units`` and ``places`` are its cast."""
    moment = clock.now()
    Edition.objects.create(
        town=town, number=1, status="published", created_at=moment, published_at=moment
    )
    rows = {
        name: Item(
            town=town, code=code, name=title, path=title, level=level, check_way=way,
            keywords=words, evidence=evidence, secret=secret, guide=f"{title}的办理指引",
        )
        for name, (code, title, level, way, words, evidence, secret, *_rest) in _ITEMS.items()
    }  # fmt: skip
    Item.objects.bulk_create(rows.values())
    Condition.objects.bulk_create(
        Condition(item=rows[name], order=order, text=text, stage=stage,
                  limit_amount=amount, limit_unit=unit)
        for name, row in _ITEMS.items()
        for order, (text, stage, amount, unit) in enumerate(row[7], start=1)
    )  # fmt: skip
    Responsibility.objects.bulk_create(_responsibilities(rows, units, places))
    towns.touch(town.pk)
    return Items(**rows)


def _responsibilities(rows: dict[str, Item], units: Any, places: Any) -> Iterator[Responsibility]:
    for name, row in _ITEMS.items():
        lead, co = row[8], row[9]
        if lead:
            yield Responsibility(item=rows[name], unit=getattr(units, lead), part="lead")
        if co:
            yield Responsibility(item=rows[name], unit=getattr(units, co), part="co")
        yield Responsibility(item=rows[name], unit=units.centre, part="fallback")
    for area, unit in ((places.west, units.west), (places.east, units.east)):
        yield Responsibility(item=rows["quarrel"], area=area, unit=unit, part="lead")
