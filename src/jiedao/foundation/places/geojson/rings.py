"""GeoJSON geometry → shapely, with every fault of a ring told where it is."""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.validation import explain_validity

from jiedao.foundation.places.coordinates import Datum, in_china, to_wgs84

_AT = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)\]")
_SWAPPED_LON, _SWAPPED_LAT = (3.0, 54.0), (73.0, 136.0)
_METRES = 1000.0
_SHAPES = ("Point", "Polygon", "MultiPolygon")


class Fault(Exception):
    """What is wrong with a geometry: a code, a sentence, a place in the file's coordinates."""

    def __init__(self, code: str, sentence: str, at: tuple[float, float] | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.at = code, sentence, at


def read_geometry(geometry: Any) -> Any:
    """The shapely geometry of a GeoJSON one, in the file's coordinates, only x and y.

    Raises ``Fault`` for anything that is not a sound point, polygon or multipolygon of
    longitudes and latitudes.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        raise Fault("wrong_geometry", _("图形须是点、面或多面。"))
    coordinates = geometry.get("coordinates")
    if geometry["type"] == "Point":
        point = _positions([coordinates])[0]
        check_degrees([point])
        return shapely.Point(point)
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise Fault("too_few_points", _("面没有坐标。"))
    parts = [_polygon(rings) for rings in polygons]
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    if not shape.is_valid:
        raise _invalid(shape)
    if shape.area == 0:
        raise Fault("no_area", _("面没有面积。"), parts[0].exterior.coords[0])
    return shape


def check_degrees(points: Sequence[tuple[float, float]]) -> None:
    """Raise ``Fault`` where numbers cannot be longitude and latitude in China."""
    for x, y in points:
        if abs(x) > _METRES or abs(y) > _METRES:
            raise Fault("metres", _("坐标像是以米为单位的平面坐标，请转换为经纬度。"), (x, y))
        if _between(x, _SWAPPED_LON) and _between(y, _SWAPPED_LAT):
            raise Fault("swapped", _("经度和纬度像是写反了，应先经度后纬度。"), (y, x))
        if abs(x) > 180 or abs(y) > 90:
            raise Fault("not_on_earth", _("坐标超出经纬度的范围。"), (x, y))
        if not in_china(x, y):
            raise Fault("outside_china", _("坐标不在中国范围内。"), (x, y))


def in_wgs84(shape: Any, datum: Datum) -> Any:
    """The shape converted to WGS-84."""
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return shape

    def convert(points: Any) -> Any:
        columns = to_wgs84(points[:, 0].copy(), points[:, 1].copy(), datum)
        return np.column_stack(columns)

    return shapely.transform(shape, convert)


def _polygon(rings: Any) -> Any:
    if not isinstance(rings, list) or not rings:
        raise Fault("too_few_points", _("面没有坐标。"))
    read = [_ring(ring) for ring in rings]
    return shapely.Polygon(read[0], read[1:])


def _ring(ring: Any) -> list[tuple[float, float]]:
    points = _positions(ring)
    check_degrees(points)
    if points and points[0] != points[-1]:
        raise Fault("unclosed_ring", _("边界没有闭合：首尾两点须相同。"), points[-1])
    if len(set(points)) < 3:
        raise Fault(
            "too_few_points", _("边界至少要有三个不同的点。"), points[0] if points else None
        )
    return points


def _positions(values: Any) -> list[tuple[float, float]]:
    if not isinstance(values, list):
        raise Fault("bad_coordinates", _("坐标须是数字的列表。"))
    return [_position(value) for value in values]


def _position(value: Any) -> tuple[float, float]:
    if isinstance(value, list) and len(value) >= 2:
        x, y = value[0], value[1]
        numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in (x, y))
        if numbers and math.isfinite(x) and math.isfinite(y):
            return float(x), float(y)
    raise Fault("bad_coordinates", _("坐标须是数字的列表。"))


def _invalid(shape: Any) -> Fault:
    """The fault that GEOS found, in our words and with its place."""
    reason = explain_validity(shape)
    where = _AT.search(reason)
    at = (float(where[1]), float(where[2])) if where else None
    if "Self-intersection" in reason:
        return Fault("self_crossing", _("边界自己相交。"), at)
    if "Hole" in reason or "hole" in reason:
        return Fault("bad_hole", _("面里的洞不在面内，或互相重叠。"), at)
    return Fault("invalid_ring", _("边界无效：自己相接或部分重叠。"), at)


def _between(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
