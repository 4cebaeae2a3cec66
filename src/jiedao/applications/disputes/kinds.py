"""Risks of matters, periods of watch, the daily reports of owners, and incidents.

Restricted: only roles that name these kinds see them. A risk is one of a matter; no list and no
profile of persons is kept, and texts with a person's number are refused.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.records.saying import Note
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, Ref, attribute
from jiedao.kernel.declarations import Kind, Move, State, Workflow
from jiedao.kernel.titles import Title

RISK, PERIOD, REPORT = "stability_risk", "watch_period", "watch_report"
INCIDENT = "stability_incident"
LONGEST: Final = 62
"""Days of a period: two months of daily reports are more than any watch has lasted."""
_EDIT = "records.edit"
_PERSON: Final = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
PeriodRef = Annotated[int, Ref(f"record:{PERIOD}")]


class Field(Options):
    """What the matter is about."""

    WAGES = "wages", "欠薪", "Unpaid wages"
    HOUSING = "housing", "问题楼盘", "Stalled housing"
    SITE = "site", "工程安全", "Unsafe site"
    FINANCE = "finance", "涉众金融", "Finance"
    LAND = "land", "征拆补偿", "Land and compensation"
    OTHER = "other", "其他", "Other"


class Grade(Options):
    """How grave."""

    HIGH = "high", "高", "High"
    MEDIUM = "medium", "中", "Medium"
    LOW = "low", "低", "Low"


class Risk(BaseModel):
    """A matter that may become one of many people; its owner is the record's."""

    field: Field = attribute(Title("领域", "Field"), listed=True, filterable=True)
    grade: Grade = attribute(Title("等级", "Grade"), listed=True, filterable=True)
    steps: str = attribute(
        Title("化解措施", "Steps"), widget="textarea", min_length=2, max_length=2000
    )


class Period(BaseModel):
    """A named span in which every owner reports every day."""

    starts_on: date = attribute(Title("开始", "From"), listed=True)
    ends_on: date = attribute(Title("结束", "Until"), listed=True)


class Report(BaseModel):
    """One day of one matter; no incidents is a report as well (零报告)."""

    period: PeriodRef | None = attribute(
        Title("所属时段", "Period"), None, listed=True, filterable=True
    )
    incidents: int | None = attribute(
        Title("异常情况", "Incidents"), None, later=True, listed=True, ge=0, le=1000,
        help=Title("没有填 0（零报告）", "0 where there was none"),
    )  # fmt: skip


class IncidentSort(Options):
    """What happened."""

    MASS = "mass", "大规模群体事件", "Mass incident"
    GATHERING = "gathering", "一般聚集", "Gathering"
    EXTREME = "extreme", "个人极端事件", "Extreme act"


class Incident(BaseModel):
    """What happened on ``day``; how many people, never who."""

    sort: IncidentSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    people: int | None = attribute(
        Title("涉及人数", "People"),
        None,
        unit=Title("人", "persons"),
        ge=1,
        le=1_000_000,
        listed=True,
    )
    course: str = attribute(
        Title("经过和处置", "Course"), widget="textarea", min_length=2, max_length=2000
    )


def nobody_named(work: Work) -> str:
    """A risk is of a matter: no number of a person or a telephone is written down."""
    words = [
        work.record.title,
        *(value for value in work.values.values() if isinstance(value, str)),
    ]
    found = any(_PERSON.search(one) for one in words)
    return _("只登记事，不登记人：请去掉个人证件号和电话。") if found else ""


def owned(work: Work) -> str:
    """Somebody answers for every risk."""
    return "" if work.record.owner_id else _("请指定责任人。")


def in_order(work: Work) -> str:
    """A period ends after it begins, and does not last for ever."""
    first, last = work.values["starts_on"], work.values["ends_on"]
    if last < first:
        return _("结束早于开始。")
    return _("时段太长，请分段登记。") if (last - first).days >= LONGEST else ""


def expect_reports(work: Work, _said: BaseModel) -> None:
    """Every owner owes a report for every day that is left: what is not made stands late."""
    period: Any = work.record
    risks = list(
        Thing.objects.filter(town_id=period.town_id, kind=RISK, state="in_use").order_by("id")
    )
    drafts = [_owed(risk, day, period) for day in _days(work) for risk in risks]
    for added in add_many(period.town_id, REPORT, drafts, actor=work.actor):
        if added.refusal is not None:
            raise added.refusal


def _days(work: Work) -> Iterator[date]:
    day = max(work.values["starts_on"], clock.today())
    while day <= work.values["ends_on"]:
        yield day
        day += timedelta(days=1)


def _owed(risk: Thing, day: date, period: Thing) -> Draft:
    values = {"title": f"{risk.title[:180]} {day}", "day": day, "period": period.pk,
              "owner": risk.owner_id, "unit": risk.unit_id}  # fmt: skip
    return Draft(values, subject=(RISK, risk.pk))


PLANNED, RUNNING, OVER = "planned", "running", "over"
PERIODS = Workflow(
    "watch_period",
    Title("敏感节点", "Period of watch"),
    (
        State(PLANNED, Title("未启动", "Not begun")),
        State(RUNNING, Title("值守中", "Running")),
        State(OVER, Title("已结束", "Over"), open=False),
    ),
    (
        Move("start", Title("启动每日报告", "Begin daily reports"), (PLANNED,), RUNNING, _EDIT,
             effect=expect_reports, primary=True),
        Move("end", Title("结束", "End"), (RUNNING,), OVER, _EDIT, data=Note, primary=True),
    ),
    initial=PLANNED,
)  # fmt: skip
KINDS = (
    Kind(RISK, "register", Title("重点领域风险", "Stability risks"), "disputes", attributes=Risk,
         icon="alert-triangle", prefix="FXD", name=Title("事项", "Matter"), without=("capacity",),
         restricted=True, rules=(nobody_named, owned)),
    Kind(PERIOD, "register", Title("敏感节点", "Periods of watch"), "disputes", attributes=Period,
         workflow=PERIODS, icon="calendar-clock", prefix="JDZ", restricted=True, rules=(in_order,),
         without=("place", "address", "area", "organisation", "capacity")),
    Kind(REPORT, "visit", Title("每日报告", "Daily reports"), "disputes", attributes=Report,
         icon="report", prefix="MRB", about=(RISK,), restricted=True, without=("organisation",),
         rules=(nobody_named,)),
    Kind(INCIDENT, "register", Title("群体性、极端事件", "Incidents"), "disputes",
         attributes=Incident, icon="urgent", prefix="QTS", name=Title("事件", "Incident"),
         about=(RISK,), without=("capacity", "organisation"), restricted=True,
         rules=(nobody_named,)),
)  # fmt: skip
