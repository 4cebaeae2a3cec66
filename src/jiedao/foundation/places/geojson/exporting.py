"""Areas as GeoJSON: the same properties that the import reads."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import F

from jiedao.foundation.places.coordinates import Datum, from_wgs84
from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.kernel import clock

_DIGITS = 8
"""Decimal places of degrees: a millimetre."""


def export_areas(
    town_id: int,
    *,
    levels: Collection[str] = (),
    kinds: Collection[str] = (),
    on: date | None = None,
    datum: Datum = Datum.WGS84,
) -> dict[str, Any]:
    """A FeatureCollection of the town's areas on a day, all levels and kinds unless named."""
    day = on or clock.today()
    areas = Area.objects.filter(valid_on(day), town_id=town_id).annotate(
        parent_code=F("parent__code")
    )
    if levels:
        areas = areas.filter(level__in=levels)
    if kinds:
        areas = areas.filter(grid_kind__in=kinds)
    shapes = AreaShape.objects.filter(valid_on(day), area__in=areas)
    drawn = dict(shapes.values_list("area_id", "wkb"))
    features = [
        {
            "type": "Feature",
            "properties": _properties(area),
            "geometry": _geometry(area, drawn.get(area.pk), datum),
        }
        for area in areas.order_by("id")
    ]
    return {"type": "FeatureCollection", "datum": datum.value, "features": features}


def _properties(area: Any) -> dict[str, Any]:
    values = {
        "level": area.level,
        "kind": area.grid_kind,
        "code": area.code,
        "name": area.name,
        "parent": area.parent_code,
        "aliases": area.aliases,
        "address": area.address,
        "valid_from": area.valid_from.isoformat(),
    }
    return {**area.attributes, **{name: value for name, value in values.items() if value}}


def _geometry(area: Area, wkb: Any, datum: Datum) -> dict[str, Any] | None:
    if wkb is not None:
        shape = shapely.from_wkb(bytes(wkb))
    elif area.lon is not None and area.lat is not None:
        shape = shapely.Point(area.lon, area.lat)
    else:
        return None
    if datum not in (Datum.WGS84, Datum.CGCS2000):
        shape = shapely.transform(shape, lambda points: _convert(points, datum))
    rounded = shapely.transform(shape, lambda points: points.round(_DIGITS))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def _convert(points: Any, datum: Datum) -> Any:
    return np.column_stack(from_wgs84(points[:, 0].copy(), points[:, 1].copy(), datum))
