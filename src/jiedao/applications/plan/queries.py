"""What the plan asks of its records."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from jiedao.applications.plan import names
from jiedao.applications.plan.goals import Goal, goals_of
from jiedao.applications.plan.options import Comparison
from jiedao.applications.plan.tasks import values_of
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.targets import Target
from jiedao.engines.projects.models import Project
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid

QUALIFIERS: Final[Mapping[Comparison, str]] = {
    Comparison.AT_LEAST: "at_least",
    Comparison.AT_MOST: "at_most",
    Comparison.EQUAL: "exact",
}


def tasks(reach: Reach) -> QuerySet[Any]:
    """The tasks that a reader may know of."""
    rows: QuerySet[Any] = Project.objects.visible_to(reach, names.TASK)
    return rows


def targets_of(town_id: int, period: Period) -> list[Target]:
    """The targets of the town's tasks whose own period is not over before ``period`` begins;
    those of dropped tasks are nobody's any more."""
    rows = Project.objects.filter(town_id=town_id, kind=names.TASK).exclude(state=names.DROPPED)
    found = []
    for number, attributes in rows.order_by("id").values_list("number", "attributes"):
        values = values_of(attributes)
        found += [
            _target(goal, number, values)
            for goal in readable(values)
            if Period.parse(goal.period).end >= period.start
        ]
    return found


def readable(values: Mapping[str, Any]) -> Iterator[Goal]:
    """The targets of a task; one whose figure is gone, or that is written wrong, is none."""
    try:
        goals = list(goals_of(values))
    except Invalid:
        return
    yield from (goal for goal in goals if goal.indicator is not None)


def _target(goal: Goal, number: str, values: Mapping[str, Any]) -> Target:
    return Target(
        goal.key,
        goal.name,
        goal.value,
        goal.unit,
        goal.period,
        goal.filters,
        QUALIFIERS[goal.comparison],
        number,
        names.TASK,
        str(values.get("source") or ""),
    )
