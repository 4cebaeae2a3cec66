"""On which day of the town a moment lies, as a column: by plain arithmetic where the town's clock
was not changed meanwhile. DuckDB's calendar takes longer than all the rest of a question.
"""

from functools import cache
from typing import Any, Final

from jiedao.engines.indicators.periods import Period
from jiedao.kernel.clock import TOWN_ZONE

DAY: Final = "counted_on"
"""The group of the day on which a record is counted (``day_of``)."""
_SECONDS, _MICRO = 86_400, 1_000_000


def steady_offset(period: Period) -> int | None:
    """Seconds by which the town's clock was ahead of UTC all the time; None where it changed."""
    moments = [month.bounds[0] for month in period.months()] + [period.bounds[1]]
    found = {moment.astimezone(TOWN_ZONE).utcoffset() for moment in moments}
    known = found.pop()
    return None if found or known is None else round(known.total_seconds())


def day_of(column: Any, offset: int | None) -> Any:
    """The day as a number since 1970, of a column of dates or moments."""
    dtype = column.type()
    if dtype.is_date() or offset is None:
        column, ahead = column.cast("date").cast("timestamp"), 0
    else:
        # A moment without a zone is the town's civil time already.
        ahead = offset if getattr(dtype, "timezone", None) else 0
    return (_microseconds()(column) + ahead * _MICRO) // (_SECONDS * _MICRO)


@cache
def _microseconds() -> Any:
    """DuckDB's own function: Ibis asks for seconds by way of the calendar."""
    import ibis

    @ibis.udf.scalar.builtin(name="epoch_us")  # type: ignore[untyped-decorator]
    def epoch_us(moment) -> int: ...  # type: ignore[no-untyped-def,empty-body]  # any moment

    return epoch_us
