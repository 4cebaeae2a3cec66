"""What stands ready in the demo town: shelters, pumps and stores, kept by those who look after them."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from jiedao.applications.emergency.reserves import PUMP, SHELTER, SUPPLY
from jiedao.foundation.records.sampling import Chapter, Spot, Stage

_PUMPS: Final = (
    ("雨水泵站", "station", "双回路供电，备用柴油机", 7200),
    ("排涝泵车", "truck", "柴油", 1500),
    ("移动水泵组", "portable", "汽油", 300),
    ("潜水泵组", "portable", "电", 180),
)
_SUPPLIES: Final = (
    ("防汛沙袋", "50×80 厘米", 2400), ("救生衣", "成人", 120), ("强光手电", "充电式", 80),
    ("棉被", "1.5×2 米", 300), ("折叠床", "1.9×0.7 米", 200), ("挡水板", "高 60 厘米", 60),
)  # fmt: skip


def sample(stage: Stage) -> Iterator[Chapter]:
    """All of it was there before the town was."""
    yield Chapter(stage.start, partial(_reserves, stage), first=True)


def _reserves(stage: Stage) -> None:
    """Each community's clerk enters what stands there."""
    for number, spot in enumerate(_spots(stage)):
        clerk = next(iter(stage.people("community_dispatcher", spot.unit)), None)
        if clerk is None:
            continue
        stage.enter(SHELTER, [_shelter(stage, number, spot)], clerk)
        stage.enter(PUMP, [_pump(stage, number, spot)], clerk)
        if number < len(_SUPPLIES):
            (row,) = stage.enter(SUPPLY, [_supply(stage, number, spot)], clerk)
            many = _SUPPLIES[number][-1]
            stage.go(stage.start, row, "put_in", clerk, quantity=many, reason="年初盘点入库")


def _spots(stage: Stage) -> list[Spot]:
    """Two buildings of each community, far from one another in its list."""
    found: dict[int, list[Spot]] = {}
    for spot in stage.buildings:
        found.setdefault(spot.community, []).append(spot)
    return [row[at] for row in found.values() for at in (0, len(row) // 2) if row]


def _kept(number: int, spot: Spot) -> dict[str, Any]:
    """Whose it is, with a number that stands for no telephone."""
    return {"unit": spot.unit, "duty_phone": f"1380000{2000 + number}"} | spot.where


def _shelter(stage: Stage, number: int, spot: Spot) -> dict[str, Any]:
    rng, indoors = stage.rng("shelter", number), number % 2 == 0
    people = rng.randrange(12, 60) * 10
    name = f"{stage.communities[spot.community]}{'服务中心' if indoors else '文化广场'}避难场所"
    return {
        "title": name, "stay": "short" if indoors else "urgent", "indoors": indoors,
        "capacity": people, "usable_area": people * (3 if indoors else 2),
        "supplies": "饮用水、被褥、急救箱、应急照明" if indoors else "",
    } | _kept(number, spot)  # fmt: skip


def _pump(stage: Stage, number: int, spot: Spot) -> dict[str, Any]:
    name, sort, power, moves = _PUMPS[number % len(_PUMPS)]
    return {
        "title": f"{stage.communities[spot.community]}{name}", "sort": sort, "power": power,
        "capacity": moves,
    } | _kept(100 + number, spot)  # fmt: skip


def _supply(stage: Stage, number: int, spot: Spot) -> dict[str, Any]:
    name, model, _many = _SUPPLIES[number]
    store = f"{stage.communities[spot.community]}应急物资库"
    return {"title": name, "model": model, "store": store} | _kept(200 + number, spot)
