"""Addresses: which lots form an estate or a park of one name, who stands at which number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo import names
from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.blocks import Use
from jiedao.config.demo.ground.layout import Ground
from jiedao.config.demo.ground.roads import Road
from jiedao.config.demo.streets import village_near

ENCLOSED = frozenset(
    {Use.ESTATE, Use.TOWERS, Use.INDUSTRY, Use.OFFICE, Use.SCHOOL, Use.HOSPITAL, Use.MARKET,
     Use.CIVIC, Use.SITE, Use.WHARF}
)  # fmt: skip
"""Uses whose lots have one gate and one number, and a name."""
_LARGEST = 14
"""Buildings above which the lots of a block are compounds of their own."""


@dataclass(frozen=True, slots=True)
class Compound:
    """Lots behind one gate: an estate, a school, an industrial park."""

    name: str
    use: Use
    lots: tuple[int, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Building:
    """A house with its name and address; ``compound`` is the place of its compound, if any."""

    house: int
    name: str
    address: str
    use: Use
    compound: int | None


@dataclass(frozen=True, slots=True)
class _Gate:
    """What gets a number: a compound's gate or a house on the street."""

    road: int
    even: bool
    along: float
    compound: int | None
    house: int | None


def give_addresses(
    rng: np.random.Generator, ground: Ground, roads: list[Road]
) -> tuple[list[Compound], list[Building]]:
    """Compounds and buildings; every name and every address with its name is unique."""
    groups = _groups(ground)
    titles = _titles(rng, ground, groups)
    in_compound = {lot: place for place, (_use, lots) in enumerate(groups) for lot in lots}
    gates = _gates(ground, roads, groups, in_compound)
    addresses = _numbers(roads, gates)
    compounds = [
        Compound(title, use, tuple(lots), addresses["c", place])
        for place, (title, (use, lots)) in enumerate(zip(titles, groups, strict=True))
    ]
    return compounds, _buildings(ground, compounds, in_compound, addresses)


def _groups(ground: Ground) -> list[tuple[Use, list[int]]]:
    """Lots of one block and use belong together, unless they hold too many buildings."""
    count = np.bincount([house.lot for house in ground.houses], minlength=len(ground.lots))
    found: dict[tuple[int, Use], list[int]] = {}
    for place, lot in enumerate(ground.lots):
        if lot.use in ENCLOSED and count[place]:
            found.setdefault((lot.block, lot.use), []).append(place)
    groups: list[tuple[Use, list[int]]] = []
    for (_block, use), lots in found.items():
        together = use in (Use.ESTATE, Use.TOWERS, Use.INDUSTRY)
        if together and sum(count[lot] for lot in lots) <= _LARGEST:
            groups.append((use, lots))
        else:
            groups += [(use, [lot]) for lot in lots]
    return groups


def _titles(
    rng: np.random.Generator, ground: Ground, groups: list[tuple[Use, list[int]]]
) -> list[str]:
    estates = names.unique(rng, names.ESTATE_HEADS, names.ESTATE_TAILS)
    parks = names.unique(rng, names.PARK_HEADS, names.PARK_TAILS)
    towers = names.unique(rng, names.TOWER_HEADS, names.TOWER_TAILS)
    counts: dict[str, int] = {}
    titles = []
    for use, lots in groups:
        if use in (Use.ESTATE, Use.TOWERS):
            titles.append(next(estates))
        elif use == Use.INDUSTRY:
            titles.append(next(parks))
        elif use == Use.OFFICE:
            titles.append(next(towers))
        else:
            stem = village_near(ground.lots[lots[0]].shape, ground.anchors)[:2]
            titles.append(_institution(use, stem, counts))
    return titles


def _institution(use: Use, stem: str, counts: dict[str, int]) -> str:
    choices = _INSTITUTIONS[use]
    turn = counts[stem + use] = counts.get(stem + use, 0) + 1
    pattern = choices[(turn - 1) % len(choices)]
    again = (turn - 1) // len(choices)
    return pattern.format(stem=stem + ("", "东", "西", "南", "北", "中")[min(again, 5)])


_INSTITUTIONS = {
    Use.SCHOOL: (
        "{stem}小学",
        "{stem}实验学校",
        "{stem}中学",
        "{stem}外国语学校",
        "{stem}中心幼儿园",
    ),
    Use.HOSPITAL: ("{stem}医院", "{stem}妇幼保健院", "{stem}康复医院"),
    Use.MARKET: ("{stem}市场", "{stem}农贸市场", "{stem}生鲜市场"),
    Use.CIVIC: ("{stem}社区党群服务中心", "{stem}文体中心", "{stem}社康中心"),
    Use.SITE: (
        "{stem}安居工程工地",
        "{stem}片区改造工地",
        "{stem}学校新建工地",
        "{stem}综合体工地",
    ),
    Use.WHARF: ("{stem}渔港", "{stem}冷链仓库", "{stem}码头货场", "{stem}修船厂"),
}


def _gates(
    ground: Ground,
    roads: list[Road],
    groups: list[tuple[Use, list[int]]],
    in_compound: dict[int, int],
) -> list[_Gate]:
    parts = [
        (place, part) for place, road in enumerate(roads) for part in shapely.get_parts(road.line)
    ]
    # Nobody has his door on the expressway; compounds have their gates on streets, not lanes.
    doors = [(place, part) for place, part in parts if roads[place].rank > 0]
    streets = [(place, part) for place, part in doors if roads[place].rank < 3]
    shapes = [ground.lots[lots[0]].shape for _use, lots in groups]
    single = [n for n, house in enumerate(ground.houses) if house.lot not in in_compound]
    fronts = _fronts(streets, shapes)
    gates = [_Gate(*front, compound=place, house=None) for place, front in enumerate(fronts)]
    fronts = _fronts(doors, [ground.houses[n].shape for n in single])
    for place, front in zip(single, fronts, strict=True):
        gates.append(_Gate(*front, compound=None, house=place))
    return gates


def _fronts(
    parts: list[tuple[int, shapely.LineString]], shapes: Sequence[shapely.Polygon]
) -> list[tuple[int, bool, float]]:
    """For each shape the road it faces, whether on the even side, metres from the beginning."""
    lines = np.array([part for _place, part in parts])
    # Asked of short pieces: a long road's box covers half the town and sifts nothing out.
    pieces, whole = _short_pieces(lines)
    nearest = whole[shapely.STRtree(pieces).nearest(np.array(shapes))]
    points = shapely.centroid(shapes)
    faced = lines[nearest]
    along = shapely.line_locate_point(faced, points)
    step = np.where(along + 1.0 < shapely.length(faced), 1.0, -1.0)
    here = shapely.get_coordinates(shapely.line_interpolate_point(faced, along))
    on = shapely.get_coordinates(shapely.line_interpolate_point(faced, along + step))
    away = shapely.get_coordinates(points) - here
    way = on - here
    cross = (way[:, 0] * away[:, 1] - way[:, 1] * away[:, 0]) * step
    offsets = np.array(_offsets(parts))[nearest]
    places = np.array([place for place, _part in parts])[nearest]
    return list(zip(places.tolist(), (cross < 0).tolist(), (offsets + along).tolist(), strict=True))


def _short_pieces(lines: npt.NDArray[np.object_]) -> tuple[list[BaseGeometry], chart.Array]:
    """Pieces of the lines of a few legs each, and for each piece the place of its line."""
    pieces: list[BaseGeometry] = []
    whole: list[int] = []
    for place, line in enumerate(lines):
        points = shapely.get_coordinates(line)
        for start in range(0, len(points) - 1, 4):
            pieces.append(shapely.LineString(points[start : start + 5]))
            whole.append(place)
    return pieces, np.array(whole)


def _offsets(parts: list[tuple[int, shapely.LineString]]) -> list[float]:
    """Metres of a road before each of its parts, counted from the west or the south."""
    by_road: dict[int, list[int]] = {}
    for index, (place, _part) in enumerate(parts):
        by_road.setdefault(place, []).append(index)
    offsets = [0.0] * len(parts)
    for indexes in by_road.values():
        run = 0.0
        for index in sorted(indexes, key=lambda i: sum(parts[i][1].interpolate(0.0).coords[0])):
            offsets[index] = run
            run += parts[index][1].length + 50.0
    return offsets


def _numbers(roads: list[Road], gates: Sequence[_Gate]) -> dict[tuple[str, int], str]:
    """House numbers: odd on one side, even on the other, rising along the road."""
    found: dict[tuple[str, int], str] = {}
    last: dict[tuple[int, bool], int] = {}
    for gate in sorted(gates, key=lambda gate: (gate.road, gate.even, gate.along)):
        side = (gate.road, gate.even)
        number = last.get(side, 0 if gate.even else -1) + 2
        last[side] = number
        address = f"{roads[gate.road].name}{number}号"
        key = ("h", gate.house) if gate.house is not None else ("c", gate.compound or 0)
        found[key] = address
    return found


def _buildings(
    ground: Ground,
    compounds: list[Compound],
    in_compound: dict[int, int],
    addresses: dict[tuple[str, int], str],
) -> list[Building]:
    inside: dict[int, list[int]] = {}
    for place, house in enumerate(ground.houses):
        if house.lot in in_compound:
            inside.setdefault(in_compound[house.lot], []).append(place)
    named: dict[int, str] = {}
    for compound, houses in inside.items():
        # Blocks are numbered in rows from the north-west, as the property office paints them.
        ordered = sorted(houses, key=lambda h: _reading_order(ground.houses[h].shape))
        for number, place in enumerate(ordered, 1):
            named[place] = _block_name(compounds[compound], number, len(ordered))
    buildings = []
    for place, house in enumerate(ground.houses):
        use = ground.lots[house.lot].use
        owner = in_compound.get(house.lot)
        if owner is None:
            address = addresses["h", place]
            buildings.append(Building(place, address, address, use, None))
        else:
            address = compounds[owner].address
            buildings.append(Building(place, named[place], address, use, owner))
    return buildings


def _reading_order(shape: shapely.Polygon) -> tuple[int, float]:
    return -round(shape.centroid.y / 30.0), shape.centroid.x


def _block_name(compound: Compound, number: int, count: int) -> str:
    if compound.use in (Use.ESTATE, Use.TOWERS, Use.INDUSTRY):
        return f"{compound.name}{number}栋"
    if count == 1:
        return compound.name
    parts = _PARTS.get(compound.use)
    if parts is not None and number <= len(parts):
        return compound.name + parts[number - 1]
    return f"{compound.name}{number}号楼"


_PARTS = {
    Use.SCHOOL: ("教学楼", "实验楼", "综合楼", "宿舍楼"),
    Use.HOSPITAL: ("门诊楼", "住院楼", "医技楼", "行政楼"),
    Use.CIVIC: ("主楼", "附楼"),
}
