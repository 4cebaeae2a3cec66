"""Do areas overlap, leave gaps, stick out of their parent? Answers in metres and with a point.

Shapes come in metres of a ``Plane`` (``plane.project``), points of answers are WGS-84 degrees.
Borders drawn twice never agree to the millimetre, so what is narrower than a tolerance is
told apart from what is wide: the mean width of a piece is twice its area over its perimeter
(exact for a long strip).
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from jiedao.foundation.places.geometry import Plane, inner_point

NOISE_M2 = 0.05
"""Pieces smaller than this are rounding, not drawing."""


class Piece(NamedTuple):
    """A piece of disagreement: square metres, mean width in metres, a point in it."""

    area: float
    width: float
    lon: float
    lat: float


class Overlap(NamedTuple):
    """Two shapes, by index, that share a surface."""

    first: int
    second: int
    piece: Piece


def overlaps(shapes: Sequence[Any], plane: Plane) -> list[Overlap]:
    """The largest shared piece of each pair of shapes that share one."""
    flat: NDArray[Any] = np.array(shapes, dtype=object)
    one, other = shapely.STRtree(flat).query(flat, predicate="intersects")
    keep = one < other
    one, other = one[keep], other[keep]
    if not len(one):
        return []
    shared = shapely.intersection(flat[one], flat[other])
    found = []
    for index in np.flatnonzero(shapely.area(shared) > NOISE_M2):
        piece = max(_pieces(shared[index], plane), default=None)
        if piece is not None:
            found.append(Overlap(int(one[index]), int(other[index]), piece))
    return found


def outside(child: Any, parent: Any, plane: Plane) -> Piece | None:
    """The largest piece of a child that lies outside its parent, None when all lies within."""
    if shapely.covers(parent, child):
        return None
    return max(_pieces(child.difference(parent), plane), default=None)


def gaps(parent: Any, children: Sequence[Any], plane: Plane) -> list[Piece]:
    """The pieces of a parent that none of its children covers, largest first."""
    covered = shapely.union_all(np.array(children, dtype=object))
    return sorted(_pieces(parent.difference(covered), plane), reverse=True)


def _pieces(geometry: Any, plane: Plane) -> Iterator[Piece]:
    for part in shapely.get_parts(geometry):
        area = float(part.area)
        if part.geom_type == "Polygon" and area > NOISE_M2:
            point = plane.back(*inner_point(part))
            yield Piece(area, 2.0 * area / float(part.length), *point)
