"""What the plan gives to work reports: the tasks that a period leaves undone."""

from collections.abc import Iterator, Mapping
from typing import Final

from jiedao.applications.plan import names, published
from jiedao.applications.plan.options import Domain
from jiedao.applications.plan.published import APPRAISAL, ECONOMY, ENVIRONMENT, POLICE
from jiedao.applications.plan.queries import readable
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
    the period."""
    rows = Project.objects.filter(town_id=town_id, kind=names.TASK, state__in=names.OPEN)
    for task in rows.select_related("unit").order_by("id"):
        due = task.ends_on
        domain = Domain(task.attributes.get("domain") or Domain.OTHER)
        goal = next(readable(values_of(task.attributes)), None)
        promised = (goal.key, goal.period, goal.filters) if goal else ("", "", {})
        yield Unfinished(
            task.title, names.TASK, task.pk, due, task.unit.name if task.unit else "",
            _SECTIONS[domain], due is not None and due <= period.end, *promised,
        )  # fmt: skip


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
