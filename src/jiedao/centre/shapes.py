"""Areas and lines of a layer that can be drawn: what is wrong with one is mended or left out, so
that it never takes the map with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape as shape_of

from jiedao.web.points import NORTHMOST, TONES, Detail

_KEPT: Final = ("tone", "title", "label", "url", "quiet", "shade")
_PLACES: Final = 6
_ROUGH: Final = 200
"""Corners from which a shape is drawn with no more of them than a screen shows."""
_DRAWABLE: Final = frozenset({"Polygon", "MultiPolygon", "LineString", "MultiLineString"})
_POINTS: Final = frozenset({"Point", "MultiPoint"})


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Shapes with their properties, and their bounds (west, south, east, north) for picking."""

    geometries: Sequence[Any] = ()
    properties: Sequence[Mapping[str, Any]] = ()
    bounds: npt.NDArray[np.float64] | None = None

    def within(
        self, box: tuple[float, float, float, float], zoom: int, most: int
    ) -> list[dict[str, Any]]:
        """Those that reach into the box as GeoJSON; the largest where there are too many."""
        if self.bounds is None or not len(self.geometries):
            return []
        west, south, east, north = box
        b = self.bounds
        inside = np.flatnonzero(
            (b[:, 0] <= east) & (b[:, 2] >= west) & (b[:, 1] <= north) & (b[:, 3] >= south)
        )
        if len(inside) > most:
            size = (b[inside, 2] - b[inside, 0]) + (b[inside, 3] - b[inside, 1])
            inside = inside[np.argsort(-size, kind="stable")[:most]]
        pixel = 360 / (512 * 2**zoom)
        return [self._feature(int(index), pixel) for index in inside]

    def tones(self) -> dict[str, int]:
        """How many there are of each colour; the quiet ones say nothing."""
        told = [one.get("tone", "neutral") for one in self.properties if not one.get("quiet")]
        return {tone: told.count(tone) for tone in TONES if tone in told}

    def _feature(self, index: int, pixel: float) -> dict[str, Any]:
        geometry = self.geometries[index]
        if shapely.get_num_coordinates(geometry) > _ROUGH:
            geometry = shapely.simplify(geometry, pixel / 2)
        return {
            "type": "Feature",
            "id": index,
            "geometry": shapely.geometry.mapping(geometry),
            "properties": self.properties[index],
        }


@dataclass(frozen=True, slots=True)
class Sorted:
    """A layer's features: points as rows, shapes, and how many could not be drawn."""

    rows: list[tuple[int, float, float, int]]
    details: dict[int, Detail]
    shapes: Shapes
    faulty: int


def sort_out(features: Iterable[Any]) -> Sorted:
    """GeoJSON features as the map draws them."""
    rows: list[tuple[int, float, float, int]] = []
    details: dict[int, Detail] = {}
    geometries, properties, faulty = [], [], 0
    for feature in features:
        geometry = mended(feature)
        if geometry is None:
            faulty += 1
            continue
        said = feature.get("properties") or {}
        if geometry.geom_type in _POINTS:
            for point in shapely.get_parts(geometry):
                number = len(rows) + 1
                detail = _detail(said)
                rows.append((number, point.x, point.y, TONES.index(detail.tone)))
                details[number] = detail
        else:
            geometries.append(geometry)
            properties.append({name: said[name] for name in _KEPT if name in said})
    bounds = shapely.bounds(np.array(geometries, dtype=object)) if geometries else None
    return Sorted(rows, details, Shapes(geometries, properties, bounds), faulty)


def _detail(said: Mapping[str, Any]) -> Detail:
    tone = str(said.get("tone") or "")
    return Detail(
        str(said.get("title") or ""),
        str(said.get("url") or ""),
        tone if tone in TONES else "neutral",
    )


def mended(feature: Any) -> Any | None:
    """The feature's geometry as shapely has it, valid and in this world; None for what cannot be
    drawn: no geometry, no number, nothing left of it."""
    try:
        with np.errstate(all="ignore"):
            found = shape_of(feature["geometry"])
        corners = shapely.get_coordinates(found)
    except (shapely.errors.ShapelyError, LookupError, TypeError, ValueError, AttributeError):
        return None
    if not len(corners) or not np.isfinite(corners).all():
        return None
    if np.abs(corners[:, 0]).max() > 180 or np.abs(corners[:, 1]).max() > NORTHMOST:
        return None
    if not shapely.is_valid(found):
        found = _drawable(shapely.make_valid(found))
    if found is None or found.is_empty:
        return None
    return shapely.transform(found, lambda there: np.round(there, _PLACES))


def _drawable(geometry: Any) -> Any | None:
    """The areas of what was mended, or else its lines."""
    parts = list(_parts(geometry))
    areas = [one for one in parts if one.geom_type == "Polygon"]
    lines = [one for one in parts if one.geom_type == "LineString"]
    if areas:
        return shapely.union_all(areas)
    return shapely.union_all(lines) if lines else None


def _parts(geometry: Any) -> Iterator[Any]:
    if geometry.geom_type in _DRAWABLE | {"GeometryCollection"}:
        for part in shapely.get_parts(geometry):
            yield from _parts(part) if part.geom_type.startswith(("Multi", "Geo")) else (part,)
