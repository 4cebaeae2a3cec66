"""The list of a kind: columns, filters, orders and views follow from its schema."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiedao.foundation.places.models import Area
from jiedao.foundation.records import facets, searching, selecting
from jiedao.foundation.records.families import Derived
from jiedao.foundation.records.files.fields import NUMBER
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.pages.common import may, reader, record_url
from jiedao.foundation.records.pages.totals import totals
from jiedao.foundation.records.rules import ADD
from jiedao.foundation.records.schema import Schema, Spec, schema_of
from jiedao.foundation.records.selecting import Chosen
from jiedao.foundation.records.standing import state_of, tone, warn_at
from jiedao.foundation.records.words import Names, names_for, said
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web import cells, keyset
from jiedao.web.list_filters import ChoiceFilter, DateFilter, Filter, FlagFilter, TextFilter
from jiedao.web.list_state import ListState
from jiedao.web.lists import Column, Drawn, ListPage, Ordering, View, none_yet
from jiedao.web.widgets import Choice

NEWEST = Ordering("newest", Title("新登记在前", "Newest"), ("-id",))
STANDS_HERE = Title(
    "登记或从 Excel 导入的{}都列在这里。", "What is added or imported from Excel stands here."
)
BY_DAY = Ordering("day", Title("按日期", "By date"), ("-day", "-id"))
DUE = Ordering("due", Title("先到期", "Due first"), ("due_at", "id"))
_JOINED = ("unit", "owner", "community", "grid", "organisation")
_COLUMNS_AT_MOST = 4
_DERIVED_AT_MOST = 2


class RecordList(ListPage[Record]):
    """Records of one kind within reach; made for each kind by ``list_of``."""

    schema: ClassVar[Schema]
    template = "records/list.html"

    def queryset(self, request: HttpRequest) -> QuerySet[Record]:
        reach = reader(request, self.schema)
        model = self.schema.family.model
        return model.objects.visible_to(reach, self.schema.kind.key).select_related(*_JOINED)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reader(request, self.schema)
        return super().get(request, **kwargs)

    def fetch(self, request: HttpRequest, state: ListState) -> Drawn:
        """One page: facets first asked how rare they are, then one question for the rows."""
        reach = reader(request, self.schema)
        chosen = chosen_in(request, self.schema, reach)
        rows: Any = selecting.narrowed(reach, self.schema, chosen).select_related(*_JOINED)
        for one, value in state.applied:
            if one.key in _OWN:
                rows = one.apply(rows, value)
        if chosen.words:
            return self._searched(rows, chosen.words, state)
        if "due_at" in state.ordering.fields:
            rows = rows.filter(due_at__isnull=False)
        return self._drawn(rows, state)

    def _drawn(self, rows: Any, state: ListState) -> Drawn:
        fields = state.ordering.fields
        if state.after:
            rows = keyset.after(rows, fields, state.after)
        found = list(rows.order_by(*fields)[: state.size + 1])
        more = len(found) > state.size
        found = found[: state.size]
        self._look_up(found)
        cursor = keyset.cursor_of(found[-1], fields) if more else ""
        return Drawn([self.draw(row) for row in found], cursor)

    def _searched(self, rows: Any, words: str, state: ListState) -> Drawn:
        """The rows that hold the words; the cursor is the last id, for the index walks by ids."""
        before = int(state.after) if state.after.isdecimal() else None
        wanted = state.size + 1
        ids = searching.find(rows, [self.schema], words, limit=wanted, before_id=before)
        by_id = {row.pk: row for row in rows.filter(pk__in=ids)}
        found = [by_id[pk] for pk in ids if pk in by_id][: state.size]
        self._look_up(found)
        cursor = str(found[-1].pk) if len(ids) > state.size else ""
        return Drawn([self.draw(row) for row in found], cursor)

    def _look_up(self, rows: Sequence[Record]) -> None:
        """Names of what the shown attributes refer to, one question for each kind of reference."""
        names: Names = {}
        if rows and any(spec.ref for spec in listed(self.schema)):
            names = names_for(self.schema, rows[0].town_id, [row.attributes for row in rows])
        for row in rows:
            row.names = names  # type: ignore[attr-defined]

    def open_key(self, row: Record) -> str:
        return row.number

    def open_url(self, key: str) -> str:
        return record_url(self.schema.kind.key, key)

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        key = self.schema.kind.key
        query = request.GET.urlencode()
        new_url = reverse("records:new", args=[key]) if may(request, self.schema, ADD) else ""
        return {
            "kind": self.schema.kind,
            "new_url": new_url,
            "add_url": new_url,
            "add_words": _("登记"),
            "board_url": reverse("records:board", args=[key]),
            "map_url": reverse("records:map", args=[key]) if "place" in _names(self.schema) else "",
            "totals": totals(self.schema, self.queryset(request)) if not query else [],
            "import_url": self._address(request, "records.import", "import"),
            "export_url_of": self._address(request, "records.export", "export", "xlsx"),
            "export_csv_of": self._address(request, "records.export", "export", "csv"),
            "query": query,
        }

    def _address(self, request: HttpRequest, permission: str, name: str, *more: str) -> str:
        """An address of the kind's files, "" for a reader without the permission."""
        if not may(request, self.schema, permission):
            return ""
        return reverse(f"records:{name}", args=[self.schema.kind.key, *more])


def listed(schema: Schema) -> list[Spec]:
    """The attributes that have a column: those that say so, else the first few."""
    own = [spec for spec in schema.specs if not spec.is_column and not spec.facts.personal]
    return [s for s in own if s.facts.listed][:_COLUMNS_AT_MOST] or own[:2]


@lru_cache(maxsize=512)
def list_of(kind: str) -> type[RecordList]:
    """The list page of a kind."""
    schema = schema_of(kind)
    return type(
        f"ListOf{schema.model.__name__}",
        (RecordList,),
        {
            "schema": schema,
            "key": f"records.{kind}",
            "titles": schema.kind.titles,
            "columns": _columns(schema),
            "filters": _filters(schema),
            "orderings": (NEWEST, BY_DAY, DUE) if _has_deadlines(schema) else (NEWEST, BY_DAY),
            "views": _views(schema),
            "live": kind,
            "empty": none_yet(schema.kind.icon, schema.kind.titles, STANDS_HERE),
        },
    )


def _has_deadlines(schema: Schema) -> bool:
    kind = schema.kind
    return kind.workflow is not None or schema.family.deadlines(kind)


# Columns


def _columns(schema: Schema) -> tuple[Column, ...]:
    name = schema.spec("title").titles
    own = [
        Column(spec.name, spec.titles, partial(_attribute, spec), width=_width(spec), rank=2 + n // 2,
               right=spec.sort in ("integer", "number"))
        for n, spec in enumerate(listed(schema))
    ]  # fmt: skip
    own += [
        Column(one.name, one.titles, partial(_derived, one), width="s", rank=3, right=True)
        for one in schema.derived[:_DERIVED_AT_MOST]
    ]
    shared = [Column("place", Title("位置", "Where"), _place, width="m", rank=3)]
    if any(spec.name == "unit" for spec in schema.specs):
        shared.append(
            Column("unit", Title("责任单位", "Unit"), lambda r: r.unit or "", width="m", rank=4)
        )
    last = [Column("state", Title("状态", "State"), partial(_state, schema), width="s")]
    if _has_deadlines(schema):
        last.append(Column("due", Title("期限", "Due"), partial(_due, schema), width="m"))
    else:
        last.append(Column("day", schema.spec("day").titles, lambda r: r.day.isoformat(),
                           width="m", rank=4) if "day" in _names(schema) else _NUMBER)  # fmt: skip
    return (
        Column("title", name, lambda r: r.title, link=True, lead=True),
        *own, *shared, *last,
    )  # fmt: skip


def _width(spec: Spec) -> str:
    """Room for the longest option: in a column of middle width more than seven characters are
    cut."""
    longest = max((len(str(one.titles.zh)) for one in spec.options or ()), default=0)
    return "m" if longest <= _FITS_M else "l"


_FITS_M = 7
_NUMBER = Column("number", NUMBER, lambda r: r.number, width="m", rank=4)


def _names(schema: Schema) -> set[str]:
    return {spec.name for spec in schema.specs}


def _attribute(spec: Spec, row: Any) -> str:
    value = row.attributes.get(spec.name)
    return said(spec, value, row.names)


def _derived(one: Derived, row: Any) -> str:
    return one.said(getattr(row, one.name))


def _place(row: Record) -> str:
    area = row.grid or row.community
    return area.name if area else row.address


def _state(schema: Schema, row: Record) -> SafeString:
    return cells.badge(state_of(schema, row).titles, tone(schema, row, clock.now()))


def _due(schema: Schema, row: Record) -> SafeString:
    if not state_of(schema, row).open:
        ended = row.due_at and row.closed_at
        return cells.clock(row.due_at, stopped=row.closed_at) if ended else SafeString("")
    return cells.clock(row.due_at, warn=warn_at(row)) if row.due_at else SafeString("")


# Filters: under the names of the API, so that a page and a program that ask the same get the same.

_OWN = frozenset({"late", "day"})


def chosen_in(request: HttpRequest, schema: Schema, reach: Reach) -> Chosen:
    """What the list's address asks for; parameters of the page itself are left to it."""
    query = QueryDict(mutable=True)
    for name, _spec in selecting.names_of(schema):
        values = [value for value in request.GET.getlist(name) if value]
        if values:
            query.setlist(name, values)
    return selecting.chosen_of(reach, schema, query)


def exported(request: HttpRequest, schema: Schema, reach: Reach) -> QuerySet[Any]:
    """The rows that the list with this address shows, for its export."""
    chosen = chosen_in(request, schema, reach)
    rows = selecting.narrowed(reach, schema, chosen)
    for one in list_of(schema.kind.key).filters:
        value: Any = one.value(request.GET) if one.key in _OWN else None
        rows = one.apply(rows, value) if value else rows
    if chosen.words:
        ids = searching.find(rows, [schema], chosen.words, limit=_EXPORTED_BY_WORDS)
        rows = rows.filter(pk__in=ids)
    return rows


_EXPORTED_BY_WORDS = 5000


def _filters(schema: Schema) -> tuple[Filter, ...]:
    found: list[Filter] = [
        TextFilter("q", Title("名称、编号、内容", "Name, number, words"), _same),
        ChoiceFilter("state", Title("状态", "State"), _states(schema), apply_to=_same),
    ]
    found += [_facet_filter(schema, spec) for spec in schema.filterable()]
    found.append(
        ChoiceFilter("area", Title("社区", "Community"), _communities, apply_to=_same,
                     several=False)
    )  # fmt: skip
    if "unit" in _names(schema):
        found.append(ChoiceFilter("unit", Title("责任单位", "Unit"), _units, apply_to=_same))
    if _has_deadlines(schema):
        found.append(FlagFilter("late", Title("已超期", "Late"), partial(_late, schema)))
    if "day" in _names(schema):
        found.append(_DayFilter("day", schema.spec("day").titles, "day"))
    return tuple(found)


def _same(rows: Any, _value: Any = None) -> Any:
    """These filters are applied together, by ``selecting``."""
    return rows


class _DayFilter(DateFilter):
    """A span of days over a column that holds days."""

    def apply(self, rows: Any, value: Any) -> Any:
        first, last = value
        rows = rows.filter(day__gte=first) if first else rows
        return rows.filter(day__lte=last) if last else rows


class _ValueFilter(ChoiceFilter):
    """The values that occur; they are looked up when the menu is opened, not to draw the chip."""

    def words(self, request: HttpRequest, value: list[str]) -> str:
        return "、".join(value)


def _late(schema: Schema, rows: Any) -> Any:
    return rows.filter(due_at__lt=clock.now(), state__in=schema.workflow.open_states())


def _states(schema: Schema) -> list[Choice]:
    return [Choice(state.key, state.titles) for state in schema.workflow.states]


def _communities(request: HttpRequest) -> list[Choice]:
    town_id = account_of(request).reach.town_id
    rows = Area.objects.filter(town_id=town_id, level=Area.Level.COMMUNITY, valid_to=None)
    return [Choice(code, name) for code, name in rows.order_by("code").values_list("code", "name")]


def _units(request: HttpRequest) -> list[Choice]:
    today = clock.today()
    nodes = structure_of(account_of(request).reach.town_id).units.values()
    return [Choice(node.code, node.name) for node in nodes if node.valid_on(today)]


def _facet_filter(schema: Schema, spec: Spec) -> Filter:
    if spec.options is not None:
        choices = [Choice(one.value, one.titles) for one in spec.options]
        return ChoiceFilter(spec.name, spec.titles, choices, apply_to=_same)
    if spec.sort == "flag":
        both = [Choice("1", Title("是", "Yes")), Choice("0", Title("否", "No"))]
        return ChoiceFilter(spec.name, spec.titles, both, apply_to=_same, several=False)
    if spec.sort == "date":
        return DateFilter(spec.name, spec.titles, "day")
    values = partial(_values, schema.kind.key, spec)
    return _ValueFilter(spec.name, spec.titles, values, apply_to=_same)


def _values(kind: str, spec: Spec, request: HttpRequest) -> list[Choice]:
    """The values of an attribute that occur in the town, a hundred at most."""
    town_id = account_of(request).reach.town_id
    return [Choice(value, value) for value in facets.values_of(town_id, kind, spec.name)]


def _views(schema: Schema) -> tuple[View, ...]:
    opened = [state for state in schema.workflow.states if state.open]
    views = [View(state.key, state.titles, f"state={state.key}") for state in opened[:5]]
    if _has_deadlines(schema):
        views.append(View("late", Title("已超期", "Late"), "late=1"))
    return tuple(views)


def records(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of a kind."""
    return list_of(kind).as_view()(request)  # type: ignore[return-value]
