"""Recycling stations: the register, its checks, and what is cleared and looked at again."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from jiedao.applications.appearance import names
from jiedao.applications.appearance.checklists import RECYCLING
from jiedao.applications.appearance.street import not_ahead
from jiedao.engines.cases.actions import NewCase
from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind, workflow_of
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work as CaseWork
from jiedao.engines.visits.checklists import Question
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.titles import Title

FOUND, CLEARED, KEPT_CLEAR = "found", "cleared", "kept_clear"


class Sort(Options):
    """A place, or a vehicle that serves as one."""

    STATION = "station", "回收站点", "Station"
    VEHICLE = "vehicle", "以车代库", "Vehicle as a store"


class Station(BaseModel):
    """A station with its papers."""

    permit: str = attribute(Title("备案号", "Registration"), "", listed=True, max_length=80)
    permit_until: date | None = attribute(Title("证照有效期至", "Papers valid until"), None)
    checked_on: date | None = attribute(Title("上次检查", "Last checked"), None, listed=True)
    faults: int = attribute(Title("上次检查问题数", "Problems at the last check"), 0, ge=0, le=100)


class ViolationFacts(BaseModel, extra="forbid"):
    """A station or vehicle that must go."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    question: str = attribute(Title("检查项", "Question"), "", max_length=200)
    cleared_on: date | None = attribute(Title("清退日期", "Cleared on"), None, listed=True)
    relapses: int = attribute(Title("回潮次数", "Relapses"), 0, listed=True, ge=0, le=1000)


class Cleared(MoveData):
    """When it was cleared."""

    cleared_on: date = attribute(Title("清退日期", "Cleared on"), default_factory=clock.today)


def clear(work: CaseWork, given: Cleared) -> None:
    """Counts from this day; it is looked at again within a month."""
    not_ahead(given.cleared_on, "cleared_on")
    store(work, cleared_on=given.cleared_on)


def relapse(work: CaseWork, _given: WithReason) -> None:
    """It came back: it is not cleared, and the case begins anew."""
    store(work, cleared_on=None, relapses=int(work.case.attributes.get("relapses", 0)) + 1)


def learn(subject: Work, visit: Work) -> None:
    """The station remembers when it was looked at last, and what was found."""
    record: Any = visit.record
    if (seen := subject.values.get("checked_on")) is None or seen <= record.day:
        subject.values.update(checked_on=record.day, faults=record.faults)


def violation_of(visit: Work, question: Question, note: str) -> NewCase | str:
    """A fault opens a violation about the station; one that is open already is named instead."""
    record = visit.record
    kind, record_id = visit.subject or ("", 0)
    known = Case.objects.filter(
        town_id=record.town_id, kind=names.VIOLATION, subject_kind=kind, subject_id=record_id,
        state__in=workflow_of(names.VIOLATION).open_states(), attributes__question=question.titles.zh,
    )  # fmt: skip
    if (number := known.values_list("number", flat=True).first()) is not None:
        return str(number)
    return NewCase(
        f"{record.title}：{question.titles.zh}——不符合。{note}", "staff", names.VIOLATION,
        unit_id=record.unit_id or visit.actor.unit_id, longitude=record.lon, latitude=record.lat,
        address=record.address, community_id=record.community_id, grid_id=record.grid_id,
        find_place=False, subject_kind=kind, subject_id=record_id or None,
        attributes={
            "sort": Sort.VEHICLE if question.key == "vehicle" else Sort.STATION,
            "question": question.titles.zh,
        },
    )  # fmt: skip


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(CLEARED, Title("已清退，待复查", "Cleared, to be looked at again")),
    State(KEPT_CLEAR, Title("复查未回潮", "Stayed clear"), open=False),
)
# fmt: off
MOVES = (
    Move("clear", Title("登记清退", "Cleared"), (FOUND,), CLEARED, "cases.handle", Party.LEAD,
         data=Cleared, evidence=("after_photo",), starts=("recheck",), effect=clear, primary=True),
    Move("keep_clear", Title("复查未回潮", "Stayed clear"), (CLEARED,), KEPT_CLEAR, "cases.check",
         Party.NOT_HANDLER, evidence=("check_photo",), primary=True),
    Move("relapse", Title("复查回潮", "Relapsed"), (CLEARED,), FOUND, "cases.check",
         Party.NOT_HANDLER, data=WithReason, stops=("recheck",), effect=relapse, danger=True),
    *(taken_over(key, sources=(FOUND, CLEARED)) for key in ("urge", "supervise", "unsupervise")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
VIOLATIONS = Workflow(
    "recycling_violation", Title("违规站点清退", "Clearing"), STATES, MOVES, FOUND
)
KINDS = (
    Kind(names.STATION, "register", Title("再生资源回收站点", "Recycling stations"), "appearance",
         attributes=Station, icon="recycle", prefix="HSZ", name=Title("站点名称", "Station"),
         map_style=MapStyle("circle", "recycle"), without=("capacity",)),
    Kind(names.CHECK, "visit", Title("回收站点检查", "Station checks"), "appearance", icon="walk",
         prefix="HSJ", about=(names.STATION,), without=("organisation",),
         options=VisitOptions(checklist=RECYCLING, learns=learn, finds=violation_of)),
    Kind(names.VIOLATION, "case", Title("违规回收站点", "Violating recycling sites"), "appearance",
         attributes=ViolationFacts, workflow=VIOLATIONS, icon="recycle",
         map_style=MapStyle("diamond", "recycle"), about=(names.STATION,),
         options=CaseOptions(
             (ClockKind("recheck", Title("复查", "Look again"), Limit(30, LimitUnit.DAYS)),),
             by_moves=("cleared_on", "relapses"),
         )),
)  # fmt: skip
