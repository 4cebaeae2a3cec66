"""Which records an address asks for: read by the API, the map layers and the exports alike.

``?state=…&unit=…&area=…&about=KIND:NUMBER&q=…`` and every filterable attribute by its name;
several values are repeated or parted by commas. Numbers and days may also be asked for as a span
(``age_from``, ``age_to``). What is asked for under an unknown name is refused: a typing error must
not give everything.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.records import facets, searching, subjects
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.references import reference
from jiedao.foundation.records.schema import RANGED, Schema, Spec
from jiedao.foundation.staff.api import asking
from jiedao.kernel.access import Reach
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid
from jiedao.web import keyset

MAX_LIMIT: Final = 200
LONGEST_SEARCH: Final = 100
ORDER: Final = ("-id",)
SHARED: Final = ("state", "unit", "area", "about", "q")
_FROM, _TO = "_from", "_to"
_LEVELS: Final = ("community", "grid")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for, understood: conditions on columns, on facets, and words."""

    columns: Q = field(default_factory=Q)
    wanted: tuple[tuple[str, Q], ...] = ()
    words: str = ""
    has_state: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and the cursor of the next page (empty when this was the last)."""

    rows: list[Any] = field(default_factory=list)
    next: str = ""


def names_of(schema: Schema) -> Iterator[tuple[str, Spec | None]]:
    """Every name one may ask under, with the attribute behind it."""
    yield from ((name, None) for name in SHARED)
    for spec in schema.filterable():
        yield spec.name, spec
        if spec.sort in RANGED:
            yield f"{spec.name}{_FROM}", spec
            yield f"{spec.name}{_TO}", spec


def chosen_of(
    reach: Reach, schema: Schema, query: QueryDict, *, besides: Collection[str] = ()
) -> Chosen:
    """What an address asks for; Invalid names what it cannot mean. ``besides`` are names that
    somebody else reads."""
    known = {*(name for name, _spec in names_of(schema)), *besides}
    for name in query:
        if name not in known:
            raise Invalid(
                _("没有“%(name)s”这个筛选条件。") % {"name": name[:40]},
                field=name[:40],
                code="unknown_filter",
            )
    states = _states(schema, query)
    return Chosen(
        columns=_columns(reach, schema, query, states),
        wanted=tuple(_wanted(reach.town_id, schema, query)),
        words=asking.text(query, "q")[:LONGEST_SEARCH],
        has_state=bool(states),
    )


def _states(schema: Schema, query: QueryDict) -> list[str]:
    states = asking.words(query, "state")
    known = {state.key for state in schema.workflow.states}
    for key in states:
        if key not in known:
            raise Invalid(
                _("没有“%(state)s”这个状态。") % {"state": key[:40]},
                field="state",
                code="unknown_state",
            )
    return states


def _columns(reach: Reach, schema: Schema, query: QueryDict, states: list[str]) -> Q:
    chosen = Q(state__in=states) if states else Q()
    units = [asking.unit_id(reach.town_id, word) for word in asking.words(query, "unit")]
    if units:
        chosen &= Q(unit_id__in=units)
    area = asking.area_id(reach.town_id, asking.text(query, "area"))
    if area is not None:
        chosen &= _in_area(reach.town_id, area)
    about = asking.text(query, "about")
    if about:
        kind, record_id = subjects.find(reach, schema, about)
        chosen &= Q(subject_kind=kind, subject_id=record_id)
    return chosen


def _in_area(town_id: int, area_id: int) -> Q:
    area = locator_for(town_id).area(area_id)
    if area is None:  # it ended; records keep it
        return Q(community_id=area_id) | Q(grid_id=area_id) | Q(building_id=area_id)
    if area.level == "subdistrict":
        return Q()
    return Q(**{f"{area.level}_id": area_id}) if area.level in _LEVELS else Q(building_id=area_id)


def _wanted(town_id: int, schema: Schema, query: QueryDict) -> Iterator[tuple[str, Q]]:
    for spec in schema.filterable():
        values = [_value(town_id, spec, word) for word in asking.words(query, spec.name)]
        if values:
            yield spec.name, facets.condition(values)
        if spec.sort in RANGED:
            least, most = (asking.text(query, f"{spec.name}{end}") for end in (_FROM, _TO))
            span = [_value(town_id, spec, word) if word else None for word in (least, most)]
            if any(one is not None for one in span):
                yield spec.name, facets.between(*span)


def _value(town_id: int, spec: Spec, word: str) -> Any:
    """A word of an address as a value of the attribute."""
    try:
        if spec.ref:
            return _reference(town_id, spec.ref, word)
        if spec.options is not None:
            return spec.options(word)
        return _READ.get(spec.sort, str)(word)
    except (ValueError, KeyError, InvalidOperation):
        raise Invalid(
            _("“%(title)s”没有“%(word)s”这个值。") % {"title": spec.titles, "word": word[:40]},
            field=spec.name,
            code="bad_value",
        ) from None


def _reference(town_id: int, to: str, word: str) -> int:
    """What is referred to by its code, number or name, then by its id."""
    found = reference(to).find(town_id, [word])
    return found[word] if word in found else int(word)


def _flag(word: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
        word.lower()
    ]


def _number(word: str) -> Decimal:
    value = Decimal(word)
    if not value.is_finite():
        raise ValueError(word)
    return value


def _moment(word: str) -> datetime:
    moment = datetime.fromisoformat(word.replace(" ", "+"))  # a plus sign that was not escaped
    if not 1900 < moment.year < 2200:
        raise ValueError(word)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=TOWN_ZONE)


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "flag": _flag,
    "integer": _number,
    "number": _number,
    "date": date.fromisoformat,
    "moment": _moment,
}


def narrowed(reach: Reach, schema: Schema, chosen: Chosen) -> QuerySet[Any]:
    """The records of the kind that the reach may see and that fit, but for the words."""
    kind = schema.kind.key
    rows = schema.family.model.objects.visible_to(reach, kind).filter(chosen.columns)
    return facets.narrow(rows, reach.town_id, kind, chosen.wanted)


def page(reach: Reach, schema: Schema, chosen: Chosen, *, limit: int, cursor: str) -> Page:
    """One page, newest first; nothing is counted. Invalid for a limit or cursor that is none."""
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid(_("每页 1 到 200 条。"), field="limit", code="bad_limit")
    rows = narrowed(reach, schema, chosen)
    if chosen.words:
        return _found(rows, schema, chosen.words, limit, cursor)
    after = keyset.after(rows, ORDER, cursor) if cursor else rows
    found: list[Record] = list(after.order_by(*ORDER)[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], keyset.cursor_of(found[limit - 1], ORDER) if more else "")


def _found(rows: QuerySet[Any], schema: Schema, words: str, limit: int, cursor: str) -> Page:
    before = asking.number_of(cursor) if cursor else None
    if before is not None and before < 0:
        raise Invalid(_("翻页标记无效，请从第一页看起。"), field="cursor", code="bad_cursor")
    ids = searching.find(rows, [schema], words, limit=limit + 1, before_id=before)
    by_id = {row.pk: row for row in schema.family.model._default_manager.filter(pk__in=ids)}
    found = [by_id[pk] for pk in ids if pk in by_id]
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")
