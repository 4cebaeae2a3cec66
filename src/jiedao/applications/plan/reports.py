"""What the plan gives to work reports: the tasks that a period leaves undone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from jiedao.applications.plan import names, published
from jiedao.applications.plan.actuals import actuals
from jiedao.applications.plan.goals import Goal
from jiedao.applications.plan.options import Comparison, Domain
from jiedao.applications.plan.published import APPRAISAL, ECONOMY, ENVIRONMENT, POLICE
from jiedao.applications.plan.queries import QUALIFIERS, readable
from jiedao.applications.plan.standing import Actuals, is_reached
from jiedao.applications.plan.tasks import values_of
from jiedao.engines.indicators.periods import Period
from jiedao.engines.projects.models import Project
from jiedao.engines.reports.slots import ReportPart, Unfinished, UnfinishedSource

_SECTIONS: Final[Mapping[Domain, str]] = {
    Domain.PARTY_BUILDING: "self",
    Domain.ECONOMY: "economy",
    Domain.INVESTMENT: "economy",
    Domain.ENTERPRISE_SERVICE: "economy",
    Domain.LAND_SPACE: "space",
    Domain.URBAN_RENEWAL: "space",
    Domain.TRANSPORT: "construction",
    Domain.APPEARANCE: "management",
    Domain.ENVIRONMENT: "environment",
    Domain.GRID: "governance",
    Domain.REQUESTS: "livelihood",
    Domain.LAW: "governance",
    Domain.SAFETY: "safety",
    Domain.EMERGENCY: "safety",
    Domain.POLICING: "governance",
    Domain.DISPUTES: "governance",
    Domain.EDUCATION_HEALTH: "livelihood",
    Domain.ELDERLY: "livelihood",
    Domain.ASSISTANCE: "livelihood",
    Domain.HOUSING: "livelihood",
    Domain.LIVELIHOOD: "livelihood",
    Domain.SERVICE_HALL: "livelihood",
    Domain.CULTURE: "culture",
    Domain.VETERANS: "livelihood",
    Domain.DEPUTIES: "governance",
    Domain.DISCIPLINE: "self",
    Domain.STAFF: "self",
    Domain.AID: "other",
    Domain.OTHER: "other",
}
"""The section of a report in which a domain of the plan is told."""


def unfinished_of(town_id: int, period: Period) -> Iterator[Unfinished]:
    """Tasks that are not closed, those set for the time after it as well; late are those due within
    the period. What every target of a task shows as reached is met, closed or not."""
    rows = Project.objects.filter(town_id=town_id, kind=names.TASK, state__in=names.OPEN)
    tasks = list(rows.select_related("unit").order_by("id"))
    goals = {task.pk: list(readable(values_of(task.attributes))) for task in tasks}
    reached = actuals(town_id, (goal for some in goals.values() for goal in some))
    for task in tasks:
        yield _unfinished(task, goals[task.pk], reached, period)


def _unfinished(
    task: Project, goals: Sequence[Goal], reached: Actuals, period: Period
) -> Unfinished:
    due = task.ends_on
    over = due is not None and due <= period.end
    domain = Domain(task.attributes.get("domain") or Domain.OTHER)
    goal = goals[0] if goals else None
    return Unfinished(
        task.title, names.TASK, task.pk, due, task.unit.name if task.unit else "",
        _SECTIONS[domain], over,
        key=goal.key if goal else "",
        period=goal.period if goal else "",
        filters=goal.filters if goal else {},
        value=goal.value if goal else None,
        qualifier=QUALIFIERS[goal.comparison] if goal else "",
        met=bool(goals) and all(_is_met(one, reached, over=over) for one in goals),
        holds=bool(goals) and all(_holds(one) for one in goals),
        begun=task.state in (names.UNDER_WAY, names.CLOSING),
    )  # fmt: skip


def _is_met(goal: Goal, reached: Actuals, *, over: bool) -> bool:
    """Whether a target leaves nothing to be done: one that is to be kept does so only afterwards."""
    known = reached.get(goal.identity)
    return known is not None and is_reached(goal, known) and (over or not _holds(goal))


def _holds(goal: Goal) -> bool:
    """Whether it is to be kept all the time: a ceiling, or a figure that may fall again."""
    return goal.comparison is Comparison.AT_MOST or goal.unit in ("%", "％")


PARTS = (
    ReportPart("plan.economy", "plan", "economy", "主要经济指标。", published.of(ECONOMY), 1),
    ReportPart("plan.police", "plan", "governance", "社会治安。", published.of(POLICE), 1),
    ReportPart(
        "plan.environment", "plan", "environment", "环境质量。", published.of(ENVIRONMENT), 1
    ),
    ReportPart("plan.appraisal", "plan", "management", "测评考核。", published.of(APPRAISAL), 1),
)
"""What others publish is told where it belongs, not together."""
UNFINISHED = (UnfinishedSource("plan", unfinished_of),)
