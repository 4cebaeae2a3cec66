"""The nearest of many points or shapes, in metres."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from jiedao.foundation.places.geometry import plane_of


class Nearest:
    """Geometries in WGS-84 degrees, asked for the one nearest to a point.

    Of several at the same distance the first in the order given answers.
    """

    def __init__(self, geometries: Sequence[Any]) -> None:
        self._count = len(geometries)
        if not self._count:
            return
        originals: NDArray[Any] = np.array(geometries, dtype=object)
        self._plane = plane_of(originals)
        self._tree = shapely.STRtree(self._plane.project(originals))

    def to(self, lon: float, lat: float, within_m: float) -> tuple[int, float] | None:
        """(index, distance in metres; 0 inside a shape), or None beyond ``within_m``."""
        if not self._count or within_m <= 0:
            return None
        point = shapely.points(*self._plane.forward(lon, lat))
        indices, distances = self._tree.query_nearest(
            point, max_distance=within_m, return_distance=True
        )
        if not len(indices):
            return None
        return int(indices.min()), float(distances[0])

    def to_many(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64], within_m: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """``to`` for arrays: indices (-1 for none) and distances in metres (inf for none)."""
        found = np.full(len(lons), -1, dtype=np.int64)
        metres = np.full(len(lons), np.inf)
        if not self._count or not len(lons) or within_m <= 0:
            return found, metres
        plane = self._plane
        points = shapely.points(
            (lons - plane.lon) * plane.per_lon, (lats - plane.lat) * plane.per_lat
        )
        (asked, indices), distances = self._tree.query_nearest(
            points, max_distance=within_m, return_distance=True
        )
        # Ties come in no particular order: the smallest index is written last.
        order = np.lexsort((-indices, asked))
        found[asked[order]] = indices[order]
        metres[asked] = distances
        return found, metres
