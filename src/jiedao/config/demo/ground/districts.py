"""Communities and grids: lots put together into connected, balanced pieces.

Everything is a set of lots, so communities tile the sub-district and grids tile communities by
construction: the shapes share every vertex along their borders.
"""

import heapq
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.blocks import ANCHORS, SNAP, Anchor, faces
from jiedao.config.demo.ground.chart import Array
from jiedao.config.demo.ground.lots import Lot
from jiedao.config.demo.ground.nature import Nature
from jiedao.config.demo.ground.roads import Network, reach

Neighbours = list[set[int]]
Borders = list[dict[int, float]]
"""For each piece of ground its neighbours, with the metres of border shared with each."""
Numbers = npt.NDArray[np.int64]

# Metres of border over which a community, and a grid, may grow; how far an avenue is prolonged.
_COMMUNITY_BORDER = 150.0
_GRID_BORDER = 25.0
_TO_THE_WATER = 400.0


@dataclass(frozen=True, slots=True)
class Tiling:
    """For each lot the number of its piece, and for each piece its shape."""

    piece_of: tuple[int, ...]
    shapes: tuple[shapely.Polygon, ...]


def borders_of(lots: Sequence[Lot]) -> Borders:
    """Which lots share a stretch of border with which, and how long it is."""
    edges: dict[tuple[float, float, float, float], int] = {}
    found: Borders = [{} for _ in lots]
    for place, lot in enumerate(lots):
        for ring in (lot.shape.exterior, *lot.shape.interiors):
            points = shapely.get_coordinates(ring).tolist()
            for start, end in itertools.pairwise(points):
                low, high = sorted((start, end))
                other = edges.setdefault((*low, *high), place)
                if other != place:
                    metres = math.dist(low, high)
                    found[place][other] = found[place].get(other, 0.0) + metres
                    found[other][place] = found[other].get(place, 0.0) + metres
    return found


def _passable(borders: Borders, least: float) -> Neighbours:
    """Neighbours with at least so many metres in common: what hangs together by a corner looks
    like two pieces on the map. A piece with short borders only keeps its longest."""
    near: Neighbours = [set() for _ in borders]
    for place, shared in enumerate(borders):
        wide = [other for other, metres in shared.items() if metres >= least]
        for other in wide or sorted(shared, key=shared.__getitem__)[-1:]:
            near[place].add(other)
            near[other].add(place)
    return near


def communities(
    lots: Sequence[Lot],
    borders: Borders,
    weights: Array,
    nature: Nature,
    network: Network,
    anchors: Sequence[Anchor] = ANCHORS,
) -> Tiling:
    """One community around each anchor, bounded by arterials and the river; where there are more
    than these part the ground into, by the borders of lots."""
    hearts = [shapely.Point(chart.ground_point(anchor.u, anchor.v)) for anchor in anchors]
    if len(anchors) > len(ANCHORS):
        return _tiling(lots, _around(hearts, lots, borders, weights))
    wholes = _superblocks(nature, network)
    tree = shapely.STRtree(wholes)
    owner = tree.nearest(shapely.point_on_surface([lot.shape for lot in lots]))
    between: Borders = [{} for _ in wholes]
    for place, shared in enumerate(borders):
        mine = between[owner[place]]
        for other, metres in shared.items():
            if owner[place] != owner[other]:
                mine[int(owner[other])] = mine.get(int(owner[other]), 0.0) + metres
    load: Array = np.bincount(owner, weights=weights, minlength=len(wholes)).astype(np.float64)
    seeds = [int(np.argmin(shapely.distance(wholes, heart))) for heart in hearts]
    centres = shapely.get_coordinates(shapely.centroid(wholes))
    blocks: Numbers = np.arange(len(wholes), dtype=np.int64)
    pieces = _grow(seeds, between, _COMMUNITY_BORDER, load, centres, blocks)
    return _tiling(lots, [pieces[whole] for whole in owner.tolist()])


def _around(
    hearts: Sequence[shapely.Point], lots: Sequence[Lot], borders: Borders, weights: Array
) -> list[int]:
    """For each lot the number of its community, grown from the lot nearest to each heart."""
    shapes = [lot.shape for lot in lots]
    seeds = [int(np.argmin(shapely.distance(shapes, heart))) for heart in hearts]
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    blocks = np.array([lot.block for lot in lots], dtype=np.int64)
    return _grow(seeds, borders, _GRID_BORDER, weights, centres, blocks)


def _superblocks(nature: Nature, network: Network) -> list[shapely.Polygon]:
    lines = (
        nature.land.exterior,
        # Prolonged to the water, so that the strip behind the shore road is parted as well.
        *(reach(road.line, _TO_THE_WATER) for road in network.arterials),
        nature.rivers[0].line.intersection(nature.land.buffer(SNAP)),
    )
    return faces(lines, nature.land)


def grids_of(
    rng: np.random.Generator,
    lots: Sequence[Lot],
    borders: Borders,
    weights: Array,
    members: Sequence[int],
    count: int,
) -> list[list[int]]:
    """Part some lots (a connected set) into ``count`` connected, nearly equal groups."""
    spot = {place: index for index, place in enumerate(members)}
    between: Borders = [
        {spot[other]: metres for other, metres in borders[place].items() if other in spot}
        for place in members
    ]
    centres = shapely.get_coordinates(shapely.centroid([lots[place].shape for place in members]))
    blocks = np.array([lots[place].block for place in members], dtype=np.int64)
    load = weights[list(members)]
    seeds = _seeds(rng, centres, load, count)
    for _round in range(6):
        group = np.array(_grow(seeds, between, _GRID_BORDER, load, centres, blocks))
        seeds = [_middle(np.flatnonzero(group == number), centres, load) for number in range(count)]
        if len(set(seeds)) < count:
            break
    return [
        [members[int(index)] for index in np.flatnonzero(group == number)]
        for number in range(count)
    ]


def _seeds(rng: np.random.Generator, centres: Array, load: Array, count: int) -> list[int]:
    """Well-spread starting lots: each next one far from those before, heavy ones preferred."""
    seeds = [int(rng.integers(len(centres)))]
    away = np.full(len(centres), np.inf)
    while len(seeds) < count:
        away = np.minimum(away, np.hypot(*(centres - centres[seeds[-1]]).T))
        pull = away * (0.35 + (load / load.max()) ** 0.5)
        pull[seeds] = -1.0
        seeds.append(int(np.argmax(pull)))
    return seeds


def _middle(members: npt.NDArray[np.intp], centres: Array, load: Array) -> int:
    weight = load[members] + 1e-6
    heart = (centres[members] * weight[:, None]).sum(axis=0) / weight.sum()
    return int(members[np.argmin(np.hypot(*(centres[members] - heart).T))])


def _grow(
    seeds: Sequence[int],
    borders: Borders,
    least: float,
    load: Array,
    centres: Array,
    blocks: Numbers,
) -> list[int]:
    """Let the lightest piece take its best free neighbour, until nothing is free.

    Best is near its own seed, and in a block that the piece is already in; a neighbour shares
    at least ``least`` metres of border, but for those that share so much with nobody.
    """
    growth = _Growth(seeds, _passable(borders, least), load, centres, blocks)
    while True:
        growing = [number for number, front in enumerate(growth.fronts) if front]
        if not growing:
            return _adopted(growth.piece, borders)
        growth.step(min(growing, key=growth.weight.__getitem__))


def _adopted(piece: list[int], borders: Borders) -> list[int]:
    """What no piece could reach goes to the one it shares its longest border with."""
    free = [place for place, number in enumerate(piece) if number < 0]
    while free:
        reachable = [
            (metres, place, other)
            for place in free
            for other, metres in borders[place].items()
            if piece[other] >= 0
        ]
        _metres, place, other = max(reachable)
        piece[place] = piece[other]
        free.remove(place)
    return piece


class _Growth:
    """Pieces on their way: what each has, weighs, and could take next (nearest first)."""

    def __init__(
        self,
        seeds: Sequence[int],
        near: Neighbours,
        load: Array,
        centres: Array,
        blocks: Numbers,
    ) -> None:
        self._seeds, self._near, self._load = seeds, near, load
        self._centres, self._blocks = centres, blocks
        self.piece = [-1] * len(near)
        self.weight = [0.0] * len(seeds)
        self.fronts: list[list[tuple[float, int]]] = [[] for _ in seeds]
        for number, seed in enumerate(seeds):
            self._take(number, seed)

    def step(self, number: int) -> None:
        """One piece takes the best of what is still free beside it."""
        _way, place = heapq.heappop(self.fronts[number])
        if self.piece[place] < 0:
            self._take(number, place)

    def _take(self, number: int, place: int) -> None:
        self.piece[place] = number
        self.weight[number] += float(self._load[place]) + 1.0
        seed = self._centres[self._seeds[number]]
        for other in sorted(self._near[place]):
            if self.piece[other] < 0:
                way = float(np.hypot(*(self._centres[other] - seed)))
                same = self._blocks[other] == self._blocks[place]
                heapq.heappush(self.fronts[number], (way * (0.55 if same else 1.0), other))


def _tiling(lots: Sequence[Lot], piece_of: Sequence[int]) -> Tiling:
    count = max(piece_of) + 1
    groups: list[list[int]] = [[] for _ in range(count)]
    for place, piece in enumerate(piece_of):
        groups[piece].append(place)
    return Tiling(tuple(piece_of), tuple(joined(lots, group) for group in groups))


def joined(lots: Sequence[Lot], group: Iterable[int]) -> shapely.Polygon:
    """The one polygon that the lots of a group form together."""
    parts = shapely.get_parts(shapely.coverage_union_all([lots[place].shape for place in group]))
    if len(parts) != 1:
        raise ValueError("a piece of the tiling is not connected")
    return parts[0]


def shares(weights: Sequence[float], total: int, least: int) -> list[int]:
    """``total`` handed out in proportion to the weights, at least ``least`` each."""
    whole = float(sum(weights))
    exact = [max(float(least), total * weight / whole) for weight in weights]
    counts = [int(share) for share in exact]
    rest = np.argsort([count - share for count, share in zip(counts, exact, strict=True)])
    step = 0
    while sum(counts) != total:
        place = int(rest[step % len(rest)])
        if sum(counts) < total:
            counts[place] += 1
        elif counts[place] > least:
            counts[place] -= 1
        step += 1
    return counts
