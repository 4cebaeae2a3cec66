"""What the address of a list says: filters, order, size, place, and the record that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict

from jiedao.kernel.titles import Title
from jiedao.web.list_filters import ChoiceFilter, Filter, without
from jiedao.web.models import SavedView

if TYPE_CHECKING:
    from jiedao.web.lists import ListPage, Ordering, View

SIZES = (20, 50, 100)
MOST = 200
"""So many rows at most are drawn at once, when a page that was paged through is renewed."""
_PLACE = {"after", "open", "at_least", "size", "bulk", "options"}


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option of a filter: the address that chooses it, or lets go of it."""

    label: object
    tone: str
    on: bool
    url: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter as a chip."""

    filter: Filter
    on: bool
    words: str
    clear: str
    options: Sequence[OptionView]
    inputs: Sequence[tuple[str, str]]
    """Its own parameters with their present values."""
    kept: Sequence[tuple[str, str]]
    """The other parameters, to be sent along by its form."""
    later: str = ""
    """Where its options are fetched from when it is opened: a catalogue may have thousands."""


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A view above the list."""

    title: object
    url: str
    on: bool
    saved_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListState:
    """One reading of the address."""

    params: QueryDict
    filters: Sequence[Filter]
    applied: Sequence[tuple[Filter, Any]]
    orderings: "Sequence[Ordering]"
    ordering: "Ordering"
    size: int
    after: str
    open: str

    @property
    def query(self) -> str:
        """The filters and order, without place: what a saved view keeps."""
        pairs = [(k, v) for k, values in self.params.lists() for v in values if k not in _PLACE]
        kept = QueryDict(mutable=True)
        for key, value in sorted(pairs):
            kept.appendlist(key, value)
        return str(kept.urlencode())

    @property
    def here(self) -> str:
        """The address of the list as it is, from its first row."""
        return without(self.params)

    @property
    def clear(self) -> str:
        """The address without any filter."""
        names = [name for one in self.filters for name in one.parameters()]
        return without(self.params, *names)

    def more(self, cursor: str) -> str:
        """The address of the next page."""
        return without(self.params, after=cursor)

    def order_links(self) -> list[OptionView]:
        """The orders one may choose."""
        return [
            OptionView(one.titles, "", one is self.ordering, without(self.params, order=one.key))
            for one in self.orderings
        ]

    def filter_views(self, request: HttpRequest) -> list[FilterView]:
        """Each filter as a chip with its options."""
        return [self.filter_view(request, one) for one in self.filters]

    def filter_view(self, request: HttpRequest, one: Filter, *, whole: bool = False) -> FilterView:
        """A filter as a chip; ``whole`` with its options, however many."""
        value = next((value for each, value in self.applied if each is one), None)
        names = one.parameters()
        late = isinstance(one, ChoiceFilter) and callable(one.choices) and not whole
        return FilterView(
            filter=one,
            on=bool(value),
            words=one.words(request, value) if value else "",
            clear=without(self.params, *names),
            options=self._options(request, one, value or [])
            if isinstance(one, ChoiceFilter) and not late
            else (),
            later=without(self.params, options=one.key) if late else "",
            inputs=[(name, self.params.get(name, "")) for name in names],
            kept=[
                (key, each)
                for key, values in self.params.lists()
                for each in values
                if key not in names and key not in _PLACE
            ],
        )

    def _options(
        self, request: HttpRequest, one: ChoiceFilter, chosen: list[str]
    ) -> list[OptionView]:
        views = []
        for option in one.options(request):
            on = option.value in chosen
            others = [each for each in chosen if each != option.value] if one.several else []
            values = others if on else [*others, option.value]
            params = self.params.copy()
            params.setlist(one.key, values)
            views.append(OptionView(option.label, option.tone, on, without(params)))
        return views

    def view_tabs(self, built_in: "Sequence[View]", own: Sequence[SavedView]) -> list[ViewTab]:
        """The views, the one that matches the address marked."""
        tabs = [ViewTab(Title("全部", "All"), "?", self.query == "")]
        tabs += [ViewTab(v.titles, f"?{v.query}", self._is(v.query)) for v in built_in]
        tabs += [ViewTab(v.name, f"?{v.query}", self._is(v.query), v.pk) for v in own]
        return tabs

    def _is(self, query: str) -> bool:
        return sorted(parse_qsl(query)) == sorted(parse_qsl(self.query))

    def worth_saving(self, built_in: "Sequence[View]", own: Sequence[SavedView]) -> bool:
        """Whether these filters have no name yet."""
        named = [v.query for v in built_in] + [v.query for v in own]
        return bool(self.query) and not any(self._is(query) for query in named)


def read_state(page: "ListPage[Any]", request: HttpRequest) -> ListState:
    """The state that the request's address tells; what it does not know it ignores."""
    params = request.GET
    filters = page.all_filters()
    applied = [(one, value) for one in filters if (value := one.value(params))]
    wanted = params.get("order")
    ordering = next((one for one in page.orderings if one.key == wanted), page.orderings[0])
    size = int(params["size"]) if params.get("size", "") in map(str, SIZES) else page.page_size
    at_least = params.get("at_least", "")
    if at_least.isdecimal():
        size = min(max(int(at_least), size), MOST)
    return ListState(
        params=params,
        filters=filters,
        applied=applied,
        orderings=page.orderings,
        ordering=ordering,
        size=size,
        after=params.get("after", ""),
        open=params.get("open", "")[:80],
    )
