"""Late entries: records of a period that were written down long after what they tell of.

A flood of them just before a cut-off, or after it, is shown beside the figure; nobody is blamed,
but who signs must have seen it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from jiedao.engines.indicators import compiling
from jiedao.engines.indicators.compiling import Filters
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import parts_of
from jiedao.engines.indicators.values import NO_FILTERS, opened
from jiedao.kernel.declarations import Indicator

LATE_AFTER: Final = timedelta(days=7)
"""Written down more than a week after the day it is counted on."""
BEFORE_CUT_OFF: Final = timedelta(days=10)
FLOOD_SHARE: Final = 0.1
"""From a tenth of the records on, late ones are called a flood."""
_ENTERED: Final = "created_at"


@dataclass(frozen=True, slots=True)
class LateEntries:
    """Counts among the records behind a figure: ``late`` ones, those of them written in the last
    ten days of the period (``at_the_end``), and those written when it was over (``afterwards``)."""

    records: int
    late: int
    at_the_end: int
    afterwards: int

    @property
    def is_flood(self) -> bool:
        """Whether so many were late that it must be said."""
        return bool(self.records) and (
            self.at_the_end + self.afterwards >= max(1, self.records * FLOOD_SHARE)
        )


def late_entries(
    indicator: Indicator, *, town_id: int, period: Period, filters: Filters = NO_FILTERS
) -> LateEntries | None:
    """None for stocks, and for kinds whose records do not say when they were written down. Of a
    quotient, those of its numerator."""
    indicator = parts_of(indicator, period)[0].indicator
    if not indicator.date_field or indicator.date_field == _ENTERED:
        return None
    with opened(town_id) as tables:
        table = tables.table(indicator.kind)
        if _ENTERED not in table.columns:
            return None
        rows = compiling.narrowed(compiling.rows(indicator, table, period), filters)
        rows = compiling.counted(indicator, rows)
        found = tables.run(_counts(indicator, rows, period)).to_pylist()[0]
    return LateEntries(**{name: int(value or 0) for name, value in found.items()})


def _counts(indicator: Indicator, rows: Any, period: Period) -> Any:
    entered = rows[_ENTERED].date()
    counted_on = rows[indicator.date_field]
    if not counted_on.type().is_date():
        counted_on = counted_on.date()
    late = entered > counted_on + _days(LATE_AFTER)
    last_days = period.end - BEFORE_CUT_OFF
    return rows.aggregate(
        records=rows.count(),
        late=rows.count(where=late),
        at_the_end=rows.count(where=late & (entered > last_days) & (entered <= period.end)),
        afterwards=rows.count(where=late & (entered > period.end)),
    )


def _days(span: timedelta) -> Any:
    import ibis

    return ibis.interval(days=span.days)
