"""The whole ground in one call: nature, roads, blocks, lots, houses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo.ground.blocks import ANCHORS, Anchor, Block, Use, make_blocks
from jiedao.config.demo.ground.houses import House, draw_houses
from jiedao.config.demo.ground.lots import Lot, make_lots
from jiedao.config.demo.ground.nature import Nature, make_nature
from jiedao.config.demo.ground.roads import WIDTHS, Network, make_network

VILLAGE_LANE = 3.6
BANK_ROAD = 12.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything drawn, in ground metres. ``lanes`` come with the place of their block."""

    nature: Nature
    network: Network
    blocks: list[Block]
    lots: list[Lot]
    lanes: list[tuple[int, shapely.LineString]]
    houses: list[House]
    anchors: Sequence[Anchor] = ANCHORS


def make_ground(seed: int, buildings: int, anchors: Sequence[Anchor] = ANCHORS) -> Ground:
    """The ground of a seed, with exactly ``buildings`` footprints, and an old village at each of
    the anchors."""

    def stage(number: int) -> np.random.Generator:
        # A generator for each stage: a change in one does not redraw the others.
        return np.random.default_rng([seed, number])

    nature = make_nature(stage(1))
    network = make_network(stage(2), nature)
    blocks = make_blocks(stage(3), nature, network, anchors)
    parted = make_lots(stage(4), nature, network, blocks)
    taken = _surfaces(nature, network, blocks, parted.lanes)
    lots, houses = _build(stage(5), parted.lots, taken, buildings)
    return Ground(nature, network, blocks, lots, parted.lanes, houses, anchors)


def _build(
    rng: np.random.Generator, lots: list[Lot], taken: list[BaseGeometry], wanted: int
) -> tuple[list[Lot], list[House]]:
    """Draw the houses; too few, and estates become streets of shop houses until they suffice."""
    houses = draw_houses(rng, lots, taken)
    lots = list(lots)
    spare = sorted(
        (place for place, lot in enumerate(lots) if lot.use in (Use.ESTATE, Use.PARK)),
        key=lambda place: -lots[place].shape.area,
    )
    while len(houses) < wanted and spare:
        place = spare.pop()
        lots[place] = replace(lots[place], use=Use.MIXED)
        houses = [house for house in houses if house.lot != place]
        houses += [replace(house, lot=place) for house in draw_houses(rng, [lots[place]], taken)]
    if len(houses) < wanted:
        raise ValueError(f"only {len(houses)} buildings find room; {wanted} were wanted")
    return lots, _thin(rng, lots, houses, wanted)


def _thin(
    rng: np.random.Generator, lots: list[Lot], houses: list[House], wanted: int
) -> list[House]:
    """Leave out what is too much: here and there a house of a village or a street."""
    common = [
        place
        for place, house in enumerate(houses)
        if lots[house.lot].use in (Use.MIXED, Use.VILLAGE)
    ]
    surplus = len(houses) - wanted
    gone = set(rng.choice(common, size=surplus, replace=False).tolist()) if surplus else set()
    kept = [house for place, house in enumerate(houses) if place not in gone]
    return sorted(kept, key=lambda house: house.lot)


def _surfaces(
    nature: Nature,
    network: Network,
    blocks: list[Block],
    lanes: list[tuple[int, shapely.LineString]],
) -> list[BaseGeometry]:
    """What stays open, in short pieces so that a lot is compared with few of them."""
    found: list[BaseGeometry] = []
    for road in network.arterials:
        found += _pieces(road.line, road.width / 2)
    for street in network.streets:
        found += _pieces(street, WIDTHS[2] / 2)
    for bank in network.banks:
        found += _pieces(bank, BANK_ROAD / 2)
    for block, lane in lanes:
        narrow = blocks[block].use == Use.VILLAGE
        found += _pieces(lane, VILLAGE_LANE / 2 if narrow else WIDTHS[3] / 2 + 1.0)
    return found + [river.water.buffer(4.0) for river in nature.rivers]


def _pieces(line: BaseGeometry, half_width: float) -> list[BaseGeometry]:
    found = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(shapely.segmentize(part, 60.0))
        for start in range(0, len(points) - 1, 4):
            piece = shapely.LineString(points[start : start + 5])
            found.append(piece.buffer(half_width, quad_segs=2))
    return found
