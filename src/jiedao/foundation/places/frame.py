"""What places enters into the frame: the base map, where it opens, addresses while one types."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from jiedao.foundation.places import queries
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.naming import level_name
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title
from jiedao.web import slots
from jiedao.web.shell import reach_of

_Features = Callable[[int], Mapping[str, Any]]
_NEAR = 15.5
"""The zoom from which single buildings are drawn."""


def _areas(level: str, kind: str = "") -> _Features:
    return lambda town_id: queries.areas_geojson(town_id, [level], kind=kind)


def _features(*kinds: str) -> _Features:
    return lambda town_id: queries.features_geojson(town_id, kinds)


_LAYERS = (
    slots.BaseLayer("land", Title("陆地", "Land"), "land", _areas("subdistrict"), 10),
    slots.BaseLayer("blocks", Title("街区", "Blocks"), "block", _features("block"), 20),
    slots.BaseLayer("green", Title("绿地", "Green"), "green", _features("green"), 30),
    slots.BaseLayer("water", Title("水系", "Water"), "water", _features("water", "coast"), 40),
    slots.BaseLayer("roads", Title("道路", "Roads"), "road", _features("road"), 50),
    slots.BaseLayer(
        "buildings", Title("楼栋", "Buildings"), "building", _areas("building"), 60, _NEAR
    ),
    slots.BaseLayer(
        "grids", Title("网格", "Grids"), "grid", _areas("grid", "general"), 70, 13, public=False
    ),
    slots.BaseLayer(
        "communities", Title("社区", "Communities"), "community", _areas("community"), 80
    ),
    slots.BaseLayer("edge", Title("街道边界", "Boundary"), "edge", _areas("subdistrict"), 90),
)


def suggest(town_id: int, words: str, limit: int) -> list[slots.Place]:
    """Places for what is being typed: what it names already, then names that go on like it."""
    locator = locator_for(town_id)
    found: dict[object, slots.Place] = {}
    for match in locator.find(words, limit):
        row = locator.area(match.area_id) if match.area_id is not None else None
        text = (row.address or row.name) if row is not None else "".join(match.words)
        key = match.area_id if row is not None else text
        found[key] = slots.Place(text, match.lon, match.lat, row.name if row is not None else "")
    for row in locator.complete(words, limit):
        meta = row.address or level_name(row.level)
        found.setdefault(row.id, slots.Place(row.name, row.lon, row.lat, meta))
    return list(found.values())[:limit]


def find_areas(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Areas by name, for the search over everything."""
    reach = reach_of(request)
    if reach is None:
        return []
    locator = locator_for(reach.town_id)
    return [
        slots.Hit(row.name, reverse("places:area", args=[row.id]), meta=level_name(row.level))
        for row in locator.complete(words, limit)
    ]


def enter() -> None:
    """Called once, when the app is ready."""
    for layer in _LAYERS:
        slots.base_layers.add(layer, declared_by=__name__)
    slots.map_views.add(slots.MapView("places", queries.extent))
    slots.address_suggestions.add(slots.Suggestions("places", suggest))
    slots.search_providers.add(
        slots.SearchProvider("areas", Title("区域", "Areas"), "map-2", find_areas, order=50)
    )
    registry.navigation.add(
        NavigationEntry(
            "areas", Title("区域与网格", "Areas and grids"), "places:areas", "map-2", "", 720,
            gettext_noop("数据底座"),
        ),
        declared_by=__name__,
    )  # fmt: skip
