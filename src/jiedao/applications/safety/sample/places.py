"""The registers: places with their grade, doors, households with gas, principals."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.safety import names
from jiedao.applications.safety.options import Grade, Occupied, Sort
from jiedao.applications.safety.rules import frequency
from jiedao.applications.safety.sample import desk, words
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.sampling import Chapter, Spot, Stage

PLACES: Final = 380
_DOORS, _GAS = 220, 72
_NINE: Final = frozenset({"医药", "托管", "娱乐", "住宿", "学校", "医疗"})
_NOT_KEPT: Final = frozenset({"物业", "公共服务", "工地"})
_GRADES: Final = {
    Sort.THREE_SMALL: (1, 6, 26, 67), Sort.NINE_SMALL: (2, 9, 34, 55),
    Sort.FACTORY: (4, 16, 45, 35), Sort.PARK: (5, 25, 50, 20),
}  # fmt: skip
DOOR: Final = "{name}{floor}0{room}房"


@dataclass(frozen=True, slots=True)
class Registered:
    """A place of the register: its code in it, and the days before the end on which it is seen."""

    code: str
    spot: Spot
    sort: Sort
    grade: Grade
    seen_before: int
    visits: tuple[int, ...]


def draw(stage: Stage) -> list[Registered]:
    """Which places are registered, and when each is gone to."""
    rng = stage.rng("safety", "places")
    spots = [one for one in stage.premises if _is_kept(one)]
    chosen = rng.sample(range(len(spots)), min(PLACES, len(spots)))
    return [_registered(stage, n, spots[place]) for n, place in enumerate(sorted(chosen), 1)]


def _registered(stage: Stage, number: int, spot: Spot) -> Registered:
    rng = stage.rng("safety", "place", number)
    sort = _sort_of(rng, spot)
    grade = rng.choices(list(Grade), _GRADES[sort])[0]
    every: int = getattr(frequency(stage.town_id), f"{grade}_days")
    before = rng.randrange(every)
    visits, seen = [], 365 + before
    while True:
        # Mostly in time, now and then a good deal late.
        late = (
            rng.randrange(every // 4, every // 2) if rng.random() < 0.08 else rng.randrange(-8, 3)
        )
        seen -= max(7, every + late)
        if seen < 0:
            break
        visits.append(min(seen, 364))
    return Registered(f"台账 {number:04d}", spot, sort, grade, before, tuple(visits))


def _is_kept(spot: Spot) -> bool:
    """Offices and gate houses are in no class; a town of buildings alone knows no better."""
    kind = spot.facts.get("type")
    return kind not in _NOT_KEPT and (kind != "企业" or spot.facts.get("trade") == "workshop")


def _sort_of(rng: random.Random, spot: Spot) -> Sort:
    kind = spot.facts.get("type")
    if kind == "企业":
        return Sort.FACTORY
    if kind in _NINE:
        return Sort.NINE_SMALL
    return Sort.PARK if kind == "管理" else rng.choices(list(Sort)[:2], (4, 1))[0]


def chapters(stage: Stage, registered: list[Registered]) -> Iterator[Chapter]:
    """Everything was registered a year ago; what became of it follows."""
    yield Chapter(stage.start, partial(_fire_listed, stage), first=True)
    for start in range(0, len(registered), 100):
        part = registered[start : start + 100]
        yield Chapter(stage.start, partial(_premises, stage, part), first=True)
    yield Chapter(stage.start, partial(_doors, stage), first=True)
    yield Chapter(stage.start, partial(_principals, stage, registered), first=True)


def _premises(stage: Stage, part: list[Registered]) -> None:
    rng = stage.rng("safety", "files", part[0].code)
    areas = dict(
        Project.objects.filter(town_id=stage.town_id, kind=names.FIRE_LISTED, community_id__gt=0)
        .order_by("-id").values_list("community_id", "id")
    )  # fmt: skip
    drafts = [_file(stage, rng, one, areas) for one in part]
    stage.enter(names.PREMISES, drafts, desk.office(stage, rng))


def _file(
    stage: Stage, rng: random.Random, one: Registered, areas: dict[int, int]
) -> dict[str, Any]:
    day = stage.start.date()
    staff = rng.randrange(12, 260) if one.sort in (Sort.FACTORY, Sort.PARK) else rng.randrange(1, 9)
    values = {
        "title": one.spot.name, "code": one.code, "sort": one.sort, "grade": one.grade, "staff": staff, "unit": one.spot.unit,
        "responsible": words.person(rng), "phone": words.phone(rng),
        "risks": rng.choice(words.RISKS[one.sort]),
        "checked_on": day - timedelta(days=one.seen_before),
    }  # fmt: skip
    if one.grade in (Grade.RED, Grade.ORANGE) and one.spot.community in areas:
        values["fire_area"] = areas[one.spot.community]
    return values | one.spot.where


def _doors(stage: Stage) -> None:
    """Doors that sweeps knock at, and households with gas."""
    rng = stage.rng("safety", "doors")
    homes = [one for one in stage.buildings if one.facts.get("use") in words.HOMES]
    homes = homes or stage.buildings
    doors = {}
    for spot in rng.choices(homes, k=_DOORS):
        title = DOOR.format(name=spot.name, floor=rng.randrange(2, 8), room=rng.randrange(1, 5))
        doors[title] = {
            "title": title, "unit": spot.unit, "barred": rng.random() < 0.4,
            "occupied": rng.choices(list(Occupied), (5, 6, 1))[0],
        } | spot.where  # fmt: skip
    stage.enter(names.HOME, list(doors.values()), desk.office(stage, rng))
    gas = [
        {"title": title, "unit": door["unit"], "place": door["place"], "address": door["address"],
         "bottled": rng.random() < 0.35, "contact": words.phone(rng)}
        for title, door in list(doors.items())[:_GAS]
    ]  # fmt: skip
    stage.enter(names.GAS, gas, desk.office(stage, rng))


def _principals(stage: Stage, registered: list[Registered]) -> None:
    """Those in charge of factories and parks, and of some other places."""
    rng = stage.rng("safety", "principals")
    large = [one for one in registered if one.sort in (Sort.FACTORY, Sort.PARK)]
    others = [one for one in registered if one not in large]
    firms = [*large, *others[::6]][:140]
    drafts = [
        {"title": one.spot.name, "unit": one.spot.unit, "head": words.person(rng),
         "phone": words.phone(rng)} | one.spot.where
        for one in firms
    ]  # fmt: skip
    stage.enter(names.PRINCIPAL, drafts, desk.office(stage, rng))


def _fire_listed(stage: Stage) -> None:
    """Areas on the list of high fire risk; places of their community belong to them."""
    rng = stage.rng("safety", "fire")
    communities = list(stage.communities.items())
    for (area_id, name), (title, works) in zip(communities, words.FIRE_LISTED, strict=False):
        values = {
            "title": f"{name}{title}", "sort": "area", "works": works, "area": area_id,
            "unit": stage.unit_of[area_id], "day": stage.start.date(),
            "ends_on": stage.start.date() + timedelta(days=rng.randrange(240, 420)),
            "amount_planned": rng.randrange(8, 60) * 10_000,
        }  # fmt: skip
        stage.enter(names.FIRE_LISTED, [values], desk.office(stage, rng))
