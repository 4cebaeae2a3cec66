"""Names for the roads of the ground: streets, roads along the water, lanes, bridges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo import names
from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.blocks import Anchor, Use
from jiedao.config.demo.ground.layout import Ground
from jiedao.config.demo.ground.nature import River
from jiedao.config.demo.ground.roads import Road

LONG_STREET = 620.0
"""Metres from which a street is called 路; a shorter one is a 街."""
_BRIDGES = ("云溪大桥", "鹭洲大桥", "澜港桥", "云澜桥", "青岗桥")


@dataclass(frozen=True, slots=True)
class Bridge:
    name: str
    rank: int
    line: BaseGeometry


def name_roads(rng: np.random.Generator, ground: Ground) -> list[Road]:
    """All roads with their names, arterials first; names are unique."""
    heads = iter(rng.permutation(names.ROAD_HEADS).tolist())
    roads = list(ground.network.arterials)
    taken = {road.name for road in roads}
    for line in ground.network.streets:
        name = _street_name(next(heads), line)
        while name in taken:
            name = _street_name(next(heads), line)
        taken.add(name)
        roads.append(Road(name, 2, line))
    roads += _bank_roads(ground)
    roads += _lanes(rng, ground)
    return roads


def _street_name(head: str, line: BaseGeometry) -> str:
    west, south, east, north = line.bounds
    long = line.length > LONG_STREET or north - south > east - west
    return head + ("路" if long else "街")


def _bank_roads(ground: Ground) -> Iterator[Road]:
    """Roads along the water, named by the river and the side on which they run."""
    main, arm = ground.nature.rivers
    sides: dict[str, list[BaseGeometry]] = {}
    for line in ground.network.banks:
        middle = line.interpolate(0.5, normalized=True)
        river, (one, other) = (main, ("溪东路", "溪西路"))
        if arm.line.distance(middle) < main.line.distance(middle):
            river, (one, other) = (arm, ("涌北街", "涌南街"))
        for part in shapely.get_parts(line):
            sides.setdefault(one if _is_left(river, part) else other, []).append(part)
    for name, parts in sorted(sides.items()):
        yield Road(name, 2, shapely.MultiLineString(parts))


def _is_left(river: River, line: BaseGeometry) -> bool:
    point = line.interpolate(0.5, normalized=True)
    at = river.line.project(point)
    here, on = river.line.interpolate(at), river.line.interpolate(at + 5.0)
    cross = (on.x - here.x) * (point.y - here.y) - (on.y - here.y) * (point.x - here.x)
    return bool(cross > 0)


def _lanes(rng: np.random.Generator, ground: Ground) -> Iterator[Road]:
    """Village lanes are numbered from the north; the others have names of their own."""
    villages: dict[str, list[shapely.LineString]] = {}
    named = names.unique(rng, names.LANE_HEADS, ("巷", "里"))
    for block, line in ground.lanes:
        if ground.blocks[block].use == Use.VILLAGE:
            villages.setdefault(village_near(line, ground.anchors), []).append(line)
        else:
            yield Road(next(named), 3, line)
    for village, lines in villages.items():
        ordered = sorted(lines, key=lambda line: (-round(line.centroid.y / 25), line.centroid.x))
        for number, line in enumerate(ordered, 1):
            yield Road(f"{village}{names.chinese_number(number)}巷", 3, line)


def village_near(shape: BaseGeometry, anchors: Sequence[Anchor]) -> str:
    """The name of the old village whose heart is nearest."""
    middle = shape.centroid
    return min(
        anchors,
        key=lambda anchor: middle.distance(shapely.Point(chart.ground_point(anchor.u, anchor.v))),
    ).village


def bridges(ground: Ground, roads: list[Road]) -> list[Bridge]:
    """Where roads cross the main river; the arterials' bridges have names of their own."""
    water = ground.nature.rivers[0].water
    found: list[Bridge] = []
    crossing = [road for road in roads if road.rank < 3 and road.line.intersects(water)]
    crossing.sort(key=lambda road: road.line.intersection(water).centroid.y)
    for place, road in enumerate(crossing):
        name = _BRIDGES[place] if place < len(_BRIDGES) else f"{road.name[:2]}桥"
        span = road.line.intersection(water.buffer(14.0))
        found.append(Bridge(name, road.rank, span))
    return found
