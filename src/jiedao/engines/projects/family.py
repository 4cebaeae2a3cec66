"""The family of projects, as the generated pages and files know it."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.projects.data import M2, YUAN, Money
from jiedao.engines.projects.models import Project
from jiedao.engines.projects.workflow import WORKFLOW
from jiedao.foundation.records.families import WHAT, Derived, Family, RecordFields, always
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

MONEY = Title("资金与规模", "Funds and scale")


class ProjectFields(RecordFields):
    """What a project asks besides."""

    day: date = attribute(Title("申报日期", "Proposed on"), group=WHAT, default_factory=clock.today)
    ends_on: date | None = attribute(Title("计划完成", "To be done by"), None, group=WHAT)
    amount_planned: Money | None = attribute(
        Title("计划资金", "Planned"), None, group=MONEY, unit=YUAN, widget="money", total=True, ge=0
    )
    area_size: Money | None = attribute(
        Title("面积", "Area"), None, group=MONEY, unit=M2, total=True, ge=0
    )


def _changing(work: Work) -> None:
    """It ends after it begins, and is due at the end of that day."""
    project: Any = work.record
    if project.ends_on is None:
        project.due_at = None
        return
    if project.ends_on < project.day:
        raise Invalid(_("计划完成早于申报日期。"), field="ends_on", code="bad_span")
    opened = work.schema.workflow.state(project.state).open
    end = datetime.combine(project.ends_on, time(23, 59, 59), clock.TOWN_ZONE)
    project.due_at = end if opened else None


def _derived(kind: Kind) -> tuple[Derived, ...]:
    """How far it is; and what was paid, of what costs anything."""
    progress = Derived("progress", Title("进度", "Progress"), Title("%", "%"))
    if "amount_planned" in kind.without:
        return (progress,)
    return progress, Derived("amount_paid", Title("已支付", "Paid"), YUAN)


PROJECTS = Family(
    "project", Title("项目", "Projects"), Project, WORKFLOW, fields=ProjectFields,
    changing=_changing, deadlines=always, derived=_derived, icon="briefcase", order=40,
)  # fmt: skip
