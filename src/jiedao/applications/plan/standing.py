"""How a task stands: its light against the calendar.

The share of time that has passed (from the beginning of the plan's period, or the day the task was
set, to its due date) is held against the share of the target that is reached. Green: no more than
10 points behind, or asked to be closed in time. Amber: no more than 25 points behind. Red: further
behind, or overdue. Grey: closed. Neutral: no unit has it yet.

- A target of a flow (counted or added up over its period): actual ÷ target.
- A ceiling of a flow (不超过): what is used up of it may run ahead of time no further than that;
  beyond it: red.
- A target of a stock, a rate or a mean is reached or not, its share says nothing of the calendar:
  reached it counts as in time, else the progress reported stands for it; so it does for a task
  without a number, or whose actual value is not known.
- What was reported is held against the calendar of the day of the report, and stands for a month:
  nobody falls behind between two monthly reports.
- Of several targets, the one furthest behind decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jiedao.applications.plan import names
from jiedao.applications.plan.goals import Goal
from jiedao.applications.plan.options import Comparison
from jiedao.kernel.declarations import Tone

GREEN_BEHIND: Final = 0.10
AMBER_BEHIND: Final = 0.25
TOO_FAR_APART: Final = 10
"""Points between the progress that was reported and the one computed."""
A_REPORT_STANDS: Final = timedelta(days=31)
_FLOWS: Final = ("count", "total", "distinct")
_ON_TIME: Final = 0.0
_BEYOND: Final = -1.0
_ROUNDING: Final = 1e-9

Identity = tuple[str, str, tuple[tuple[str, str], ...]]
Actuals = Mapping[Identity, float]
"""What each figure is now, by the identity of the goals that ask for it; unknown ones left out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a task its light depends on; ``progress`` in per cent."""

    state: str
    begins: date
    ends_on: date | None
    finished_on: date | None
    progress: int
    reported_on: date | None = None
    goals: tuple[Goal, ...] = ()


def elapsed(begins: date, ends_on: date | None, today: date) -> float:
    """The share of the task's time that has passed, 0 to 1; of a task without a date none."""
    if ends_on is None or today <= begins:
        return 0.0
    days = (ends_on - begins).days + 1
    return min(1.0, (today - begins).days / days) if days > 0 else 1.0


def is_overdue(task: Standing, today: date) -> bool:
    """Whether its date passed before it was done; what was done in time and waits for its
    acceptance is not."""
    if task.ends_on is None or task.ends_on >= today or task.state not in names.OPEN:
        return False
    in_time = task.finished_on is not None and task.finished_on <= task.ends_on
    return not (task.state == names.CLOSING and in_time)


def light(task: Standing, actuals: Actuals, today: date) -> Tone:
    """The one colour of a task."""
    if task.state not in names.OPEN:
        return Tone.GREY
    if is_overdue(task, today):
        return Tone.RED
    if task.state not in names.RUNNING:
        return Tone.NEUTRAL
    if task.state == names.CLOSING:
        return Tone.GREEN
    behind = -ahead(task, actuals, today) - _ROUNDING
    if behind <= GREEN_BEHIND:
        return Tone.GREEN
    return Tone.AMBER if behind <= AMBER_BEHIND else Tone.RED


def ahead(task: Standing, actuals: Actuals, today: date) -> float:
    """By how much of the whole it is ahead of the calendar; negative, behind it."""
    time = elapsed(task.begins, task.ends_on, today)
    reported = task.progress / 100 - elapsed(task.begins, task.ends_on, _stands_for(task, today))
    known = [goal for goal in task.goals if goal.identity in actuals]
    if not known:
        return reported
    return min(_ahead(goal, actuals[goal.identity], time, reported) for goal in known)


def _stands_for(task: Standing, today: date) -> date:
    """The day to which the report speaks."""
    if task.reported_on is None:
        return today
    return min(today, max(task.reported_on, today - A_REPORT_STANDS))


def _ahead(goal: Goal, actual: float, time: float, reported: float) -> float:
    if not is_flow(goal):
        return _ON_TIME if is_reached(goal, actual) else reported
    target = float(goal.value)
    if goal.comparison is Comparison.AT_MOST:
        return time - share(actual, target) if actual <= target else _BEYOND
    return min(share(actual, target), 1.0) - time


def is_flow(goal: Goal) -> bool:
    """Whether the figure gathers over its period, so that the calendar says how far it should be."""
    found = goal.indicator
    if found is None or not found.date_field or found.compare:
        return False
    return found.formula.measure in _FLOWS


def is_reached(goal: Goal, actual: float) -> bool:
    """Whether the number is there."""
    target = float(goal.value)
    if goal.comparison is Comparison.AT_MOST:
        return actual <= target + _ROUNDING
    if goal.comparison is Comparison.EQUAL:
        return abs(actual - target) <= _ROUNDING
    return actual >= target - _ROUNDING


def share(actual: float, target: float) -> float:
    """Of the target what is there; of a target of nothing, nothing is used up by nothing."""
    if not target:
        return 1.0 if actual else 0.0
    return actual / target


def computed(goals: Iterable[Goal], actuals: Actuals) -> int | None:
    """The progress that the records tell, in per cent: of the target furthest behind that gathers
    over its period; None where there is none, or its value is not known."""
    shares = [
        min(share(actuals[one.identity], float(one.value)), 1.0)
        for one in goals
        if one.identity in actuals and is_flow(one) and one.comparison is not Comparison.AT_MOST
    ]
    return round(100 * min(shares)) if shares else None


def differs(reported: int, found: int | None) -> bool:
    """Whether what was reported and what was computed are so far apart that it must be said."""
    return found is not None and abs(reported - found) > TOO_FAR_APART


def first_known(goals: Iterable[Goal], actuals: Actuals) -> Goal | None:
    """The goal that a line with room for one shows: the first whose actual value is known, else
    the first."""
    chosen = list(goals)
    return next((one for one in chosen if one.identity in actuals), chosen[0] if chosen else None)
