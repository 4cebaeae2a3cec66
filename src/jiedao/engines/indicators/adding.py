"""Figures that add up: asked once by day and part, they are summed for every period and split that
a page shows. Counts, sums, shares and averages do; a median or a number of different values of a
year does not follow from those of its days, and is asked each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from jiedao.engines.indicators.compiling import MONTH, PARTS, Filters
from jiedao.engines.indicators.days import DAY
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import NO_FILTERS, Group, Value, opened, value_from
from jiedao.kernel.declarations import Indicator

_ADDED_UP: Final = ("count", "total", "rate", "mean")


def adds_up(indicator: Indicator) -> bool:
    """Whether its value follows from those of single days."""
    return bool(indicator.date_field) and indicator.formula.measure in _ADDED_UP


@dataclass(frozen=True, slots=True)
class Days:
    """A figure by day, and by what else it was asked; ``values`` adds up."""

    indicator: Indicator
    table: pa.Table

    def values(self, period: Period, *by: str) -> dict[Group, Value]:
        """As ``values.values_of`` for a period within the days asked for."""
        day = self.table.column(DAY)
        table = self.table.filter(
            pc.and_(pc.greater_equal(day, period.start), pc.less_equal(day, period.end))
        )
        if MONTH in by:
            month = pc.floor_temporal(table.column(DAY), unit="month")
            table = table.append_column(MONTH, month)
        summed = [(name, "sum") for name in PARTS]
        if not by:
            line = [pc.sum(table.column(name)).as_py() for name in PARTS]
            return {(): self._value(*line)}
        found = table.group_by(list(by)).aggregate(summed)
        names = (*by, *(f"{name}_sum" for name in PARTS))
        lines = zip(*(found.column(name).to_pylist() for name in names), strict=True)
        return {line[: len(by)]: self._value(*line[len(by) :]) for line in lines}

    def _value(self, numerator: Any, denominator: Any, records: Any) -> Value:
        if self.indicator.formula.measure == "mean" and numerator is not None:
            numerator = numerator / records if records else None
        return value_from(self.indicator, numerator, denominator, records or 0)


def days_of(
    indicator: Indicator,
    *,
    town_id: int,
    periods: Iterable[Period],
    by: str,
    filters: Filters = NO_FILTERS,
) -> Days:
    """One question for all these periods, split by a dimension as well ("" for none)."""
    asked = list(periods)
    span = Period(min(one.start for one in asked), max(one.end for one in asked))
    with opened(town_id) as tables:
        found = tables.aggregated([indicator], span, (DAY, *([by] if by else [])), filters)
    return made_of(indicator, found, by)


def made_of(indicator: Indicator, found: pa.Table, by: str) -> Days:
    """Of the answer to a question by day."""
    columns: Mapping[str, Any] = {
        name: found.column(f"{indicator.key}__{name}") for name in PARTS
    }  # fmt: skip
    numerator, denominator, records = (columns[name].cast(pa.float64()) for name in PARTS)
    if indicator.formula.measure == "mean":
        numerator = pc.multiply(numerator, records)
    day = found.column(DAY).cast(pa.int32()).cast(pa.date32())
    made = {DAY: day, PARTS[0]: numerator, PARTS[1]: denominator, PARTS[2]: columns[PARTS[2]]}
    if by:
        made[by] = found.column(by)
    return Days(indicator, pa.table(made))
