"""Values that were asked for lately, as long as the records they were counted from are the same.

A page asks the same figures again and again; the mirror tells by its version whether anything
changed since. Kept in the process, the least recently used go first.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from jiedao.engines.indicators.adding import Days, days_of
from jiedao.engines.indicators.lateness import LateEntries, late_entries
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import NO_FILTERS, Values, values_of
from jiedao.kernel import clock, registry
from jiedao.kernel.declarations import Indicator

_MOST: Final = 2000
_Filters = tuple[tuple[str, Any], ...]
_kept: OrderedDict[tuple[Any, ...], Values] = OrderedDict()
_lock = Lock()


def kept_values(
    keys: Sequence[str],
    *,
    town_id: int,
    period: Period,
    by: Sequence[str] = (),
    filters: Mapping[str, Any] = NO_FILTERS,
) -> Values:
    """As ``values.values_of``, now; not computed again while nothing changed."""
    place = (
        town_id, version_of(town_id), tuple(keys), period, tuple(by), _frozen(filters), _ended(period)
    )  # fmt: skip
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            return _kept[place]
    found = values_of(keys, town_id=town_id, period=period, by=by, filters=filters)
    with _lock:
        _kept[place] = found
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found


def kept_days(
    indicator: Indicator,
    *,
    town_id: int,
    periods: Sequence[Period],
    by: str,
    filters: Mapping[str, Any] = NO_FILTERS,
) -> Days:
    """As ``adding.days_of``; asked once for a state of the records."""
    return _days(indicator.key, town_id, version_of(town_id), tuple(periods), by, _frozen(filters))


@lru_cache(maxsize=50)
def _days(
    key: str, town_id: int, version: str, periods: tuple[Period, ...], by: str, filters: _Filters
) -> Days:
    del version  # it is what the answer depends on
    one = registry.indicators.get(key)
    return days_of(one, town_id=town_id, periods=periods, by=by, filters=dict(filters))


def kept_late_entries(
    indicator: Indicator, *, town_id: int, period: Period, filters: Mapping[str, Any] = NO_FILTERS
) -> LateEntries | None:
    """As ``lateness.late_entries``; asked once for a state of the records."""
    return _late(indicator.key, town_id, version_of(town_id), period, _frozen(filters))


@lru_cache(maxsize=500)
def _late(
    key: str, town_id: int, version: str, period: Period, filters: _Filters
) -> LateEntries | None:
    del version  # it is what the answer depends on
    one = registry.indicators.get(key)
    return late_entries(one, town_id=town_id, period=period, filters=dict(filters))


def version_of(town_id: int) -> str:
    """What changes whenever the town's mirror did."""
    from jiedao.engines.mirror import source

    with source.open(town_id) as tables:
        return str(tables.version)


def _frozen(filters: Mapping[str, Any]) -> _Filters:
    return tuple(
        (name, tuple(value) if isinstance(value, list | set) else value)
        for name, value in sorted(filters.items())
    )


def _ended(period: Period) -> date | None:
    """A stock of a period that is not over is asked of today."""
    today = clock.today()
    return today if period.end >= today else None
