"""What the figures of targets are now: asked for many tasks at once."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from jiedao.applications.plan.goals import Goal
from jiedao.applications.plan.standing import Identity
from jiedao.engines.indicators.comparing import published
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, dimensions_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Refused


def actuals(town_id: int, goals: Iterable[Goal]) -> dict[Identity, float]:
    """The present value of each goal's figure in its period; those that are not known left out.

    One question for each period and set of filters, however many tasks ask; what was counted a
    moment ago is not counted again.
    """
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, Goal]] = defaultdict(dict)
    for goal in goals:
        groups[goal.period, goal.identity[2]][goal.key] = goal
    found: dict[Identity, float] = {}
    for (period, filters), by_key in groups.items():
        found |= _group(town_id, period, dict(filters), by_key)
    return found


def _group(
    town_id: int, period: str, filters: dict[str, str], goals: dict[str, Goal]
) -> dict[Identity, float]:
    """The figures of one period and one set of filters, without those that cannot be split so."""
    keys = sorted(key for key, goal in goals.items() if _can_be(goal, filters))
    if not keys:
        return {}
    try:
        given = kept_values(keys, town_id=town_id, period=Period.parse(period), filters=filters)
    except Refused:
        return {}
    values = {key: given[key].get((), Value(None)).value for key in keys}
    values |= _growths(town_id, Period.parse(period), filters, goals, keys)
    return {goals[key].identity: value for key, value in values.items() if value is not None}


def _growths(
    town_id: int, period: Period, filters: dict[str, str], goals: dict[str, Goal], keys: list[str]
) -> dict[str, float | None]:
    """Figures that are published as a change: so far this year against the same days of last.

    Places among all years are no matter of the calendar, and left unknown.
    """
    compared = {key: goals[key].indicator for key in keys}
    found: dict[str, float | None] = {k: None for k, one in compared.items() if one and one.compare}
    growing = sorted(key for key in found if getattr(compared[key], "compare", "") == "growth")
    today = clock.today()
    if not growing or today < period.start:
        return found
    so_far = Period(period.start, min(period.end, today))
    ask = partial(kept_values, growing, town_id=town_id, filters=filters)
    now, before = ask(period=so_far), ask(period=so_far.year_before())
    for key in growing:
        indicator = compared[key]
        assert indicator is not None
        pair = [values[key].get((), Value(None)) for values in (now, before)]
        found[key] = published(indicator, pair[0], pair[1:])
    return found


def _can_be(goal: Goal, filters: dict[str, str]) -> bool:
    found = goal.indicator
    return found is not None and set(filters) <= set(dimensions_of(found))
