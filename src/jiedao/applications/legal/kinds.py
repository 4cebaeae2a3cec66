"""Decisions that must be reviewed, legal education by unit, and what is done at an outpost."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.legal import names
from jiedao.applications.legal.disputes import KINDS as CASES
from jiedao.applications.legal.disputes import OPINED, Verdict
from jiedao.engines.cases.models import Case
from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.effects import finish
from jiedao.engines.services.effects import ServiceOptions
from jiedao.engines.services.workflow import ASSIGNED, GIVEN, ORDERED
from jiedao.engines.services.workflow import WORKFLOW as SERVICE
from jiedao.foundation.records.saying import Note, Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State, Workflow
from jiedao.kernel.titles import Title

_EDIT = "records.edit"
DRAFTED, DECIDED, CARRIED_OUT, GIVEN_UP = "drafted", "decided", "carried_out", "given_up"
PASSED_ON = "passed_on"


class Matter(Options):
    """The catalogue of major decisions."""

    PLANNING = "planning", "规划计划", "Planning"
    MONEY = "money", "大额资金", "Large sums"
    PROJECT = "project", "重大项目", "Major project"
    LAND = "land", "土地整备、征收补偿", "Land and compensation"
    CONTRACT = "contract", "重大合同", "Major contract"
    OTHER = "other", "目录外事项", "Not on the catalogue"


class Decision(BaseModel):
    """A decision that is prepared; on the catalogue it needs the adviser's opinion."""

    matter: Matter = attribute(Title("事项类别", "Matter"), listed=True, filterable=True)
    edition: int = attribute(Title("文稿版本", "Version"), 1, listed=True, ge=1, le=100)
    content: str = attribute(
        Title("决策内容", "Content"), widget="textarea", min_length=2, max_length=4000
    )
    minutes: str = attribute(Title("会议纪要文号", "Minutes"), "", max_length=80)


class Decided(Finish, extra="forbid"):
    """The meeting that decided, by its minutes."""

    minutes: str = attribute(Title("会议纪要文号", "Minutes"), min_length=2, max_length=80)


class Audience(Options):
    """Whom it is for."""

    RESIDENTS = "residents", "居民", "Residents"
    ENTERPRISES = "enterprises", "企业", "Enterprises"
    PUPILS = "pupils", "学生", "Pupils"
    WORKERS = "workers", "务工人员", "Workers"
    STAFF = "staff", "机关干部", "Staff"


class Duty(BaseModel):
    """A law that a unit makes known: its line of the duty list."""

    law: str = attribute(
        Title("法律法规", "Law"), listed=True, filterable=True, min_length=2, max_length=120
    )
    audience: Audience = attribute(Title("对象", "Audience"), listed=True, filterable=True)
    times: int = attribute(Title("年度场次", "Events a year"), 1, ge=1, le=1000)


class Event(BaseModel):
    """An event of legal education; how many came is counted as for every activity."""

    audience: Audience = attribute(Title("对象", "Audience"), listed=True, filterable=True)
    topic: str = attribute(Title("主题", "Topic"), "", listed=True, filterable=True, max_length=80)
    materials: int = attribute(
        Title("派发资料", "Materials handed out"), 0, unit=Title("份", "copies"), listed=True,
        total=True, ge=0, le=10_000_000,
    )  # fmt: skip


class Outpost(BaseModel):
    """Where advice and mediation are to be had."""

    hours: str = attribute(Title("服务时间", "Hours"), "", listed=True, max_length=120)
    lawyer: str = attribute(Title("驻点律所", "Law firm"), "", listed=True, max_length=120)


class Sort(Options):
    """What is done there."""

    ADVICE = "advice", "法律咨询", "Advice"
    MEDIATION = "mediation", "调解", "Mediation"
    AID = "aid", "法律援助转介", "Legal aid"


class Service(BaseModel):
    """A booking, what was said, and whom it was passed on to; what it is about is for few eyes."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    booked_for: date | None = attribute(Title("预约日期", "Booked for"), None, listed=True)
    contact: str = attribute(
        Title("联系方式", "Contact"), "", widget="phone", personal=True, max_length=40
    )
    passed_to: str = attribute(Title("转办单位", "Passed on to"), "", listed=True, max_length=120)


class PassOn(Reason, extra="forbid"):
    """What the outpost cannot settle goes on to somebody who can."""

    passed_to: str = attribute(Title("转办单位", "Passed on to"), min_length=2, max_length=120)


def is_reviewed(work: Work) -> str:
    """The adviser must have found this very version lawful."""
    if work.values["matter"] == Matter.OTHER:
        return ""
    record = work.record
    opinions = Case.objects.filter(
        town_id=record.town_id, kind=names.OPINION, subject_kind=record.kind,
        subject_id=record.pk, state=OPINED, attributes__edition=work.values["edition"],
    )  # fmt: skip
    latest = opinions.order_by("-closed_at", "-id").first()
    if latest is None:
        return _("第 %(n)d 版还没有法律意见，不能决策。") % {"n": work.values["edition"]}
    unlawful = latest.attributes.get("verdict") == Verdict.UNLAWFUL
    return _("法律意见认为不合法，请修改后重新审查。") if unlawful else ""


def decide(work: Work, said: Decided) -> None:
    """Decided on a day, by the minutes of a meeting."""
    finish(work, said)
    work.values["minutes"] = said.minutes


def revise(work: Work, _said: Reason) -> None:
    """Another version needs another opinion."""
    work.values["edition"] += 1


_DECISIONS = Workflow("major_decision", Title("重大行政决策", "Major decision"), (
    State(DRAFTED, Title("拟订中", "Drafted")),
    State(DECIDED, Title("已决策", "Decided")),
    State(CARRIED_OUT, Title("已执行归档", "Carried out"), open=False),
    State(GIVEN_UP, Title("已终止", "Given up"), open=False),
), (
    Move("revise", Title("修改文稿", "Revise"), (DRAFTED,), None, _EDIT, data=Reason,
         effect=revise),
    Move("decide", Title("登记决策", "Record the decision"), (DRAFTED,), DECIDED, names.DECIDE,
         data=Decided, effect=decide, rule=is_reviewed, primary=True),
    Move("file", Title("执行归档", "Carried out"), (DECIDED,), CARRIED_OUT, _EDIT, data=Note,
         primary=True),
    Move("give_up", Title("终止", "Give up"), (DRAFTED, DECIDED), GIVEN_UP, names.DECIDE,
         data=Reason, danger=True),
), initial=DRAFTED)  # fmt: skip
_ADVICE = replace(
    SERVICE,
    key="outpost_service",
    titles=Title("前哨站服务", "Outpost service"),
    states=(*SERVICE.states, State(PASSED_ON, Title("已转办", "Passed on"), open=False)),
    moves=(
        *SERVICE.moves,
        Move("pass_on", Title("转办", "Pass on"), (ORDERED, ASSIGNED, GIVEN), PASSED_ON, _EDIT,
             data=PassOn),
    ),
)  # fmt: skip

KINDS = (
    *CASES,
    Kind(names.DECISION, "project", Title("重大行政决策", "Major decisions"), "legal",
         attributes=Decision, workflow=_DECISIONS, icon="file-certificate", prefix="LGA",
         name=Title("决策事项", "Decision"), without=("place", "address", "area", "area_size")),
    Kind(names.DUTY, "register", Title("普法责任清单", "Duties of legal education"), "legal",
         attributes=Duty, icon="list-check", prefix="LGB",
         without=("place", "address", "area", "capacity")),
    Kind(names.EVENT, "activity", Title("普法宣传活动", "Legal-education events"), "legal",
         attributes=Event, icon="speakerphone", prefix="LGC", about=(names.DUTY,)),
    Kind(names.OUTPOST, "register", Title("法治前哨站", "Legal outposts"), "legal",
         attributes=Outpost, icon="building-bank", prefix="LGD",
         map_style=MapStyle("square", "scale"), without=("capacity",)),
    Kind(names.ADVICE, "service", Title("前哨站服务", "Outpost services"), "legal",
         attributes=Service, workflow=_ADVICE, icon="messages", prefix="LGE",
         about=(names.OUTPOST,), options=ServiceOptions(), restricted=True),
)  # fmt: skip
