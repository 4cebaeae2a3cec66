"""What the figures of targets are now: asked once for many tasks, kept for a minute.

Figures come from the columnar mirror, which follows the records by minutes: a page that is looked
at again within one need not ask again.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from jiedao.applications.plan.goals import Goal
from jiedao.applications.plan.standing import Identity
from jiedao.engines.indicators import values
from jiedao.engines.indicators.periods import Period
from jiedao.kernel.errors import Refused

_KEPT_SECONDS: Final = 60.0
_KEPT_AT_MOST: Final = 5000
_kept: dict[tuple[int, Identity], tuple[float, float | None]] = {}
_lock = threading.Lock()


def actuals(town_id: int, goals: Iterable[Goal]) -> dict[Identity, float]:
    """The present value of each goal's figure in its period; those that are not known left out.

    One question for each period and set of filters, however many tasks ask.
    """
    wanted = {goal.identity: goal for goal in goals}
    moment = time.monotonic()
    with _lock:
        kept = {one: _kept[town_id, one] for one in wanted if (town_id, one) in _kept}
    kept = {one: there for one, there in kept.items() if there[0] > moment}
    fresh = _asked(town_id, [goal for one, goal in wanted.items() if one not in kept])
    with _lock:
        if len(_kept) > _KEPT_AT_MOST:
            _kept.clear()
        until = moment + _KEPT_SECONDS
        _kept.update({(town_id, one): (until, value) for one, value in fresh.items()})
    values_now = {one: value for one, (_until, value) in kept.items()} | fresh
    return {one: value for one, value in values_now.items() if value is not None}


def forget() -> None:
    """Ask anew next time."""
    with _lock:
        _kept.clear()


def _asked(town_id: int, goals: Iterable[Goal]) -> dict[Identity, float | None]:
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Goal]] = defaultdict(list)
    for goal in goals:
        groups[goal.period, goal.identity[2]].append(goal)
    found: dict[Identity, float | None] = {}
    for (period, filters), some in groups.items():
        found |= _group(town_id, period, dict(filters), some)
    return found


def _group(
    town_id: int, period: str, filters: dict[str, str], goals: list[Goal]
) -> dict[Identity, float | None]:
    """The figures of one period and one set of filters; none for those that cannot be split so."""
    unknown: dict[Identity, float | None] = {goal.identity: None for goal in goals}
    asked = [goal for goal in goals if _can_be(goal, filters)]
    if not asked:
        return unknown
    try:
        given = values.values_of(
            {goal.key for goal in asked},
            town_id=town_id,
            period=Period.parse(period),
            filters=filters,
        )
    except (Refused, ModuleNotFoundError):  # no mirror here: progress is as reported
        return unknown
    return unknown | {
        goal.identity: given[goal.key].get((), values.Value(None)).value for goal in asked
    }


def _can_be(goal: Goal, filters: dict[str, str]) -> bool:
    found = goal.indicator
    return found is not None and set(filters) <= set(values.dimensions_of(found))
