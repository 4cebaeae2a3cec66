"""The records behind a figure, as they were counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from jiedao.engines.cases.kinds import FAMILY
from jiedao.engines.cases.models import Case
from jiedao.engines.indicators import compiling
from jiedao.engines.indicators.compiling import Filters
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.prepared import Page, Question
from jiedao.engines.indicators.quotients import Part, parts_of
from jiedao.engines.indicators.values import NO_FILTERS, opened
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator

ALL, PART, REST = "all", "part", "rest"
"""Of a rate: the denominator, the numerator, and what stands in the first alone. A quotient has
the first two."""
_ID: Final = "id"


@dataclass(frozen=True, slots=True)
class Counted:
    """One record behind a figure: when it was counted, in which state it then stood, what it gave."""

    record_id: int
    counted_on: date | datetime | None
    state: str
    measured: Any
    in_part: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A counted record that the reader may open."""

    counted: Counted
    record: Any
    is_case: bool


def counted(
    indicator: Indicator,
    *,
    town_id: int,
    period: Period,
    filters: Filters = NO_FILTERS,
    part: str = ALL,
    as_of: datetime | None = None,
    offset: int = 0,
    limit: int = 100,
) -> list[Counted]:
    """Some of the records that were counted, the last ones first; ``part`` of a rate. A quotient is
    not counted, its parts are (``side``)."""
    moment = moment_of(indicator, period, as_of)
    with opened(town_id, as_of=moment) as tables:
        found = tables.answer(_question(part), [indicator], period, filters, Page(offset, limit))
    return [Counted(**line) for line in found.to_pylist()]


def side(indicator: Indicator, period: Period, part: str) -> Part:
    """Which figure's records to list: of a quotient its numerator (``PART``) or its denominator
    (``ALL``), of any other figure its own."""
    parts = parts_of(indicator, period)
    return parts[0] if part == PART else parts[-1]


def moment_of(indicator: Indicator, period: Period, as_of: datetime | None) -> datetime | None:
    """As of when the tables are asked: a stock of a period that is over, of its last moment."""
    end = period.bounds[1]
    if indicator.date_field or end > clock.now():
        return as_of
    return min(end, as_of or end)


@cache
def _question(part: str) -> Question:
    def shape(some: Sequence[Indicator], rows: Any, _period: Period) -> Any:
        return _columns(some[0], compiling.counted(some[0], rows), part)

    return Question(f"records {part}", shape, (_ID, "state"))


def _columns(indicator: Indicator, rows: Any, part: str) -> Any:
    import ibis

    formula = indicator.formula
    none = ibis.null("string")
    in_part = formula.part(rows).fill_null(False) if formula.part is not None else None
    if in_part is not None and part != ALL:
        rows = rows.filter(in_part if part == PART else ~in_part)
        in_part = formula.part(rows).fill_null(False) if formula.part is not None else None
    when = rows[indicator.date_field] if indicator.date_field else ibis.null("date")
    shown = rows.select(
        record_id=rows[_ID],
        counted_on=when,
        state=rows.state,
        measured=none if formula.column is None else formula.column(rows).cast("string"),
        in_part=ibis.null("boolean") if in_part is None else in_part,
    )
    order = [shown.counted_on.desc()] if indicator.date_field else []
    return shown.order_by([*order, shown.record_id.desc()])


def visible(indicator: Indicator, found: Iterable[Counted], reach: Reach) -> list[Shown]:
    """Those of the counted records that this reader may open."""
    lines = list(found)
    ids = {one.record_id for one in lines}
    kind = registry.kinds.get(indicator.kind)
    is_case = kind.family == FAMILY
    rows: Any
    if is_case:
        rows = Case.objects.visible_to(reach).select_related("item", "unit", "community")
    else:
        model = schema_of(kind.key).family.model
        rows = model.objects.visible_to(reach, kind.key).select_related("unit", "community")
    known = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [Shown(one, known[one.record_id], is_case) for one in lines if one.record_id in known]
