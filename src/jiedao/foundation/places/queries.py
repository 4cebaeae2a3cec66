"""Reads of places: who sees which, and what maps draw."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.geometry import Plane
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area, AreaShape, Feature
from jiedao.kernel import clock, towns
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""

_DIGITS = 6
"""Decimal places of degrees on maps: a decimetre."""
_SCREEN_M = 1.0
"""What a screen does not show: less than a pixel where a whole cell is in sight."""
_MARGIN = 0.01
ROAD_WIDTHS = {1: 26, 2: 15, 3: 8}
"""Metres drawn for a road of each rank."""


def visible(reach: Reach, on: date | None = None) -> QuerySet[Area]:
    """The areas a reader may know of: those of the own town, valid on a day (today).

    Where things are is no secret inside the office; what happens there is gated by the records.
    """
    return Area.objects.filter(valid_on(on or clock.today()), town_id=reach.town_id)


def visible_area(reach: Reach, area_id: int) -> Area:
    """One area of the reader's town, on whatever day; ``NotFound`` for a stranger's."""
    rows = Area.objects.select_related("parent", "community", "successor")
    area = rows.filter(pk=area_id, town_id=reach.town_id).first()
    if area is None:
        raise NotFound(_("没有这个区域。"), code="no_area")
    return area


def below(town_id: int, area_id: int) -> frozenset[int]:
    """Ids of the area and of everything in it today."""
    return locator_for(town_id).tree.below(area_id)


def above(town_id: int, area_id: int) -> tuple[int, ...]:
    """Ids of the areas that it lies in today, the nearest first."""
    return tuple(row.id for row in locator_for(town_id).tree.above(area_id))


def extent(town_id: int) -> Box | None:
    """The box around everything that is drawn, else around the points; None without either."""
    today = clock.today()
    found = AreaShape.objects.filter(valid_on(today), area__town_id=town_id).aggregate(
        west=Min("min_lon"), south=Min("min_lat"), east=Max("max_lon"), north=Max("max_lat")
    )
    if found["west"] is not None:
        return found["west"], found["south"], found["east"], found["north"]
    found = Area.objects.filter(valid_on(today), town_id=town_id).aggregate(
        west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat")
    )
    if found["west"] is None:
        return None
    return (
        found["west"] - _MARGIN,
        found["south"] - _MARGIN,
        found["east"] + _MARGIN,
        found["north"] + _MARGIN,
    )


def revision_tag(town_id: int, *parts: object) -> str:
    """An ETag for anything made of a town's places: changes when they do."""
    words = "-".join(str(part) for part in (town_id, towns.revision(town_id), *parts))
    return f'"{words}"'


def areas_geojson(
    town_id: int,
    levels: Collection[str],
    *,
    kind: str = "",
    box: Box | None = None,
    on: date | None = None,
    tolerance_m: float = 0.0,
) -> dict[str, Any]:
    """A FeatureCollection of areas with shapes: those whose bounding box meets ``box``.

    Properties: ``id``, ``code``, ``name``, ``level``, ``kind``. ``tolerance_m`` simplifies
    outlines for small scales.
    """
    day = on or clock.today()
    shapes = AreaShape.objects.filter(
        valid_on(day), valid_on(day, "area__"), area__town_id=town_id, area__level__in=levels
    )
    if kind:
        shapes = shapes.filter(area__grid_kind=kind)
    rows = list(
        _meeting(shapes, box)
        .order_by("area__code")
        .values_list(
            *("area_id", "area__code", "area__name", "area__level", "area__grid_kind", "wkb")
        )
    )
    geometries = _geometries([row[5] for row in rows], tolerance_m)
    names = ("id", "code", "name", "level", "kind")
    return _collection(
        (dict(zip(names, row[:5], strict=True)), geometry)
        for row, geometry in zip(rows, geometries, strict=True)
    )


def outlines(area: Area, child_ids: Collection[int]) -> dict[str, Any]:
    """A FeatureCollection of an area and those named, as they are drawn today, else as points."""
    today = clock.today()
    areas = Area.objects.filter(pk__in=[area.pk, *child_ids])
    shapes = AreaShape.objects.filter(valid_on(today), area__in=areas)
    drawn = dict(shapes.values_list("area_id", "wkb"))
    rows = [
        (row, drawn.get(row.pk) or shapely.Point(row.lon, row.lat).wkb)
        for row in areas.order_by("id")
        if row.pk in drawn or row.lon is not None
    ]
    geometries = _geometries([wkb for _row, wkb in rows], 0.0)
    return _collection(
        ({"id": row.pk, "name": row.name, "level": row.level}, geometry)
        for (row, _wkb), geometry in zip(rows, geometries, strict=True)
    )


def features_geojson(
    town_id: int, kinds: Collection[str], *, box: Box | None = None
) -> dict[str, Any]:
    """A FeatureCollection of the base map. Properties: ``name``, and ``width`` of roads in m."""
    features = Feature.objects.filter(town_id=town_id, kind__in=kinds)
    rows = list(
        _meeting(features, box).order_by("-rank", "id").values_list("kind", "name", "rank", "wkb")
    )
    geometries = _geometries([row[3] for row in rows], 0.0)
    return _collection(
        (_drawn(kind, name, rank), geometry)
        for (kind, name, rank, _wkb), geometry in zip(rows, geometries, strict=True)
    )


def _drawn(kind: str, name: str, rank: int) -> dict[str, Any]:
    if kind == Feature.FeatureKind.ROAD:
        return {"name": name, "width": ROAD_WIDTHS.get(rank, ROAD_WIDTHS[3])}
    return {"name": name}


def _meeting(rows: QuerySet[Any], box: Box | None) -> QuerySet[Any]:
    if box is None:
        return rows
    west, south, east, north = box
    return rows.filter(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)


def _geometries(wkbs: list[Any], tolerance_m: float) -> list[dict[str, Any]]:
    """GeoJSON geometries, rounded to what a map can show."""
    if not wkbs:
        return []
    shapes = shapely.from_wkb([bytes(wkb) for wkb in wkbs])
    if tolerance_m:
        plane = Plane(*shapely.get_coordinates(shapes[0])[0])
        shapes = shapely.simplify(shapes, tolerance_m / plane.per_lat)
    return _rounded(shapes)


def _rounded(shapes: Any) -> list[dict[str, Any]]:
    rounded = shapely.transform(shapes, lambda points: np.round(points, _DIGITS))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]


def cells_to_draw(shapes: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
    """GeoJSON geometries, by key, of areas that lie side by side: with no more points than a
    screen shows. A border that two of them share stays shared, so no gaps come up between."""
    if not shapes:
        return {}
    plane = Plane(*shapely.get_coordinates(next(iter(shapes.values())))[0])
    simple = shapely.coverage_simplify(list(shapes.values()), _SCREEN_M / plane.per_lat)
    return dict(zip(shapes, _rounded(simple), strict=True))


def _collection(features: Any) -> dict[str, Any]:
    found: list[Mapping[str, Any]] = [
        {"type": "Feature", **_id(properties), "properties": properties, "geometry": shape}
        for properties, shape in features
    ]
    return {"type": "FeatureCollection", "features": found}


def _id(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The member ``id``, only where there is one: of features that share an id, a null as well,
    the map draws the first and drops the others."""
    return {"id": properties["id"]} if "id" in properties else {}
