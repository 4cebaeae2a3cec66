"""Points of a map by tile: those that share a cell are one cluster. Pure arithmetic.

A tile z/x/y is that of every web map; it is drawn 512 pixels wide and holds ``cells`` × ``cells``
cells, so that it gives at most ``cells``² features, however many points there are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from jiedao.web.points import Points, to_degrees

MOST_CELLS: Final = 8
"""Cells of a tile's side: 64 pixels each, room for a mark with a number."""
DEEPEST: Final = 20
_SAME: Final = 1e-9
"""A share of the world's square, some centimetres: who lies nearer lies at the same place."""


class Tile(NamedTuple):
    """One square of the world at one zoom, counted from the north-west."""

    z: int
    x: int
    y: int

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        side = 2.0**self.z
        lon, lat = to_degrees(
            np.array([self.x, self.x + 1]) / side, np.array([self.y + 1, self.y]) / side
        )
        return float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])


def tile_of(text: str) -> Tile | None:
    """The tile of an address ("z/x/y"); None for what is none."""
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    if any(len(part) > 8 for part in parts):
        return None
    z, x, y = map(int, parts)
    return Tile(z, x, y) if z <= DEEPEST and x < 2**z and y < 2**z else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points of one cell: where their middle is, the weightiest of their tones. ``id`` is that of
    a single point, else 0; ``together`` where nearer looking would not part them."""

    lon: float
    lat: float
    count: int
    tone: int
    id: int = 0
    together: bool = False

    def packed(self) -> list[float | int]:
        """As it is sent: longitude, latitude, how many, tone, id; -1 for what stays together."""
        identity = self.id or (-1 if self.together else 0)
        return [round(self.lon, 6), round(self.lat, 6), self.count, self.tone, identity]


def clusters(
    points: Points, tiles: Collection[Tile], cells: int = MOST_CELLS
) -> dict[Tile, list[Cluster]]:
    """What lies in each of the tiles, all of one zoom."""
    found: dict[Tile, list[Cluster]] = {tile: [] for tile in tiles}
    if not tiles or not len(points):
        return found
    z = next(iter(tiles)).z
    west, east = min(t.x for t in tiles), max(t.x for t in tiles)
    north, south = min(t.y for t in tiles), max(t.y for t in tiles)
    side = 2.0**z
    near = np.flatnonzero(
        (points.x >= west / side) & (points.x < (east + 1) / side)
        & (points.y >= north / side) & (points.y < (south + 1) / side)
    )  # fmt: skip
    if not len(near):
        return found
    column = (points.x[near] * (side * cells)).astype(np.int64)
    row = (points.y[near] * (side * cells)).astype(np.int64)
    for cell_x, cell_y, cluster in _grouped(points, near, column, row, 1 << z, cells):
        tile = Tile(z, cell_x // cells, cell_y // cells)
        if tile in found:
            found[tile].append(cluster)
    return found


def _grouped(
    points: Points, near: Any, column: Any, row: Any, side: int, cells: int
) -> Iterator[tuple[int, int, Cluster]]:
    order = np.argsort(row * (side * cells) + column, kind="stable")
    near, column, row = near[order], column[order], row[order]
    changed = (np.diff(column) != 0) | (np.diff(row) != 0)
    begins = np.concatenate(([0], np.flatnonzero(changed) + 1))
    counts = np.diff(np.concatenate((begins, [len(near)])))
    x, y = points.x[near], points.y[near]
    lon, lat = to_degrees(np.add.reduceat(x, begins) / counts, np.add.reduceat(y, begins) / counts)
    tone = np.minimum.reduceat(points.tone[near], begins)
    wide = np.maximum.reduceat(x, begins) - np.minimum.reduceat(x, begins)
    high = np.maximum.reduceat(y, begins) - np.minimum.reduceat(y, begins)
    together = np.maximum(wide, high) < _SAME
    ids = np.where(counts == 1, points.ids[near[begins]], 0)
    columns = (column[begins], row[begins], lon, lat, counts, tone, ids, together)
    for c, r, a, b, n, t, i, s in zip(*(one.tolist() for one in columns), strict=True):
        yield c, r, Cluster(a, b, n, t, i, s and n > 1)


def box_of(tiles: Collection[Tile]) -> tuple[float, float, float, float]:
    """West, south, east, north of all of them."""
    boxes = np.array([tile.box for tile in tiles])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)
