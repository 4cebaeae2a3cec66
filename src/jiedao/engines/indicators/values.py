"""The values of figures: one, many in one pass, or split by month, area, unit and attribute.

A flow (of a date field) counts what is known now of its period; a stock (without one) counts the
records as they stood when the period ended. ``as_of`` asks what was known at a past moment.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.utils.translation import gettext as _

from jiedao.engines.indicators import compiling, prepared
from jiedao.engines.indicators.compiling import MONTH, Filters
from jiedao.engines.indicators.days import DAY
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import fits, is_of_facts, is_quotient, parts_of
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
    or nothing to average. ``records`` were counted; of a rate they are the denominator's, of a
    quotient those of both its parts, whose values are numerator and denominator."""

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
    if is_quotient(indicator):
        return _common_dimensions(indicator)
    timed = (MONTH,) if indicator.date_field else ()
    # What others published of the whole town lies nowhere in it.
    placed = () if is_of_facts(indicator) else ORDINARY[1:]
    return (*timed, *placed, *indicator.dimensions)


def own_dimensions(indicator: Indicator) -> tuple[str, ...]:
    """Of these, the ones that only figures of its kind have."""
    return tuple(name for name in dimensions_of(indicator) if name not in ORDINARY)


def _common_dimensions(indicator: Indicator) -> tuple[str, ...]:
    """Those of both parts; a year's value has no months."""
    formula = indicator.formula
    of, by = (dimensions_of(registry.indicators.get(key)) for key in (formula.of, formula.by))
    return tuple(name for name in of if name in by and not (name == MONTH and formula.yearly))


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

    def ask(some: Sequence[Indicator], when: Period) -> Values:
        result: Values = {}
        for moment, those in _by_moment(some, when, as_of).items():
            with opened(town_id, as_of=moment) as tables:
                result |= _counted(tables, those, when, by, filters)
        return result

    wanted = [indicator_of(key) for key in keys]
    return _together(wanted, period, (*by, *filters), ask)


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
        # Most offices keep few of the kinds: of the others nothing is asked.
        if self.source.holds_nothing(some[0].kind):
            return _nothing(some, by)
        return self.computed(some, period, by, filters)

    def computed(
        self, some: Sequence[Indicator], period: Period, by: Sequence[str], filters: Filters
    ) -> "pa.Table":
        """``aggregated`` as DuckDB has it, be there records or not."""
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


def _nothing(some: Sequence[Indicator], by: Sequence[str]) -> "pa.Table":
    """What is aggregated of no records: no group, but one line of the whole."""
    import pyarrow as pa

    names = [*by, *(f"{one.key}__{part}" for one in some for part in compiling.PARTS)]
    line: list[None] = [] if by else [None]
    return pa.table({name: pa.array(line, pa.float64()) for name in names})


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
    """The figures as these tables have them: one pass for each kind, date field and period."""

    def ask(some: Sequence[Indicator], when: Period) -> Values:
        return _counted(tables, some, when, by, filters)

    return _together(wanted, period, (*by, *filters), ask)


def _together(
    wanted: Iterable[Indicator],
    period: Period,
    names: Sequence[str],
    ask: Callable[[Sequence[Indicator], Period], Values],
) -> Values:
    """What has to be counted for the figures, asked once for each period, and put together."""
    figures = list(wanted)
    needed: dict[Period, dict[str, Indicator]] = defaultdict(dict)
    for one in figures:
        _refuse_unknown(one, names)
        for part in parts_of(one, period):
            needed[part.period][part.indicator.key] = part.indicator
    known = {when: ask(list(some.values()), when) for when, some in needed.items()}
    result: Values = {}
    for one in figures:
        parts = [known[part.period][part.indicator.key] for part in parts_of(one, period)]
        result[one.key] = _divided(one, period, *parts) if is_quotient(one) else parts[0]
    return result


def _divided(
    one: Indicator, period: Period, of: Mapping[Group, Value], by: Mapping[Group, Value]
) -> dict[Group, Value]:
    """One figure held against another, group by group; a group that one of them lacks is empty."""
    nothing = Value(None)
    return {
        group: _quotient(one, of.get(group, nothing), by.get(group, nothing), fits(one, period))
        for group in (*of, *(group for group in by if group not in of))
    }


def _quotient(one: Indicator, of: Value, by: Value, means_something: bool) -> Value:
    value = None
    if means_something and of.value is not None and by.value:
        value = of.value / by.value * one.formula.scale
    return Value(value, of.value, by.value, of.records + by.records)


def _counted(
    tables: Tables,
    wanted: Iterable[Indicator],
    period: Period,
    by: Sequence[str],
    filters: Filters,
) -> Values:
    """Figures that are counted from records: one pass for each kind and date field."""
    groups: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for one in wanted:
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
    known = dimensions_of(indicator)
    if indicator.date_field and not is_quotient(indicator):
        known = (*known, DAY)
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
