"""Finding the parents that a document leaves out, by where things lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiedao.foundation.places.geojson.reading import Feature
from jiedao.foundation.places.geometry import inner_point
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.nearest import Nearest
from jiedao.foundation.places.raster import Raster

_INDOORS_M = 15.0
_MOSTLY = 0.98
_GENERAL = (Area.Level.GRID, Area.GridKind.GENERAL)
_ABOVE: dict[str, tuple[tuple[str, str], ...]] = {
    Area.Level.COMMUNITY: ((Area.Level.SUBDISTRICT, ""),),
    Area.Level.GRID: ((Area.Level.COMMUNITY, ""), (Area.Level.SUBDISTRICT, "")),
    Area.Level.BUILDING: (_GENERAL, (Area.Level.COMMUNITY, "")),
    Area.Level.PREMISES: ((Area.Level.BUILDING, ""), _GENERAL, (Area.Level.COMMUNITY, "")),
}


@dataclass(frozen=True, slots=True)
class Known:
    """An area that may be a parent: from the document or the database."""

    code: str
    level: str
    grid_kind: str
    name: str
    parent_code: str
    shape: Any
    """Shapely polygon or point in WGS-84, None where it has neither."""


def hang(features: Sequence[Feature], known: Mapping[str, Known]) -> None:
    """Give each feature without a parent the code of the area that it lies in."""
    covers: dict[tuple[str, str], _Cover] = {}
    for feature in features:
        point = _point(feature)
        if feature.new.parent_code or point is None:
            continue
        for group in _ABOVE.get(feature.new.level, ()):
            if group not in covers:
                covers[group] = _Cover(group, known)
            code = covers[group].at(*point)
            if code and _holds(known[code], feature):
                feature.new = replace(feature.new, parent_code=code)
                break


class _Cover:
    """Areas of one level and kind, asked for the one at a point."""

    def __init__(self, group: tuple[str, str], known: Mapping[str, Known]) -> None:
        found = [
            area
            for area in known.values()
            if (area.level, area.grid_kind) == group and area.shape is not None
        ]
        found.sort(key=lambda area: area.code)
        self._codes = [area.code for area in found]
        self._near = group[0] == Area.Level.BUILDING
        shapes = [area.shape for area in found]
        self._index: Any = Nearest(shapes) if self._near else Raster(shapes)

    def at(self, lon: float, lat: float) -> str:
        if self._near:
            found = self._index.to(lon, lat, _INDOORS_M)
            return self._codes[found[0]] if found else ""
        index = self._index.at(lon, lat)
        return self._codes[index] if index >= 0 else ""


def _holds(parent: Known, feature: Feature) -> bool:
    """A police grid may lie across communities: then it belongs to none of them."""
    if feature.new.grid_kind in ("", Area.GridKind.GENERAL) or feature.new.shape is None:
        return True
    shared = feature.new.shape.intersection(parent.shape).area
    return bool(shared >= _MOSTLY * feature.new.shape.area)


def _point(feature: Feature) -> tuple[float, float] | None:
    if feature.new.shape is not None:
        return inner_point(feature.new.shape)
    if feature.lon is None or feature.lat is None:
        return None
    return feature.lon, feature.lat
