"""Where a request lies: from its coordinates, else from its address, else from its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jiedao.foundation.places.coordinates import Datum, to_wgs84
from jiedao.foundation.places.gazetteer import Match
from jiedao.foundation.places.locator import Locator, locator_for
from jiedao.kernel.errors import Invalid

if TYPE_CHECKING:
    from jiedao.engines.cases.actions.incoming import NewCase

OUTSIDE = "outside_town"
FOUND_IN_ADDRESS = "place_from_address"
FOUND_IN_TEXT = "place_from_text"
_SURE_ENOUGH = 0.6
"""Below this score a place found in free text is not taken: a person places the case."""


@dataclass(slots=True)
class Placed:
    """The place as far as it is known; ``attributes`` keeps what came in when converted."""

    lon: float | None = None
    lat: float | None = None
    address: str = ""
    community_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    marks: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)


def place(town_id: int, new: NewCase) -> Placed:
    """Place a request. Points outside the town are refused from the public, marked from others.

    Raises Invalid when the coordinates are not on Earth, or lie outside the town and the
    channel is one that the public fills in.
    """
    placed = Placed(address=new.address, grid_id=new.grid_id)
    locator = locator_for(town_id)
    if new.longitude is not None and new.latitude is not None:
        _by_point(placed, locator, new)
    elif not new.find_place:
        return placed
    elif new.address and _by_words(placed, locator, new.address):
        placed.marks.append(FOUND_IN_ADDRESS)
    elif not new.address and _by_words(placed, locator, new.text):
        placed.marks.append(FOUND_IN_TEXT)
    return placed


PUBLIC_CHANNELS = frozenset({"public_page", "snap", "open311", "api"})


def _by_point(placed: Placed, locator: Locator, new: NewCase) -> None:
    assert new.longitude is not None
    assert new.latitude is not None
    lon, lat = to_wgs84(new.longitude, new.latitude, new.datum)
    if new.datum is not Datum.WGS84:
        placed.attributes["source_point"] = [new.longitude, new.latitude, new.datum.value]
    placed.lon, placed.lat = float(lon), float(lat)
    if not _lies_in(placed, locator) and new.channel in PUBLIC_CHANNELS:
        raise Invalid(
            _("这个位置不在本街道范围内，请在地图上重新选点。"),
            field="longitude",
            code="outside_town",
        )


def check_point(lon: float, lat: float) -> None:
    """Refuse coordinates that are nowhere on Earth."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Invalid(_("经纬度不对，请在地图上重新选点。"), field="longitude", code="bad_point")


def locate(town_id: int, placed: Placed, lon: float, lat: float) -> None:
    """Place at a WGS-84 point that an official chose; outside the town it is marked."""
    placed.lon, placed.lat = lon, lat
    _lies_in(placed, locator_for(town_id))


def _lies_in(placed: Placed, locator: Locator) -> bool:
    """Fill in the areas around the point; False (and a mark) when it is outside the town."""
    assert placed.lon is not None
    assert placed.lat is not None
    if not locator.contains(placed.lon, placed.lat):
        placed.marks.append(OUTSIDE)
        return False
    found = locator.place_at(placed.lon, placed.lat)
    placed.community_id, placed.grid_id = found.community_id, found.grid_id
    placed.building_id = found.building_id
    return True


def _by_words(placed: Placed, locator: Locator, words: str) -> bool:
    matches = locator.find(words, limit=3)
    if not matches or not _sure(matches, locator):
        return False
    best = matches[0]
    placed.lon, placed.lat = best.lon, best.lat
    if placed.lon is None or placed.lat is None or not _lies_in(placed, locator):
        return False
    placed.building_id = locator.place_of_match(best).building_id
    return True


def _sure(matches: list[Match], locator: Locator) -> bool:
    """One place is clearly meant, or several that are equally good and lie in one grid: the
    two houses of one number, where whoever goes will find the matter."""
    best = matches[0].score
    if best >= _SURE_ENOUGH:
        return True
    rivals = [match for match in matches if match.score > best * 0.9]
    grids = {
        locator.place_at(match.lon, match.lat).grid_id
        for match in rivals
        if match.lon is not None and match.lat is not None
    }
    return len(rivals) > 1 and best * len(rivals) >= _SURE_ENOUGH and len(grids) == 1
