"""Values that were asked for lately, as long as the records they were counted from are the same.

A page asks the same figures again and again; the mirror tells of each kind whether anything changed
since. Kept in the process, the least recently used go first.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from jiedao.engines.indicators.adding import Days, days_of
from jiedao.engines.indicators.lateness import LateEntries, late_entries
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import kinds_of
from jiedao.engines.indicators.values import NO_FILTERS, Group, Value, Values, values_of
from jiedao.kernel import clock, registry
from jiedao.kernel.declarations import Indicator

_MOST: Final = 10_000
_Filters = tuple[tuple[str, Any], ...]
_State = tuple[int, ...]
"""Of every kind that is counted for a figure: a quotient has two."""
_kept: OrderedDict[tuple[Any, ...], dict[Group, Value]] = OrderedDict()
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
    wanted = {key: registry.indicators.get(key) for key in keys}
    states = states_of(town_id, {kind for one in wanted.values() for kind in kinds_of(one)})
    asked = (town_id, period, tuple(by), _frozen(filters), _ended(period))
    places = {
        key: (key, tuple(states[kind] for kind in kinds_of(one)), *asked)
        for key, one in wanted.items()
    }
    with _lock:
        found = {key: _kept[place] for key, place in places.items() if place in _kept}
    missing = [key for key in places if key not in found]
    if missing:
        found |= values_of(missing, town_id=town_id, period=period, by=by, filters=filters)
    with _lock:
        for key, place in places.items():
            _kept[place] = found[key]
            _kept.move_to_end(place)
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
    return _days(
        indicator.key, town_id, _state(town_id, indicator), tuple(periods), by, _frozen(filters)
    )


@lru_cache(maxsize=50)
def _days(
    key: str, town_id: int, version: _State, periods: tuple[Period, ...], by: str, filters: _Filters
) -> Days:
    del version  # it is what the answer depends on
    one = registry.indicators.get(key)
    return days_of(one, town_id=town_id, periods=periods, by=by, filters=dict(filters))


def kept_late_entries(
    indicator: Indicator, *, town_id: int, period: Period, filters: Mapping[str, Any] = NO_FILTERS
) -> LateEntries | None:
    """As ``lateness.late_entries``; asked once for a state of the records."""
    return _late(indicator.key, town_id, _state(town_id, indicator), period, _frozen(filters))


@lru_cache(maxsize=500)
def _late(
    key: str, town_id: int, version: _State, period: Period, filters: _Filters
) -> LateEntries | None:
    del version  # it is what the answer depends on
    one = registry.indicators.get(key)
    return late_entries(one, town_id=town_id, period=period, filters=dict(filters))


def states_of(town_id: int, kinds: Iterable[str]) -> dict[str, int]:
    """Of each kind what is another number whenever its records are others."""
    from jiedao.engines.mirror import source

    with source.open(town_id) as tables:
        return {kind: tables.state(kind) for kind in kinds}


def _state(town_id: int, indicator: Indicator) -> _State:
    return tuple(states_of(town_id, kinds_of(indicator)).values())


def _frozen(filters: Mapping[str, Any]) -> _Filters:
    return tuple(
        (name, tuple(value) if isinstance(value, list | set) else value)
        for name, value in sorted(filters.items())
    )


def _ended(period: Period) -> date | None:
    """A stock of a period that is not over is asked of today; so may be one of its whole year."""
    today = clock.today()
    return today if period.end.year >= today.year else None
