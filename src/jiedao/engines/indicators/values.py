"""The values of figures: one, many in one pass, or split by month, area, unit and attribute.

A flow (of a date field) counts what is known now of its period; a stock (without one) counts the
records as they stood when the period ended. ``as_of`` asks what was known at a past moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.utils.translation import gettext as _

from jiedao.engines.indicators import compiling, prepared
from jiedao.engines.indicators.compiling import MONTH, Filters
from jiedao.engines.indicators.days import DAY
from jiedao.engines.indicators.periods import Period
from jiedao.kernel import clock, registry
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.errors import Invalid, NotFound

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

AREAS: Final = ("community_id", "grid_id")
ORDINARY: Final = (MONTH, *AREAS, "unit_id")
"""Dimensions that every kind has."""
NO_FILTERS: Final[Filters] = {}


class Tables(Protocol):
    """Where the records' tables are: the mirror, or another backend that reads its files."""

    def table(self, kind: str) -> "ir.Table":
        """The table of a kind, as an unbound or bound Ibis expression."""
        ...

    def aggregated(
        self, some: Sequence[Indicator], period: Period, by: Sequence[str], filters: Filters
    ) -> "pa.Table":
        """Figures of one kind and date field (``compiling.aggregated``)."""
        ...

    def answer(
        self,
        question: prepared.Question,
        some: Sequence[Indicator],
        period: Period,
        filters: Filters,
        page: prepared.Page | None = None,
    ) -> "pa.Table":
        """Another question about their rows, or a page of its answer."""
        ...

    def run(self, expression: "ir.Table") -> "pa.Table":
        """The result of an expression."""
        ...


@dataclass(frozen=True, slots=True)
class Value:
    """A figure. ``value`` is in the indicator's unit; None where there is nothing to divide by,
    or nothing to average. ``records`` were counted; of a rate they are the denominator's."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    records: int = 0


Group = tuple[Any, ...]
"""Values of the dimensions asked for, in their order; () for the whole."""
Values = dict[str, dict[Group, Value]]


def indicator_of(key: str) -> Indicator:
    """The declared indicator; NotFound names the key."""
    found = registry.indicators.find(key)
    if found is None:
        raise NotFound(_("没有指标“%(key)s”。") % {"key": key[:80]}, code="no_indicator")
    return found


def dimensions_of(indicator: Indicator) -> tuple[str, ...]:
    """The columns by which it may be split and filtered."""
    timed = ORDINARY if indicator.date_field else ORDINARY[1:]
    return (*timed, *indicator.dimensions)


def value_of(
    key: str,
    *,
    town_id: int,
    period: Period,
    filters: Filters = NO_FILTERS,
    as_of: datetime | None = None,
) -> Value:
    """One figure of a period; NotFound for an unknown key, Invalid for an unknown filter."""
    found = values_of([key], town_id=town_id, period=period, filters=filters, as_of=as_of)
    return found[key].get((), Value(None))


def values_of(
    keys: Iterable[str],
    *,
    town_id: int,
    period: Period,
    by: Sequence[str] = (),
    filters: Filters = NO_FILTERS,
    as_of: datetime | None = None,
) -> Values:
    """Many figures of a period, split ``by`` dimensions; each kind is read once."""
    wanted = [indicator_of(key) for key in keys]
    result: Values = {one.key: {} for one in wanted}
    for moment, some in _by_moment(wanted, period, as_of).items():
        with opened(town_id, as_of=moment) as tables:
            result |= evaluate(tables, some, period, by=by, filters=filters)
    return result


@contextmanager
def opened(town_id: int, *, as_of: datetime | None = None) -> Iterator[Tables]:
    """The town's tables, as they are now or as they were."""
    from jiedao.engines.mirror import source

    with source.open(town_id, as_of=as_of) as found:
        yield _Mirror(found)


@dataclass(frozen=True, slots=True)
class _Mirror:
    """The mirror as this engine asks it."""

    source: Any

    def table(self, kind: str) -> "ir.Table":
        found: ir.Table = self.source.table(kind)
        return found

    def aggregated(
        self, some: Sequence[Indicator], period: Period, by: Sequence[str], filters: Filters
    ) -> "pa.Table":
        return self.answer(prepared.split(by, period), some, period, filters)

    def answer(
        self,
        question: prepared.Question,
        some: Sequence[Indicator],
        period: Period,
        filters: Filters,
        page: prepared.Page | None = None,
    ) -> "pa.Table":
        keys = [one.key for one in some]
        name = self.source.name(some[0].kind)
        answer: pa.Table = self.source.rows(
            prepared.statement(question, keys, period, filters, name, page)
        )
        return answer

    def run(self, expression: "ir.Table") -> "pa.Table":
        return self.source.connection.to_pyarrow(expression)


def _by_moment(
    wanted: Iterable[Indicator], period: Period, as_of: datetime | None
) -> dict[datetime | None, list[Indicator]]:
    """A stock of a period that is over is asked of its last moment."""
    found: dict[datetime | None, list[Indicator]] = defaultdict(list)
    end = period.bounds[1]
    for one in wanted:
        stock = not one.date_field and end <= clock.now()
        found[min(end, as_of or end) if stock else as_of].append(one)
    return found


def evaluate(
    tables: Tables,
    wanted: Iterable[Indicator],
    period: Period,
    *,
    by: Sequence[str] = (),
    filters: Filters = NO_FILTERS,
) -> Values:
    """The figures as these tables have them: one pass for each kind and date field."""
    groups: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for one in wanted:
        _refuse_unknown(one, (*by, *filters))
        groups[one.kind, one.date_field].append(one)
    result: Values = {}
    for some in groups.values():
        found = tables.aggregated(some, period, by, filters)
        for one in some:
            result[one.key] = dict(_cells(one, found, by))
    return result


def asked(
    tables: Any, some: Sequence[Indicator], period: Period, by: Sequence[str], filters: Filters
) -> "pa.Table":
    """Figures of one kind and date field, by way of Ibis: on every backend alike."""
    first = some[0]
    rows = compiling.narrowed(compiling.rows(first, tables.table(first.kind), period), filters)
    found: pa.Table = tables.run(prepared.split(by, period).shape(some, rows, period))
    return found


def _refuse_unknown(indicator: Indicator, names: Iterable[str]) -> None:
    known = (*dimensions_of(indicator), *([DAY] if indicator.date_field else []))
    for name in names:
        if name not in known:
            raise Invalid(
                _("“%(title)s”不能按“%(name)s”分。") % {"title": indicator.titles, "name": name},
                field=name,
                code="no_dimension",
            )


def _cells(
    indicator: Indicator, table: "pa.Table", by: Sequence[str]
) -> Iterator[tuple[Group, Value]]:
    columns = [
        table.column(name).to_pylist()
        for name in (*by, *(f"{indicator.key}__{part}" for part in compiling.PARTS))
    ]
    for line in zip(*columns, strict=True):
        numerator, denominator, records = line[len(by) :]
        group = tuple(_plain(value) for value in line[: len(by)])
        yield group, value_from(indicator, numerator, denominator, records or 0)


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def value_from(
    indicator: Indicator, numerator: float | None, denominator: float | None, records: int
) -> Value:
    """The figure of what was counted for it."""
    formula = indicator.formula
    if formula.measure == "rate":
        whole = denominator or 0.0
        share = (numerator or 0.0) / whole * formula.scale if whole else None
        return Value(share, numerator or 0.0, whole, records)
    if numerator is None and formula.measure in ("count", "total", "distinct"):
        numerator = 0.0  # nothing adds up to nothing, whatever a backend calls it
    value = None if numerator is None else numerator * formula.scale
    return Value(value, numerator, None, records)
