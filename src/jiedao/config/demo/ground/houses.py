"""Building footprints: drawn lot by lot, in the manner of each use."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo.ground.blocks import OPEN_USES, Use
from jiedao.config.demo.ground.chart import Array
from jiedao.config.demo.ground.lots import Lot

Footprints = list[shapely.Polygon]


@dataclass(frozen=True, slots=True)
class House:
    """A footprint on a lot (its place in the list), with its number of floors."""

    shape: shapely.Polygon
    lot: int
    floors: int


@dataclass(frozen=True, slots=True)
class Board:
    """A lot's own axes: x along its longer side; ``free`` is the ground that may be built on."""

    free: BaseGeometry
    centre: Array
    along: Array
    across: Array
    half: tuple[float, float]

    def rectangles(self, xs: Array, ys: Array, widths: Array, depths: Array) -> Footprints:
        """Rectangles around board points that lie wholly on free ground."""
        corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]])
        offsets = corners[None] * np.column_stack([widths, depths])[:, None, :]
        local = offsets + np.column_stack([xs, ys])[:, None, :]
        world = self.centre + local[..., :1] * self.along + local[..., 1:] * self.across
        made = shapely.polygons(world)
        shapely.prepare(self.free)
        return list(made[shapely.contains_properly(self.free, made)])


def make_board(free: BaseGeometry, southward: bool) -> Board:
    """The board of a lot; ``southward`` lays x from west to east, so that slabs face the sun."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(free))[:4]
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    along = one if np.hypot(*one) >= np.hypot(*other) else other
    if southward and abs(along[1]) > abs(along[0]):
        along = np.array([along[1], -along[0]])
    along = along / np.hypot(*along)
    if along[0] < 0:
        along = -along
    across = np.array([-along[1], along[0]])
    centre = corners.mean(axis=0)
    reach = corners - centre
    half = (float(np.abs(reach @ along).max()), float(np.abs(reach @ across).max()))
    return Board(free, centre, along, across, half)


def draw_houses(
    rng: np.random.Generator, lots: Sequence[Lot], taken: Sequence[BaseGeometry]
) -> list[House]:
    """Footprints of all lots; ``taken`` are surfaces of roads and water that stay open."""
    tree = shapely.STRtree(taken)
    houses: list[House] = []
    for place, lot in enumerate(lots):
        maker = _MAKERS.get(lot.use)
        if maker is None or lot.use in OPEN_USES:
            continue
        near = tree.query(lot.shape)
        free = lot.shape.difference(shapely.union_all([taken[hit] for hit in near]))
        for part in shapely.get_parts(free.buffer(-_MARGIN.get(lot.use, 1.2))):
            if part.area > 60.0:
                shapes = maker(rng, make_board(part, lot.use in _SOUTHWARD))
                houses += [House(s, place, _floors(rng, lot.use, s.area)) for s in shapes]
    return houses


def _grid(
    rng: np.random.Generator,
    board: Board,
    pitch: tuple[float, float],
    width: tuple[float, float],
    depth: tuple[float, float],
    jitter: float,
) -> Footprints:
    """Rows of rectangles with a common pitch, sizes in ranges, shifted by ``jitter`` metres."""
    columns = max(1, int(2 * board.half[0] // pitch[0]))
    rows = max(1, int(2 * board.half[1] // pitch[1]))
    xs = (np.arange(columns) - (columns - 1) / 2) * pitch[0]
    ys = (np.arange(rows) - (rows - 1) / 2) * pitch[1]
    grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    count = grid_x.size
    return board.rectangles(
        grid_x + rng.uniform(-jitter, jitter, count),
        grid_y + rng.uniform(-jitter, jitter, count),
        rng.uniform(*width, count),
        rng.uniform(*depth, count),
    )


def _village(rng: np.random.Generator, board: Board) -> Footprints:
    """Handshake houses: nine to twelve metres square, an arm's length apart."""
    return _grid(rng, board, (12.6, 13.2), (9.4, 11.6), (9.8, 12.2), 0.45)


def _estate(rng: np.random.Generator, board: Board) -> Footprints:
    length = rng.uniform(36.0, 54.0)
    slabs = _grid(rng, board, (length + 13.0, 37.0), (length - 3, length), (13.0, 15.0), 1.0)
    return slabs or _towers(rng, board)


def _towers(rng: np.random.Generator, board: Board) -> Footprints:
    """Point blocks with the re-entrant corners that give every flat a window."""
    squares = _grid(rng, board, (52.0, 50.0), (26.0, 32.0), (22.0, 26.0), 5.0)
    crosses = []
    for square in squares:
        corners = shapely.get_coordinates(square)
        notch = shapely.multipoints(corners[:4]).buffer(4.6, quad_segs=1)
        crosses.append(square.difference(notch))
    return [shape for shape in crosses if shape.geom_type == "Polygon"]


def _mixed(rng: np.random.Generator, board: Board) -> Footprints:
    """Shop houses in a row along the streets, a few sheds in the yard behind."""
    edge = _perimeter(rng, board.free, (15.0, 31.0), (12.0, 14.5))
    yard = _grid(rng, board, (36.0, 24.0), (22.0, 30.0), (11.0, 12.5), 0.6)
    return [*edge, *_clear_of(edge, yard, 6.0)]


def _market(rng: np.random.Generator, board: Board) -> Footprints:
    """One hall, and shop houses around it."""
    half_x, half_y = board.half
    hall = board.rectangles(*(np.array([v]) for v in (0.0, 0.0, half_x * 1.05, half_y * 0.95)))
    return [*hall, *_clear_of(hall, _perimeter(rng, board.free, (9.0, 14.0), (9.0, 11.0)), 6.0)]


def _office(rng: np.random.Generator, board: Board) -> Footprints:
    return _grid(rng, board, (58.0, 56.0), (30.0, 46.0), (26.0, 40.0), 4.0)


def _industry(rng: np.random.Generator, board: Board) -> Footprints:
    """Long halls in the front, two slabs of dormitories at one end."""
    long = rng.uniform(52.0, 88.0)
    halls = _grid(rng, board, (long + 12.0, 38.0), (long - 8, long), (21.0, 27.0), 1.0)
    dorms = _perimeter(rng, board.free, (30.0, 40.0), (11.0, 12.5))[:2]
    return [*dorms, *_clear_of(dorms, halls, 7.0)]


def _school(rng: np.random.Generator, board: Board) -> Footprints:
    """Classroom slabs in one half; the other half is the playground."""
    half_x, half_y = board.half
    rows = max(2, int(2 * half_y // 32.0))
    ys: Array = (np.arange(rows, dtype=np.float64) - (rows - 1) / 2) * 30.0
    wide = min(62.0, half_x * 0.85)
    ones = np.ones(rows)
    return board.rectangles(
        -half_x * 0.45 * ones, ys, wide * rng.uniform(0.8, 1.0, rows), 13.0 * ones
    )


def _hospital(rng: np.random.Generator, board: Board) -> Footprints:
    return _grid(rng, board, (66.0, 44.0), (44.0, 56.0), (17.0, 22.0), 2.0)


def _site(rng: np.random.Generator, board: Board) -> Footprints:
    """Huts of a building site along its fence."""
    return _perimeter(rng, board.free, (16.0, 24.0), (6.0, 7.0))[:3]


def _wharf(rng: np.random.Generator, board: Board) -> Footprints:
    return _grid(rng, board, (44.0, 26.0), (26.0, 34.0), (12.0, 15.0), 2.0)


def _perimeter(
    rng: np.random.Generator,
    free: BaseGeometry,
    width: tuple[float, float],
    depth: tuple[float, float],
) -> Footprints:
    """Rectangles side by side along the outline, facing outward."""
    ring = shapely.get_coordinates(shapely.remove_repeated_points(free.exterior.simplify(2.5)))
    if shapely.is_ccw(free.exterior):
        ring = ring[::-1]
    quads: list[Array] = []
    for start, end in itertools.pairwise(ring):
        length = float(np.hypot(*(end - start)))
        if length < width[0] + 2.0:
            continue
        way = (end - start) / length
        inward = np.array([way[1], -way[0]])
        at = 0.6
        while at + width[0] < length:
            front = min(rng.uniform(*width), length - at - 0.4)
            deep = rng.uniform(*depth)
            foot = start + way * at + inward * 0.4
            far = foot + way * (front - 1.0)
            quads.append(np.array([foot, far, far + inward * deep, foot + inward * deep, foot]))
            at += front + (rng.uniform(3.0, 9.0) if rng.random() < 0.16 else 0.0)
    if not quads:
        return []
    made = shapely.polygons(np.array(quads))
    shapely.prepare(free)
    return apart(list(made[shapely.contains(free, made)]), 0.3)


def _clear_of(first: Footprints, then: Footprints, gap: float) -> Footprints:
    """Those of ``then`` that keep ``gap`` metres from all of ``first``."""
    if not first or not then:
        return then
    hits = shapely.STRtree(first).query(then, predicate="dwithin", distance=gap)[0]
    near = set(hits.tolist())
    return [shape for place, shape in enumerate(then) if place not in near]


def apart(shapes: Footprints, gap: float) -> Footprints:
    """The shapes, in order, without those that come nearer than ``gap`` to an earlier one."""
    if len(shapes) < 2:
        return shapes
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=gap)
    clashes: dict[int, list[int]] = {}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if other < one:
            clashes.setdefault(one, []).append(other)
    kept: set[int] = set()
    for place in range(len(shapes)):
        if kept.isdisjoint(clashes.get(place, ())):
            kept.add(place)
    return [shapes[place] for place in sorted(kept)]


def _floors(rng: np.random.Generator, use: Use, area: float) -> int:
    low, high = _STOREYS.get(use, (1, 3))
    return int(rng.integers(low, high + 1)) if area > 40.0 else 1


_STOREYS = {
    Use.VILLAGE: (4, 8),
    Use.ESTATE: (7, 18),
    Use.TOWERS: (18, 33),
    Use.MIXED: (4, 8),
    Use.OFFICE: (9, 38),
    Use.INDUSTRY: (3, 7),
    Use.SCHOOL: (3, 6),
    Use.HOSPITAL: (4, 12),
    Use.MARKET: (1, 3),
    Use.CIVIC: (3, 9),
    Use.SITE: (1, 2),
    Use.WHARF: (1, 3),
}
_SOUTHWARD = frozenset({Use.ESTATE, Use.TOWERS, Use.HOSPITAL, Use.SCHOOL})
# Metres kept free inside the lot's edge: a wall, a forecourt.
_MARGIN = {
    Use.ESTATE: 5.0,
    Use.TOWERS: 6.0,
    Use.OFFICE: 6.0,
    Use.INDUSTRY: 4.0,
    Use.SCHOOL: 6.0,
    Use.HOSPITAL: 6.0,
    Use.CIVIC: 5.0,
    Use.SITE: 3.0,
    Use.VILLAGE: 0.8,
}
_MAKERS: dict[Use, Callable[[np.random.Generator, Board], Footprints]] = {
    Use.VILLAGE: _village,
    Use.ESTATE: _estate,
    Use.TOWERS: _towers,
    Use.MIXED: _mixed,
    Use.OFFICE: _office,
    Use.INDUSTRY: _industry,
    Use.SCHOOL: _school,
    Use.HOSPITAL: _hospital,
    Use.MARKET: _market,
    Use.CIVIC: _hospital,
    Use.SITE: _site,
    Use.WHARF: _wharf,
}
