"""The families of visits and of plans, as the generated pages and files know them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.visits.checklists import checklists
from jiedao.engines.visits.models import Plan, Visit
from jiedao.engines.visits.options import PlanOptions, VisitOptions
from jiedao.engines.visits.workflow import PLAN, VISIT
from jiedao.foundation.records.families import WHAT, Family, RecordFields
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


class VisitFields(RecordFields):
    """What a visit asks: it is named after what is visited."""

    title: str = attribute(
        Title("走访事由", "Occasion"), "", group=WHAT, max_length=200,
        help=Title("不填则用走访对象的名称", "Left empty, it is named after what is visited"),
    )  # fmt: skip
    day: date = attribute(
        Title("走访日期", "Date of the visit"), group=WHAT, default_factory=clock.today
    )


class PlanFields(RecordFields):
    """What a plan asks."""

    day: date = attribute(Title("开始日期", "From"), group=WHAT, default_factory=clock.today)
    ends_on: date = attribute(
        Title("截止日期", "Until"), group=WHAT,
        default_factory=lambda: clock.today() + timedelta(days=30),
    )  # fmt: skip


def _visit_changing(work: Work) -> None:
    """A visit is named after its subject, and is due on its day."""
    record: Any = work.record
    if not record.title and work.subject_record is not None:
        record.title = work.subject_record.title
    if not record.title:
        raise Invalid(_("请写明走访事由。"), field="title", code="no_title")
    if record.state == VISIT.initial:
        record.due_at = datetime.combine(record.day, time(23, 59, 59), clock.TOWN_ZONE)


def _plan_changing(work: Work) -> None:
    """A plan ends after it begins, and is due when it ends."""
    record: Any = work.record
    if record.ends_on < record.day:
        raise Invalid(_("截止日期早于开始日期。"), field="ends_on", code="bad_span")
    opened = work.schema.workflow.state(record.state).open
    end = datetime.combine(record.ends_on, time(23, 59, 59), clock.TOWN_ZONE)
    record.due_at = end if opened else None


def _check_visit(kind: Kind) -> str:
    options = kind.options
    if isinstance(options, VisitOptions) and options.checklist:
        return "" if options.checklist in checklists else f"no checklist {options.checklist!r}"
    return ""


def _check_plan(kind: Kind) -> str:
    return (
        ""
        if isinstance(kind.options, PlanOptions)
        else "options=PlanOptions(…) says what it covers"
    )


VISITS = Family(
    "visit", Title("走访检查", "Visits"), Visit, VISIT, fields=VisitFields, options=VisitOptions,
    changing=_visit_changing, check=_check_visit, icon="walk", order=20,
)  # fmt: skip
PLANS = Family(
    "plan", Title("计划与专项", "Plans"), Plan, PLAN, fields=PlanFields, options=PlanOptions,
    changing=_plan_changing, check=_check_plan, icon="target", order=30,
)  # fmt: skip
