"""Late entries: records of a period that were written down long after what they tell of.

A flood of them just before a cut-off, or after it, is shown beside the figure; nobody is blamed,
but who signs must have seen it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

from jiedao.engines.indicators import compiling, days, prepared
from jiedao.engines.indicators.compiling import Filters
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.prepared import Question
from jiedao.engines.indicators.quotients import parts_of
from jiedao.engines.indicators.values import NO_FILTERS, opened
from jiedao.kernel import clock
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
    if _ENTERED not in prepared.types_of(indicator.kind):
        return None
    question = _question(days.steady_offset(_since(period)))
    with opened(town_id) as tables:
        found = tables.answer(question, [indicator], period, filters).to_pylist()[0]
    return LateEntries(**{name: int(value or 0) for name, value in found.items()})


def _since(period: Period) -> Period:
    """With the days until now: what is late was written down after it."""
    return Period(period.start, max(period.end, clock.today()))


@cache
def _question(offset: int | None) -> Question:
    def shape(some: Sequence[Indicator], rows: Any, period: Period) -> Any:
        return _counts(some[0], compiling.counted(some[0], rows), period, offset)

    return Question(f"late {offset}", shape, (_ENTERED,))


def _counts(indicator: Indicator, rows: Any, period: Period, offset: int | None) -> Any:
    import ibis

    entered = rows[_ENTERED]
    counted_on = days.day_of(rows[indicator.date_field], offset)
    late = days.day_of(entered, offset) > counted_on + LATE_AFTER.days
    last_days, after = (
        ibis.literal(Period(day, day).bounds[1])
        for day in (period.end - BEFORE_CUT_OFF, period.end)
    )
    return rows.aggregate(
        records=rows.count(),
        late=rows.count(where=late),
        at_the_end=rows.count(where=late & (entered >= last_days) & (entered < after)),
        afterwards=rows.count(where=late & (entered >= after)),
    )
