"""The families of visits and of plans, as the generated pages and files know them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, get_args

from django.utils.translation import gettext as _

from jiedao.engines.visits import coverage
from jiedao.engines.visits.checklists import checklists
from jiedao.engines.visits.models import Plan, Visit
from jiedao.engines.visits.options import CHECKLIST, PlanOptions, VisitOptions
from jiedao.engines.visits.workflow import PLAN, SHOWN, VISIT
from jiedao.foundation.records.families import WHAT, Derived, Family, RecordFields, always
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock, registry
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


class VisitFields(RecordFields):
    """What a visit asks: it is named after what is visited."""

    title: str = attribute(
        Title("走访事由", "Reason for the visit"), "", group=WHAT, max_length=200,
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
    if record.pk is None and record.subject_id is not None:
        record.plan = record.plan or coverage.plan_for(record, _plans_of(work.kind.key))
        record.follows = record.follows or coverage.faulty_before(record)
    if record.state == VISIT.initial:
        record.due_at = datetime.combine(record.day, time(23, 59, 59), clock.TOWN_ZONE)


def _plan_changing(work: Work) -> None:
    """A plan ends after it begins, and is due when it ends."""
    record: Any = work.record
    record.checklist = str(work.values.get(CHECKLIST) or record.checklist)
    if record.ends_on < record.day:
        raise Invalid(_("截止日期早于开始日期。"), field="ends_on", code="bad_span")
    opened = work.schema.workflow.state(record.state).open
    end = datetime.combine(record.ends_on, time(23, 59, 59), clock.TOWN_ZONE)
    record.due_at = end if opened else None


def _plans_of(visit: str) -> list[str]:
    """The kinds of plan whose visits are of this kind."""
    return [
        kind.key
        for kind in registry.kinds
        if isinstance(kind.options, PlanOptions) and kind.options.visit == visit
    ]


def _check_visit(kind: Kind) -> str:
    options = kind.options
    named = options.checklist if isinstance(options, VisitOptions) else ""
    return _check_lists([named] if isinstance(named, str) and named else [], kind)


def _check_plan(kind: Kind) -> str:
    options = kind.options
    if not isinstance(options, PlanOptions):
        return "a plan needs PlanOptions: what it covers, and the kind of its visits"
    visit = registry.kinds.find(options.visit)
    if visit is None or visit.family != VISITS.key:
        return f"no kind of visit {options.visit!r}"
    strange = [key for key in options.of if key not in visit.about]
    if strange or not options.of:
        return f"visits of kind {options.visit!r} are never about {strange or 'nothing'}"
    return _check_lists([], kind)


def _check_lists(named: Sequence[str], kind: Kind) -> str:
    """Every checklist that the kind names, or lets one choose, is entered."""
    info = kind.attributes.model_fields.get(CHECKLIST)
    kinds = [] if info is None else [info.annotation, *get_args(info.annotation)]
    chosen = [
        str(option)
        for kind_of_value in kinds
        if isinstance(kind_of_value, type) and issubclass(kind_of_value, Options)
        for option in kind_of_value
    ]
    unknown = [key for key in (*named, *chosen) if key not in checklists]
    return f"no checklist {unknown[0]!r}" if unknown else ""


def _visit_way(kind: Kind) -> Workflow:
    return SHOWN if isinstance(kind.options, VisitOptions) and kind.options.photo else VISIT


def _visit_derived(_kind: Kind) -> tuple[Derived, ...]:
    return (Derived("faults", Title("问题数", "Faults")),)


def _plan_derived(_kind: Kind) -> tuple[Derived, ...]:
    return (
        Derived("target_count", Title("应查", "To visit")),
        Derived("done_count", Title("已查", "Visited")),
    )


_PLACED = frozenset({"place", "address", "area", "organisation"})
"""A visit is where what is visited is."""

VISITS = Family(
    "visit", Title("走访检查", "Visits"), Visit, VISIT, fields=VisitFields, options=VisitOptions,
    changing=_visit_changing, check=_check_visit, deadlines=always,
    derived=_visit_derived, way=_visit_way, of_subject=_PLACED, icon="walk", order=20,
)  # fmt: skip
PLANS = Family(
    "plan", Title("计划与专项", "Plans"), Plan, PLAN, fields=PlanFields, options=PlanOptions,
    changing=_plan_changing, check=_check_plan, deadlines=always,
    derived=_plan_derived, icon="target", order=30,
)  # fmt: skip
