"""The road network: arterials, streets between them, roads along the river.

Planned on the chart as long lines with a slight sway; cut where they meet an arterial, and
some pieces left out, so that a street has a beginning and an end. Only arterials and a few
chosen streets bridge the river.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.nature import Nature

# Chart coordinates of the arterials: columns run inland, rows run along the shore.
COLUMNS = (640.0, 1640.0, 2690.0, 3560.0, 4560.0)
# Where the columns stand at the shore, in the middle and inland: they lean, as old roads do.
_LEAN = ((-40.0, 60.0, -90.0), (60.0, -90.0, 60.0), (20.0, 40.0, -40.0), (-120.0, 90.0, -60.0),
         (90.0, -70.0, 60.0))  # fmt: skip
ROWS = (190.0, 1040.0, 1960.0, 2860.0, 3660.0)
RING_ROW = 3
_BEYOND = 70.0
COLUMN_NAMES = ("汐头路", "望潮路", "云溪路", "石埠路", "海澜路")
ROW_NAMES = ("滨海大道", "云湾大道", "澜港大道", "云澜快速路", "青岗大道")

WIDTHS = {0: 46.0, 1: 34.0, 2: 17.0, 3: 6.0}
"""Metres from building line to building line, by rank (0 is the expressway)."""


@dataclass(frozen=True, slots=True)
class Road:
    """A named line with a rank: 0 expressway, 1 arterial, 2 street, 3 lane."""

    name: str
    rank: int
    line: BaseGeometry

    @property
    def width(self) -> float:
        return WIDTHS[self.rank]

    @property
    def surface(self) -> BaseGeometry:
        return self.line.buffer(self.width / 2, cap_style="flat")


@dataclass(frozen=True, slots=True)
class Network:
    """Roads with names still to be given to streets; ``cuts`` are the lines that part blocks."""

    arterials: tuple[Road, ...]
    streets: tuple[BaseGeometry, ...]
    banks: tuple[BaseGeometry, ...]
    cuts: tuple[BaseGeometry, ...]


def make_network(rng: np.random.Generator, nature: Nature) -> Network:
    """Arterials and streets of the town, and every line that parts one block from another."""
    arterials = tuple(_arterials(rng, nature))
    frame = shapely.union_all([road.line for road in arterials])
    corridors = shapely.union_all([river.corridor for river in nature.rivers])
    streets = tuple(_streets(rng, nature, frame, corridors))
    banks = tuple(_banks(nature, corridors))
    strips = tuple(_strip_lines(rng, nature))
    cuts = (
        nature.land.exterior,
        *(reach(road.line, 3.0) for road in arterials),
        *(reach(line, 1.5) for line in streets),
        *banks,
        *strips,
        *(river.line.intersection(nature.land) for river in nature.rivers),
        *(hill.shape.exterior for hill in nature.hills),
    )
    return Network(arterials, streets, banks, cuts)


def reach(line: BaseGeometry, metres: float) -> BaseGeometry:
    """The line with both ends prolonged, so that it surely meets what it ends at."""
    parts = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(part)
        for end, inner in ((0, 1), (-1, -2)):
            way = points[end] - points[inner]
            points[end] = points[end] + way / max(np.hypot(*way), 1e-9) * metres
        parts.append(shapely.LineString(points))
    return shapely.MultiLineString(parts)


def _arterials(rng: np.random.Generator, nature: Nature) -> Iterator[Road]:
    rows = list(_rows(rng, nature))
    yield from rows
    crossed = shapely.union_all([road.line for road in rows])
    reservoir = shapely.union_all([lake.shape for lake in nature.lakes]).buffer(60.0)
    for name, u, lean in zip(COLUMN_NAMES, COLUMNS, _LEAN, strict=True):
        # The outer columns stop at the last row, before the hills; the middle goes through.
        top = 4700.0 if name == "云溪路" else ROWS[-1] + _BEYOND
        foot = ROWS[1] - _BEYOND if name == "海澜路" else ROWS[0] - _BEYOND
        knots = np.array([[u + lean[0], foot], [u + lean[1], ROWS[2]], [u + lean[2], top]])
        line = _sway(rng, chart.rounded(knots), 30.0, 0)
        line = line.intersection(nature.land).difference(reservoir)
        yield Road(name, 1, _tidy(_without_stubs(line, crossed)))


def _rows(rng: np.random.Generator, nature: Nature) -> Iterator[Road]:
    headland = nature.hills[1].shape.buffer(8.0)
    for place, (name, v) in enumerate(zip(ROW_NAMES, ROWS, strict=True)):
        points = _sway(rng, np.array([[-300.0, v], [6000.0, v]]), 22.0, 1)
        line = points.intersection(nature.land).difference(headland)
        yield Road(name, 0 if place == RING_ROW else 1, _tidy(line))


def _without_stubs(line: BaseGeometry, crossed: BaseGeometry) -> BaseGeometry:
    """The line from its first crossing to its last: it was drawn a little too long on purpose."""
    pieces = [piece for part in shapely.get_parts(line) for piece in split(part, crossed).geoms]
    return shapely.MultiLineString([piece for piece in pieces if piece.length > 1.8 * _BEYOND])


def _sway(
    rng: np.random.Generator, ends: chart.Array, height: float, across: int
) -> shapely.LineString:
    """A chart line between two points that sways ``height`` metres to either side."""
    points = chart.densify(ends.astype(float), 25.0)
    run = points[:, 1 - across]
    phase = rng.uniform(0, 2 * np.pi, 2)
    points[:, across] += height * (
        0.8 * np.sin(run / 420.0 + phase[0]) + 0.15 * np.sin(run / 150.0 + phase[1])
    )
    return chart.ground_line(points)


def _tidy(line: BaseGeometry) -> BaseGeometry:
    """Without crumbs: parts under 60 m are dropped."""
    parts = [part for part in shapely.get_parts(line) if part.length >= 60.0]
    return shapely.line_merge(shapely.MultiLineString(parts)) if parts else shapely.LineString()


def _streets(
    rng: np.random.Generator, nature: Nature, frame: BaseGeometry, corridors: BaseGeometry
) -> Iterator[BaseGeometry]:
    taboo = shapely.union_all([nature.high, corridors, *(lake.shape for lake in nature.lakes)])
    plans = [
        (np.array([[u, ROWS[0] - _BEYOND], [u, 4300.0]]), 0) for u in _between(rng, COLUMNS, 5700.0)
    ]
    plans += [(np.array([[-200.0, v], [5900.0, v]]), 1) for v in _between(rng, ROWS, 4150.0)]
    for ends, across in plans:
        whole = _sway(rng, ends, 9.0, across).intersection(nature.land)
        pieces = [piece for part in shapely.get_parts(whole) for piece in split(part, frame).geoms]
        whole_ones = [piece for piece in pieces if piece.length > 1.8 * _BEYOND]
        kept = [piece for piece in whole_ones if rng.random() < 0.84]
        for run in _runs(kept):
            bridged = rng.random() < 0.12
            stay = run.difference(nature.high if bridged else taboo)
            yield from (part for part in shapely.get_parts(stay) if part.length > 110.0)


def _between(rng: np.random.Generator, marks: tuple[float, ...], end: float) -> list[float]:
    """Where streets run between arterials: about every 290 m, never evenly."""
    edges = (0.0, *marks, end)
    places: list[float] = []
    for low, high in itertools.pairwise(edges):
        count = max(1, round((high - low) / 290.0)) if high - low > 330 else 1
        if high - low < 260:
            continue
        steps = np.arange(1, count) / count
        places += list(low + (high - low) * (steps + rng.uniform(-0.05, 0.05, len(steps))))
    return places


def _runs(pieces: list[BaseGeometry]) -> list[BaseGeometry]:
    """Pieces that follow one another, joined."""
    if not pieces:
        return []
    return list(shapely.get_parts(shapely.line_merge(shapely.MultiLineString(pieces))))


def _banks(nature: Nature, corridors: BaseGeometry) -> Iterator[BaseGeometry]:
    """The roads along the water, where the corridor's edge is not in the hills."""
    edge = corridors.boundary.intersection(nature.land.buffer(-1.0))
    merged = shapely.line_merge(edge) if edge.geom_type != "LineString" else edge
    yield from (part for part in shapely.get_parts(merged) if part.length > 20.0)


def _strip_lines(rng: np.random.Generator, nature: Nature) -> Iterator[BaseGeometry]:
    """Lines from the shore road to the water, which part the waterfront into pieces."""
    for u in np.arange(150.0, 5700.0, 310.0):
        at = u + rng.uniform(-60.0, 60.0)
        line = chart.ground_line(np.array([[at, -320.0], [at, ROWS[0] + 60.0]]))
        yield line.intersection(nature.land)
