"""Chinese coordinate systems to WGS-84 and back.

Inside the system every coordinate is WGS-84 longitude and latitude in degrees. What comes in
may be GCJ-02 (高德, 腾讯), BD-09 (百度) or CGCS2000 (天地图, EPSG:4490).

GCJ-02 was never published; the polynomial used by everybody is the one recovered in
``ChinaMapShift`` (2010) and carried on by ``eviltransform`` (googollee, MIT) and
``coordtransform`` (wandergis, MIT), on the Krasovsky 1940 ellipsoid. BD-09 is Baidu's further
rotation of GCJ-02, from the same sources. Neither has a closed inverse: the inverses here
iterate to below a millimetre, where the usual one-step inverse is off by up to some metres.

CGCS2000 and WGS-84 differ by a frame epoch and by 1e-13 in flattening: some decimetres in
China, growing by about 3 cm a year with the plate. No address or boundary here is that
exact, so the two are taken as one.
"""

import math
from enum import StrEnum
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Datum(StrEnum):
    """The coordinate system of a longitude and latitude."""

    WGS84 = "WGS84"
    GCJ02 = "GCJ02"
    BD09 = "BD09"
    CGCS2000 = "CGCS2000"


CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which the published polynomial is applied."""

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_BAIDU_PI = math.pi * 3000.0 / 180.0
_BAIDU_SHIFT = (0.0065, 0.006)
_ROUNDS = 6
"""Each round of the inverse shrinks the error over a hundred times: 6 reach machine precision."""


@overload
def to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]: ...
@overload
def to_wgs84(lon: Floats, lat: Floats, datum: Datum) -> tuple[Floats, Floats]: ...
def to_wgs84(lon: Any, lat: Any, datum: Datum) -> tuple[Any, Any]:
    """WGS-84 degrees of a point, or of arrays of points, given in ``datum``.

    Points outside the box ``CHINA`` come back unchanged.
    """
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return lon, lat
    return _inverse(_FORWARD[datum], lon, lat)


@overload
def from_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]: ...
@overload
def from_wgs84(lon: Floats, lat: Floats, datum: Datum) -> tuple[Floats, Floats]: ...
def from_wgs84(lon: Any, lat: Any, datum: Datum) -> tuple[Any, Any]:
    """The point, or arrays of points, of WGS-84 degrees in ``datum``."""
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return lon, lat
    return _keep_abroad(lon, lat, lon, lat, *_FORWARD[datum](lon, lat))


def in_china(lon: Any, lat: Any) -> Any:
    """Whether the point lies in the box ``CHINA``; a boolean array for arrays."""
    west, south, east, north = CHINA
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _library(value: Any) -> Any:
    """numpy for arrays, the much faster ``math`` for single numbers."""
    return np if isinstance(value, np.ndarray) else math


def _waves(m: Any, value: Any, *waves: tuple[float, float]) -> Any:
    """The sum of amplitude · sin(value · frequency · π) over (amplitude, frequency)."""
    total = 0.0
    for amplitude, frequency in waves:
        total = total + amplitude * m.sin(value * (frequency * math.pi))
    return total * (2.0 / 3.0)


def _gcj02(lon: Any, lat: Any) -> tuple[Any, Any]:
    """GCJ-02 of WGS-84, wherever the point lies."""
    m = _library(lon)
    x, y = lon - 105.0, lat - 35.0
    root = m.sqrt(m.fabs(x))
    ripple = _waves(m, x, (20.0, 6.0), (20.0, 2.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north = north + _waves(m, y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east = east + _waves(m, x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
    radians = lat * (math.pi / 180.0)
    sine = m.sin(radians)
    magic = 1.0 - _ECCENTRICITY_2 * sine * sine
    meridian = _SEMI_MAJOR * (1.0 - _ECCENTRICITY_2) / (magic * m.sqrt(magic)) * math.pi / 180.0
    parallel = _SEMI_MAJOR / m.sqrt(magic) * m.cos(radians) * math.pi / 180.0
    return lon + east / parallel, lat + north / meridian


def _bd09(lon: Any, lat: Any) -> tuple[Any, Any]:
    """BD-09 of WGS-84, wherever the point lies."""
    m = _library(lon)
    x, y = _gcj02(lon, lat)
    radius = m.sqrt(x * x + y * y) + 0.00002 * m.sin(y * _BAIDU_PI)
    angle = m.atan2(y, x) + 0.000003 * m.cos(x * _BAIDU_PI)
    return radius * m.cos(angle) + _BAIDU_SHIFT[0], radius * m.sin(angle) + _BAIDU_SHIFT[1]


_FORWARD = {Datum.GCJ02: _gcj02, Datum.BD09: _bd09}


def _inverse(forward: Any, lon: Any, lat: Any) -> tuple[Any, Any]:
    """The point that ``forward`` sends to (lon, lat), by fixed-point iteration."""
    x, y = wanted_lon, wanted_lat = _near_china(lon, lat)
    for _ in range(_ROUNDS):
        sent_x, sent_y = forward(x, y)
        x, y = x + (wanted_lon - sent_x), y + (wanted_lat - sent_y)
    # Whether a point is abroad is decided by where it really is, not by where it was shown.
    return _keep_abroad(x, y, lon, lat, x, y)


def _near_china(lon: Any, lat: Any) -> tuple[Any, Any]:
    """The point, moved to the nearest one a degree around ``CHINA``: elsewhere the iteration
    leaves the Earth. Where it was moved, the result is abroad too."""
    west, south, east, north = CHINA
    if isinstance(lon, np.ndarray):
        return np.clip(lon, west - 1, east + 1), np.clip(lat, south - 1, north + 1)
    return min(max(lon, west - 1), east + 1), min(max(lat, south - 1), north + 1)


def _keep_abroad(
    lon: Any, lat: Any, as_is_lon: Any, as_is_lat: Any, new_lon: Any, new_lat: Any
) -> tuple[Any, Any]:
    """The new point where (lon, lat) is in China, the point as it is elsewhere."""
    home = in_china(lon, lat)
    if isinstance(lon, np.ndarray):
        return np.where(home, new_lon, as_is_lon), np.where(home, new_lat, as_is_lat)
    return (new_lon, new_lat) if home else (as_is_lon, as_is_lat)
