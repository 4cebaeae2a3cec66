"""Two coordinate systems of the drawing board, and the way to degrees.

The *chart* (u along the shore from the west, v inland from the shore, metres) is where the
town is planned on straight lines. ``to_ground`` bends it smoothly around the bay, so that
avenues follow the water and nothing looks ruled. The bend never folds: its Jacobian stays
positive inside the town, so what tiles the chart tiles the ground.
"""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Array = npt.NDArray[np.float64]

# A spot in open water off the South China coast: the town lies where nothing real lies.
ORIGIN_LON, ORIGIN_LAT = 115.0600, 22.4300
# Metres in a degree at 22.45° N on the WGS-84 ellipsoid.
_METRES_LON, _METRES_LAT = 102_920.0, 110_750.0

SCALE = 0.88
"""Ground metres for a chart metre, before the bend."""

WEST, EAST = 0.0, 5700.0
SOUTH, NORTH = 0.0, 4400.0


def to_ground(u: Array, v: Array) -> tuple[Array, Array]:
    """Chart metres to ground metres."""
    bay = 520.0 * np.exp(-(((u - 2350.0) / 1250.0) ** 2))
    head = -480.0 * np.exp(-(((u - 4750.0) / 620.0) ** 2))
    inland = np.exp(-np.clip(v, -400.0, None) / 2300.0)
    x = u + 95.0 * np.sin(v / 1050.0 + 0.4) + 45.0 * np.sin(u / 830.0 + v / 1900.0)
    y = v + (bay + head) * inland + 70.0 * np.sin(u / 1150.0 - 0.8)
    return x * SCALE, y * SCALE


def ground_line(points: Array, step: float = 28.0) -> shapely.LineString:
    """A chart polyline (n, 2), densified to ``step`` metres and bent onto the ground."""
    dense = densify(points, step)
    x, y = to_ground(dense[:, 0], dense[:, 1])
    return shapely.LineString(np.column_stack([x, y]))


def ground_point(u: float, v: float) -> tuple[float, float]:
    """One chart point on the ground."""
    x, y = to_ground(np.array([u]), np.array([v]))
    return float(x[0]), float(y[0])


def densify(points: Array, step: float) -> Array:
    """The polyline with points at most ``step`` apart."""
    legs = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(legs)])
    count = max(2, int(np.ceil(along[-1] / step)) + 1)
    at = np.unique(np.concatenate([np.linspace(0.0, along[-1], count), along]))
    return np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """A ground shape in WGS-84 degrees; equal vertices stay equal, so tilings stay tilings."""
    return shapely.transform(shape, _degrees)


def _degrees(points: Array) -> Array:
    return np.column_stack(
        [ORIGIN_LON + points[:, 0] / _METRES_LON, ORIGIN_LAT + points[:, 1] / _METRES_LAT]
    )


def rounded(knots: Array, step: float = 20.0, reach: int = 31) -> Array:
    """The polyline with its corners rounded by a moving average of ``reach`` steps; ends stay."""
    points = densify(knots.astype(float), step)
    kernel = np.hanning(reach)
    kernel /= kernel.sum()
    padded = np.pad(points, ((reach // 2, reach // 2), (0, 0)), mode="edge")
    smooth = np.column_stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)])
    smooth[0], smooth[-1] = points[0], points[-1]
    return smooth
