"""Indicators as Ibis expressions over the tables of their kinds; nothing is run here.

``rows`` is the table of a kind limited to a period, ``measures`` what is asked of it. Both are
the same on every backend that Ibis speaks to.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from jiedao.engines.indicators.periods import Period
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import Column, Formula

if TYPE_CHECKING:
    import ibis.expr.types as ir

MONTH: Final = "month"
"""The group of a record's month: the first day of it."""
PARTS: Final = ("numerator", "denominator", "records")
PERIOD_COLUMNS: Final = ("since", "as_of")
"""What every table has besides its own columns: the first and the last day of the period."""
Filters = Mapping[str, Any]
"""Column → the value it must have, or a list of those it may have."""


def rows(indicator: Indicator, table: "ir.Table", period: Period) -> "ir.Table":
    """The kind's records of a period, with ``since`` and ``as_of``, its first and its last day."""
    import ibis

    found = table.mutate(since=ibis.literal(period.start), as_of=ibis.literal(period.end))
    if not indicator.date_field:
        return found
    column = found[indicator.date_field]
    if column.type().is_date():
        return found.filter(column.between(period.start, period.end))
    begin, end = (_like(column, moment) for moment in period.bounds)
    return found.filter((column >= begin) & (column < end))


def _like(column: "ir.Column", moment: datetime) -> Any:
    """A moment as the column holds moments: aware, or the town's civil time."""
    import ibis

    dtype: Any = column.type()
    if getattr(dtype, "timezone", None):
        return ibis.literal(moment)
    return ibis.literal(moment.astimezone(TOWN_ZONE).replace(tzinfo=None))


def month_of(indicator: Indicator, table: "ir.Table") -> "ir.Column":
    """The month in which each record is counted."""
    column: Any = table[indicator.date_field]
    if not column.type().is_date():
        column = column.date()
    return column.truncate("M")


def narrowed(table: "ir.Table", filters: Filters) -> "ir.Table":
    """The records whose columns have these values."""
    for name, wanted in filters.items():
        values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
        table = table.filter(_among(table[name], values))
    return table


def _among(column: Any, values: list[Any]) -> Any:
    dtype = column.type()
    if dtype.is_integer():
        return column.isin([int(value) for value in values])
    if dtype.is_boolean():
        return column.isin([str(value).lower() in ("1", "true") for value in values])
    if dtype.is_array():
        found = column.contains(str(values[0]))
        for value in values[1:]:
            found = found | column.contains(str(value))
        return found
    return column.cast("string").isin([str(value) for value in values])


def counted(indicator: Indicator, table: "ir.Table") -> "ir.Table":
    """The records that stand behind the figure: of a rate, its denominator."""
    formula = indicator.formula
    found = table if formula.where is None else table.filter(formula.where(table))
    if formula.measure in ("count", "rate") or formula.column is None:
        return found
    return found.filter(formula.column(found).notnull())


def in_part(indicator: Indicator, table: "ir.Table") -> "ir.Table":
    """The records of a rate's numerator; of another figure, those counted."""
    found = counted(indicator, table)
    part = indicator.formula.part
    return found if part is None else found.filter(part(found))


def measures(formula: Formula, table: "ir.Table") -> "dict[str, ir.Value]":
    """``numerator``, ``denominator`` and ``records``, to be aggregated over the table.

    The value is numerator ÷ denominator × scale; the denominator is a null where the measure has
    none.
    """
    import ibis

    where = None if formula.where is None else formula.where(table)
    counts = table.count(where=where)
    none = ibis.null("float64")
    if formula.measure == "count":
        return dict(zip(PARTS, (counts.cast("float64"), none, counts), strict=True))
    if formula.measure == "rate":
        assert formula.part is not None
        both = formula.part(table) if where is None else where & formula.part(table)
        parts = (_sum(formula.column, table, both), _sum(formula.column, table, where), counts)
        return dict(zip(PARTS, parts, strict=True))
    assert formula.column is not None
    column = formula.column(table)
    value = _measured(formula, column, where)
    records = column.count(where=where)
    return dict(zip(PARTS, (value, none, records), strict=True))


def _measured(formula: Formula, column: Any, where: Any) -> Any:
    if formula.measure == "distinct":
        return column.nunique(where=where).cast("float64")
    if formula.measure == "total":
        # Exact while it is added up: money is decimal, and only the sum becomes a float.
        return column.sum(where=where).cast("float64")
    number = column.cast("float64")
    if formula.measure == "mean":
        return number.mean(where=where)
    return number.quantile(formula.quantile, where=where)


def _sum(weight: Column | None, table: "ir.Table", where: Any) -> Any:
    if weight is None:
        return table.count(where=where).cast("float64")
    return weight(table).cast("float64").sum(where=where)


def aggregated(
    indicators: Iterable[Indicator], table: "ir.Table", by: "Mapping[str, ir.Column]"
) -> "ir.Table":
    """All of these figures, which share kind, date field and period, in one pass over the table.

    Columns: those of ``by``, then ``KEY__numerator``, ``KEY__denominator``, ``KEY__records``.
    """
    asked = {
        f"{one.key}__{part}": expression
        for one in indicators
        for part, expression in measures(one.formula, table).items()
    }
    if not by:
        return table.aggregate(**asked)
    return table.group_by(**by).aggregate(**asked)
