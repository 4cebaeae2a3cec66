"""Filterable attributes, kept beside the records so that an index answers for them.

Each stands in a table with one row a value, for the database to ask of a record, and in sets of
ids (``blocks``), which say at once how many records fulfil several conditions, and which.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiedao.foundation.records import blocks
from jiedao.foundation.records.models import Facet, Record
from jiedao.foundation.records.schema import Schema
from jiedao.kernel import clock
from jiedao.kernel.rows import insert

_FEW: Final = 5000
"""Records that are named by their ids: a walk through all would meet too few of them."""
_LONGEST: Final = 120
# Numbers as text that sorts like them: shifted above zero, twelve digits before the point.
_SHIFT: Final = Decimal(10) ** 12
_MOST: Final = _SHIFT - 1


def text_of(value: Any) -> str:
    """A value as the facet table keeps it; text that sorts like the value."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        # What lies beyond is kept as the bound: it still sorts rightly.
        return f"{max(-_MOST, min(_MOST, Decimal(str(value)))) + _SHIFT:017.3f}"
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=clock.TOWN_ZONE)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[:_LONGEST]


def of_record(schema: Schema, record: Record, attributes: Mapping[str, Any]) -> list[Facet]:
    """The facets of one record; ``attributes`` hold Python values, empty ones give none."""
    found = []
    for spec in schema.filterable():
        value = attributes.get(spec.name)
        values = value if isinstance(value, list | tuple | set | frozenset) else [value]
        found += [
            Facet(
                town_id=record.town_id,
                kind=schema.kind.key,
                attribute=spec.name,
                value=text_of(one),
                record=record.pk,
            )
            for one in values
            if one is not None and one != ""
        ]
    return found


def add(facets: Sequence[Facet]) -> None:
    """Write facets of new records."""
    insert(list(facets))
    blocks.change(facets)


def replace(schema: Schema, record: Record, attributes: Mapping[str, Any]) -> None:
    """Write what changed of a record's facets."""
    replace_many(schema, [(record, attributes)])


def replace_many(schema: Schema, changed: Sequence[tuple[Record, Mapping[str, Any]]]) -> None:
    """Write what changed of the facets of changed records of one kind."""
    if not changed:
        return
    ids = [record.pk for record, _attributes in changed]
    known = Facet.objects.filter(kind=schema.kind.key, record__in=ids)
    old = {_told(facet): facet for facet in known}
    new = {
        _told(facet): facet for record, kept in changed for facet in of_record(schema, record, kept)
    }
    gone = [facet for key, facet in old.items() if key not in new]
    come = [facet for key, facet in new.items() if key not in old]
    Facet.objects.filter(pk__in=[facet.pk for facet in gone]).delete()
    insert(come)
    blocks.change(come, gone)


def _told(facet: Facet) -> tuple[int, str, str]:
    return (facet.record, facet.attribute, facet.value)


Wanted = Mapping[str, Q]
"""Attribute → condition on ``value`` (``Q(value__in=[…])``)."""


def narrow(
    rows: QuerySet[Any], town_id: int, kind: str, wanted: Iterable[tuple[str, Q]]
) -> QuerySet[Any]:
    """The rows whose facets fulfil every condition; one question for each, besides.

    Where few do, they are named by id. Otherwise the list walks in its own order between the
    first and the last that do, and asks the facet table of each row.
    """
    conditions = list(wanted)
    fitting, open_ = _fitting(town_id, kind, conditions)
    if fitting is not None:
        if blocks.count(fitting) <= _FEW:
            rows, conditions = rows.filter(pk__in=blocks.listed(fitting)), open_
        else:
            least, greatest = blocks.span(fitting)
            rows = rows.filter(pk__gte=least, pk__lte=greatest)
    for attribute, condition in conditions:
        facet = Facet.objects.filter(condition, town_id=town_id, kind=kind, attribute=attribute)
        rows = rows.filter(Exists(facet.filter(record=OuterRef("pk"))))
    return rows


_OFFERED: Final = 100


def values_of(town_id: int, kind: str, attribute: str) -> list[str]:
    """The values of an attribute that occur, in their order, a hundred at most: one step of the
    index for each, however many records have it."""
    rows = Facet.objects.filter(town_id=town_id, kind=kind, attribute=attribute).order_by("value")
    found: list[str] = []
    while len(found) < _OFFERED:
        beyond = rows.filter(value__gt=found[-1]) if found else rows
        value = beyond.values_list("value", flat=True).first()
        if value is None:
            break
        found.append(value)
    return found


def _fitting(
    town_id: int, kind: str, conditions: Sequence[tuple[str, Q]]
) -> tuple[blocks.Ids | None, list[tuple[str, Q]]]:
    """The records that fulfil the conditions, and those conditions that no set could answer."""
    fitting: blocks.Ids | None = None
    open_ = []
    for attribute, condition in conditions:
        ids = blocks.having(town_id, kind, attribute, condition)
        if ids is None:
            open_.append((attribute, condition))
        else:
            fitting = ids if fitting is None else blocks.both(fitting, ids)
        if fitting == {}:
            return {}, []
    return fitting, open_


def condition(values: Sequence[Any]) -> Q:
    """Any of these values."""
    return Q(value__in=[text_of(value) for value in values])


def between(least: Any, most: Any) -> Q:
    """From ``least`` to ``most``, both included; None leaves that side open."""
    span = Q()
    if least is not None:
        span &= Q(value__gte=text_of(least))
    if most is not None:
        span &= Q(value__lte=text_of(most))
    return span
