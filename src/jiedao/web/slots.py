"""Where upper floors fill the frame: typed, by key, closed after start-up.

The rail's lines enter ``kernel.registry.navigation``; everything else of the frame enters here,
from the ``ready()`` of whoever offers it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding of the search over everything."""

    title: object
    url: str
    meta: object = ""
    tone: str = ""
    panel: bool = True


@dataclass(frozen=True, slots=True)
class SearchProvider:
    """A kind of thing that the search box finds: ``find(request, words, limit)``.

    It sees only what the reader may see, answers within 100 ms, and returns at most ``limit``.
    """

    key: str
    titles: Title
    icon: str
    find: Callable[[HttpRequest, str, int], Iterable[Hit]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """A layer of the quiet base map, drawn from the town's own data.

    ``features(town_id)`` gives a GeoJSON FeatureCollection in WGS-84; ``style`` names how it is
    drawn (land block green water road building grid community edge); ``min_zoom`` keeps fine
    things away until one is near. A layer that is not ``public`` needs a signed-in reader.
    Answers are kept per town revision.
    """

    key: str
    titles: Title
    style: str
    features: Callable[[int], Mapping[str, Any]]
    order: int = 100
    min_zoom: float = 0
    public: bool = True


@dataclass(frozen=True, slots=True)
class MapView:
    """Where a town's map opens: (min lon, min lat, max lon, max lat) in WGS-84, or None."""

    key: str
    extent: Callable[[int], tuple[float, float, float, float] | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A place offered while an address is being typed."""

    text: str
    lon: float | None = None
    lat: float | None = None
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The gazetteer behind address boxes: ``suggest(town_id, text, limit)``."""

    key: str
    suggest: Callable[[int, str, int], Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Bar:
    """What the top bar asks of the staff floor. ``unread`` and ``cover`` are asked once a page;
    the rest are addresses."""

    key: str
    unread: Callable[[HttpRequest], int]
    cover: Callable[[HttpRequest], str]
    notices_url: Callable[[HttpRequest], str]
    account_url: Callable[[HttpRequest], str]
    sign_in_url: Callable[[HttpRequest], str]
    sign_out_url: Callable[[HttpRequest], str]


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """Something to show beside a record of another floor's kind: earlier requests of this
    person, cases at this place. ``render(request, record)`` gives HTML, or "" for nothing; where
    ``titles`` are empty it has its own headings."""

    key: str
    kind: str
    titles: Title
    render: Callable[[HttpRequest, Any], str]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card of the first page after signing in; "" leaves it out."""

    key: str
    titles: Title
    render: Callable[[HttpRequest], str]
    permission: str = ""
    order: int = 100
    wide: bool = False


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A further filter (``web.list_filters``) for the list with that key."""

    key: str
    list_key: str
    filter: Any


search_providers: Slot[SearchProvider] = Slot("search_providers", SearchProvider)
base_layers: Slot[BaseLayer] = Slot("base_layers", BaseLayer)
map_views: Slot[MapView] = Slot("map_views", MapView)
address_suggestions: Slot[Suggestions] = Slot("address_suggestions", Suggestions)
bars: Slot[Bar] = Slot("bars", Bar)
record_panels: Slot[RecordPanel] = Slot("record_panels", RecordPanel)
home_cards: Slot[HomeCard] = Slot("home_cards", HomeCard)
list_filters: Slot[ListFilter] = Slot("list_filters", ListFilter)


def only(slot: Slot[Any]) -> Any | None:
    """The one declaration of a slot that holds at most one."""
    return next(iter(slot), None)
