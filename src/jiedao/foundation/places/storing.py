"""Shapes to rows and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely

from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.models import AreaShape

_SAME_AS_KEPT = (Datum.WGS84, Datum.CGCS2000)


def shape_row(
    area_id: int,
    shape: Any,
    valid_from: date,
    datum: Datum,
    source: Mapping[str, Any] | None,
) -> AreaShape:
    """An unsaved shape; ``shape`` is in WGS-84, ``source`` what came in if that was not."""
    west, south, east, north = shape.bounds
    return AreaShape(
        area_id=area_id,
        valid_from=valid_from,
        wkb=shapely.to_wkb(shape),
        min_lon=west,
        min_lat=south,
        max_lon=east,
        max_lat=north,
        datum=datum.value,
        source=None if source is None or datum in _SAME_AS_KEPT else dict(source),
    )


def shape_of(row: AreaShape) -> Any:
    """The shapely geometry of a stored shape, in WGS-84 degrees."""
    return shapely.from_wkb(bytes(row.wkb))
