"""Point in polygon over many polygons, by a raster of cells.

A cell that lies wholly inside one polygon and touches no other answers by itself; a cell that
a border crosses holds its few candidates, which are then asked exactly. Most points never
meet a polygon, which is what makes a single question cost about a microsecond.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_CELLS_PER_POLYGON = 64
_CELLS = (1024, 262_144)
"""Fewest and most cells: rather less than half of them are crossed by a border, whatever the count."""

_OUTSIDE = -1


class Raster:
    """Polygons of one kind, asked for the one that covers a point.

    ``shapes`` are shapely (multi)polygons in any planar or geographic coordinates. Where
    several cover a point (a shared border, a sliver of overlap) the first of them answers, so
    the order given decides and stays the same from run to run.
    """

    def __init__(self, shapes: Sequence[Any]) -> None:
        self._shapes: NDArray[Any] = np.array(shapes, dtype=object)
        self._empty = not len(self._shapes)
        if self._empty:
            return
        shapely.prepare(self._shapes)
        self._lay_out()
        self._fill()

    def at(self, x: float, y: float) -> int:
        """Index of the first polygon that covers the point (border included), or -1."""
        if self._empty:
            return _OUTSIDE
        column = (x - self._west) * self._per_x
        row = (y - self._south) * self._per_y
        # Written so that NaN is outside too.
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return _OUTSIDE
        answer: int = self._flat[int(row) * self._columns + int(column)]
        if answer >= _OUTSIDE:
            return answer
        for index in self._candidates[-2 - answer]:
            if shapely.intersects_xy(self._shapes[index], x, y):
                return index
        return _OUTSIDE

    def at_many(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.int64]:
        """``at`` for arrays of equal length."""
        answers = np.full(len(xs), _OUTSIDE, dtype=np.int64)
        if self._empty:
            return answers
        with np.errstate(invalid="ignore"):
            columns = (xs - self._west) * self._per_x
            rows = (ys - self._south) * self._per_y
            within = (columns >= 0) & (columns < self._columns)
            within &= (rows >= 0) & (rows < self._rows)
        inside = np.flatnonzero(within)
        cells = rows[inside].astype(np.int64) * self._columns + columns[inside].astype(np.int64)
        found = self._cells[cells]
        answers[inside] = found
        unsure = np.flatnonzero(found < _OUTSIDE)
        if len(unsure):
            points = inside[unsure]
            answers[points] = self._ask(xs[points], ys[points], -2 - found[unsure])
        return answers

    def _lay_out(self) -> None:
        """Size the raster to the polygons' bounding box, with a hair of margin."""
        west, south, east, north = shapely.total_bounds(self._shapes)
        margin = max(east - west, north - south, 1e-9) * 1e-6
        self._west, self._south = float(west - margin), float(south - margin)
        width, height = float(east + margin - self._west), float(north + margin - self._south)
        wanted = min(max(len(self._shapes) * _CELLS_PER_POLYGON, _CELLS[0]), _CELLS[1])
        self._columns = max(1, min(wanted, round(math.sqrt(wanted * width / height))))
        self._rows = max(1, wanted // self._columns)
        self._per_x, self._per_y = self._columns / width, self._rows / height

    def _fill(self) -> None:
        """Decide each cell: the polygon, nothing, or the number of its list of candidates."""
        boxes = self._boxes()
        tree = shapely.STRtree(boxes)
        owners, touched = tree.query(self._shapes, predicate="intersects")
        sole_owners, filled = tree.query(self._shapes, predicate="contains_properly")
        cells = np.full(len(boxes), _OUTSIDE, dtype=np.int64)
        cells[filled] = sole_owners
        touches = np.bincount(touched, minlength=len(boxes))
        own = np.zeros(len(boxes), dtype=bool)
        own[filled] = True
        shared = np.flatnonzero((touches > 1) | ((touches == 1) & ~own))
        number = np.full(len(boxes), -1, dtype=np.int64)
        number[shared] = np.arange(len(shared))
        cells[shared] = -2 - number[shared]
        ordered = np.lexsort((owners, touched))
        ordered = ordered[number[touched[ordered]] >= 0]
        self._pool = owners[ordered].astype(np.int64)
        self._starts = np.concatenate([[0], np.cumsum(touches[shared])]).astype(np.int64)
        self._cells = cells
        # Python lists answer a single question several times faster than arrays do.
        self._flat = cells.tolist()
        pool = self._pool.tolist()
        starts = self._starts.tolist()
        self._candidates: list[tuple[int, ...]] = [
            tuple(pool[start:end]) for start, end in itertools.pairwise(starts)
        ]

    def _boxes(self) -> NDArray[Any]:
        """The cells as boxes, a hair larger than they are: no rounding can lose a candidate."""
        hair = 1e-9
        columns = np.tile(np.arange(self._columns), self._rows)
        rows = np.repeat(np.arange(self._rows), self._columns)
        boxes: NDArray[Any] = shapely.box(
            self._west + (columns - hair) / self._per_x,
            self._south + (rows - hair) / self._per_y,
            self._west + (columns + 1 + hair) / self._per_x,
            self._south + (rows + 1 + hair) / self._per_y,
        )
        return boxes

    def _ask(
        self, xs: NDArray[np.float64], ys: NDArray[np.float64], lists: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The first candidate of each point's list that covers it."""
        answers = np.full(len(xs), _OUTSIDE, dtype=np.int64)
        starts, ends = self._starts[lists], self._starts[lists + 1]
        open_points = np.arange(len(xs))
        turn = 0
        while len(open_points):
            candidates = self._pool[starts[open_points] + turn]
            hit = shapely.intersects_xy(self._shapes[candidates], xs[open_points], ys[open_points])
            answers[open_points[hit]] = candidates[hit]
            turn += 1
            open_points = open_points[~hit]
            open_points = open_points[starts[open_points] + turn < ends[open_points]]
        return answers
