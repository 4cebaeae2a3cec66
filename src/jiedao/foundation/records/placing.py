"""Where a record lies: by its point, its area, or its address; what follows is filled in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.places.locator import Locator, Place, locator_for
from jiedao.foundation.records.models import Record
from jiedao.kernel.errors import Invalid
from jiedao.web.widgets import LonLat

_SURE = 0.6


def places_of(town_id: int, points: Sequence[LonLat | None]) -> list[Place | None]:
    """Where each of many points lies, in one question; None for no point, or one outside."""
    locator = locator_for(town_id)
    inside = [n for n, at in enumerate(points) if at is not None and locator.contains(*at)]
    found = locator.places_at([at for n in inside if (at := points[n]) is not None])
    places = dict(zip(inside, found, strict=True))
    return [places.get(n) for n in range(len(points))]


def place(
    record: Record, point: LonLat | None, area_id: int | None, found: Place | None = None
) -> None:
    """Fill in point, building, grid and community. Raises Invalid for a point outside the town.
    ``found`` is where the point lies, for whoever has asked for many together."""
    locator = locator_for(record.town_id)
    record.lon = record.lat = None
    record.building_id = record.grid_id = record.community_id = None
    if point is not None and found is not None:
        record.lon, record.lat = point
        _take(record, found)
    elif point is not None:
        _by_point(record, locator, point)
    elif area_id is not None:
        _by_area(record, locator, area_id)
    elif record.address:
        _by_words(record, locator)


def _by_point(record: Record, locator: Locator, point: LonLat) -> None:
    if not locator.contains(point.lon, point.lat):
        raise Invalid(
            _("这个位置不在本街道范围内，请在地图上重新选点。"), field="place", code="outside_town"
        )
    record.lon, record.lat = point
    _take(record, locator.place_at(point.lon, point.lat))


def _by_area(record: Record, locator: Locator, area_id: int) -> None:
    if locator.area(area_id) is None:
        raise Invalid(_("没有这个社区或网格。"), field="area", code="no_area")
    _take(record, locator.place_of(area_id))


def _by_words(record: Record, locator: Locator) -> None:
    matches = locator.find(record.address, limit=1)
    if not matches or matches[0].score < _SURE:
        return
    best = matches[0]
    if best.lon is not None and best.lat is not None and locator.contains(best.lon, best.lat):
        record.lon, record.lat = best.lon, best.lat
        _take(record, locator.place_of_match(best))


def _take(record: Record, found: Any) -> None:
    record.building_id, record.grid_id = found.building_id, found.grid_id
    record.community_id = found.community_id
