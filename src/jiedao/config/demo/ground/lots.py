"""Lots: blocks parted again by lanes and walls, each with one use."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from jiedao.config.demo.ground.blocks import OPEN_USES, Block, Use, faces
from jiedao.config.demo.ground.nature import Nature
from jiedao.config.demo.ground.roads import Network

# Square metres of a lot that is not parted further, by the use of its block.
_TARGETS = {
    Use.VILLAGE: 3_000.0,
    Use.ESTATE: 26_000.0,
    Use.TOWERS: 30_000.0,
    Use.MIXED: 9_500.0,
    Use.OFFICE: 13_000.0,
    Use.INDUSTRY: 21_000.0,
    Use.PARK: 60_000.0,
    Use.HILL: 140_000.0,
    Use.SHORE: 26_000.0,
    Use.WHARF: 14_000.0,
}
_LANE_FROM = 45_000.0
"""A block larger than this gets a lane at its first cut."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The smallest piece of the tiling. ``block`` is the place of its block in the list."""

    shape: shapely.Polygon
    use: Use
    block: int


@dataclass(frozen=True, slots=True)
class Lots:
    lots: list[Lot]
    lanes: list[tuple[int, shapely.LineString]]
    """Lanes with the place of the block they run through."""


def make_lots(
    rng: np.random.Generator, nature: Nature, network: Network, blocks: list[Block]
) -> Lots:
    """Lots that tile the land, nested in the blocks."""
    cuts: list[shapely.LineString] = []
    lanes: list[tuple[int, shapely.LineString]] = []
    for place, block in enumerate(blocks):
        for line, is_lane in _part(rng, block.shape, block.use, 0):
            cuts.append(_prolong(line, 0.4))
            if is_lane:
                lanes.append((place, line))
    lines: tuple[BaseGeometry, ...] = (*network.cuts, *cuts)
    shapes = faces(lines, nature.land)
    owners = _owners(blocks, shapes)
    uses = [blocks[owner].use for owner in owners]
    _place_institutions(rng, shapes, uses)
    lots = [
        Lot(shape, _final_use(rng, use, shape), owner)
        for shape, use, owner in zip(shapes, uses, owners, strict=True)
    ]
    return Lots(lots, lanes)


def _part(
    rng: np.random.Generator, shape: shapely.Polygon, use: Use, depth: int
) -> Iterator[tuple[shapely.LineString, bool]]:
    """Cut lines of a shape, the first ones first; the flag says that it is a lane."""
    target = _TARGETS.get(use)
    if target is None or shape.area < target * rng.uniform(1.25, 1.9) or depth > 7:
        return
    cut = _cut(rng, shape)
    pieces = [piece for piece in split(shape, cut).geoms if piece.geom_type == "Polygon"]
    if len(pieces) < 2:
        return
    lane = use == Use.VILLAGE or (depth == 0 and shape.area > _LANE_FROM and use not in OPEN_USES)
    yield from ((part, lane) for part in shapely.get_parts(cut.intersection(shape)))
    for piece in pieces:
        yield from _part(rng, piece, use, depth + 1)


def _cut(rng: np.random.Generator, shape: shapely.Polygon) -> shapely.LineString:
    """A line across the shape's longer side, near the middle, nearly square to it."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))[:4]
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    long, short = (one, other) if np.hypot(*one) >= np.hypot(*other) else (other, one)
    start = corners[0] if long is one else corners[1]
    if long is other:
        short = -one
    share = rng.uniform(0.42, 0.58)
    tilt = rng.uniform(-0.06, 0.06)
    foot = start + long * (share + tilt)
    head = start + short + long * (share - tilt)
    way = (head - foot) * 0.05
    return shapely.LineString([foot - way, head + way])


def _prolong(line: shapely.LineString, metres: float) -> shapely.LineString:
    points = shapely.get_coordinates(line)
    way = (points[-1] - points[0]) / max(line.length, 1e-9) * metres
    points[0] -= way
    points[-1] += way
    return shapely.LineString(points)


def _owners(blocks: list[Block], shapes: list[shapely.Polygon]) -> list[int]:
    tree = shapely.STRtree([block.shape for block in blocks])
    return [int(owner) for owner in tree.nearest(shapely.point_on_surface(shapes))]


def _place_institutions(
    rng: np.random.Generator, shapes: list[shapely.Polygon], uses: list[Use]
) -> None:
    """Schools, markets, hospitals and offices take lots of the right size near the people."""
    areas = shapely.area(shapes)
    centres = shapely.point_on_surface(shapes)
    villages = shapely.union_all(
        [shape for shape, use in zip(shapes, uses, strict=True) if use == Use.VILLAGE]
    )
    away = shapely.distance(centres, villages)
    for use, count, low, high, reach in (
        (Use.MARKET, 11, 3_000.0, 9_000.0, 160.0),
        (Use.CIVIC, 9, 3_000.0, 9_000.0, 320.0),
        (Use.SCHOOL, 22, 9_000.0, 30_000.0, 900.0),
        (Use.HOSPITAL, 3, 9_000.0, 26_000.0, 900.0),
        (Use.SITE, 5, 9_000.0, 40_000.0, 3_000.0),
    ):
        homes = (Use.ESTATE, Use.MIXED, Use.TOWERS, Use.OFFICE)
        free = [
            place
            for place, was in enumerate(uses)
            if was in homes and low < areas[place] < high and away[place] < reach
        ]
        for place in _spread(rng, free, centres, count):
            uses[place] = use


def _spread(
    rng: np.random.Generator, free: list[int], centres: list[shapely.Point], count: int
) -> list[int]:
    """``count`` of the free places, each as far as possible from those already taken."""
    taken: list[int] = []
    pool = list(rng.permutation(free)) if free else []
    while pool and len(taken) < count:
        best = pool[0]
        if taken:
            chosen = shapely.multipoints([centres[place] for place in taken])
            best = pool[int(np.argmax(shapely.distance([centres[p] for p in pool], chosen)))]
        taken.append(int(best))
        pool.remove(best)
    return taken


def _final_use(rng: np.random.Generator, use: Use, shape: shapely.Polygon) -> Use:
    """The use of one lot: small ends of a block become corners of green, shops, or nothing."""
    if use in OPEN_USES:
        return use
    if shape.area < 600.0:
        return Use.LEFTOVER
    if use in (Use.ESTATE, Use.TOWERS) and shape.area < 7_000.0:
        return Use.MIXED if rng.random() < 0.7 else Use.PARK
    if use == Use.INDUSTRY and rng.random() < 0.06:
        return Use.SITE
    if use == Use.MIXED and rng.random() < 0.04:
        return Use.PARK
    return use
