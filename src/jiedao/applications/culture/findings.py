"""A civility finding: bound to a unit with a deadline, rectified, looked at again, closed."""

from datetime import date
from typing import Final

from pydantic import BaseModel

from jiedao.engines.cases.actions import NewCase
from jiedao.engines.cases.actions.dispatching import hand_over
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work as CaseWork
from jiedao.engines.visits.checklists import Question
from jiedao.foundation.records.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.titles import Title

FINDING: Final = "civility_finding"
POINT: Final = "civility_point"
FOUND, BOUND, RECHECK, STRUCK_OFF = "found", "bound", "recheck", "struck_off"
_OPEN = (FOUND, BOUND, RECHECK)
RECTIFY: Final = "rectify"
_USUAL: Final = Limit(3, LimitUnit.WORKDAYS)


class Source(Options):
    """Who found it."""

    CITY = "city", "市级测评", "City"
    DISTRICT = "district", "区级测评", "District"
    NATION = "nation", "国家测评", "National"
    OWN = "own", "街道自查", "Our own inspection"


class FindingFacts(BaseModel, extra="forbid"):
    """What a finding is besides a case."""

    source: Source = attribute(Title("来源", "Source"), Source.OWN, listed=True, filterable=True)
    document: str = attribute(
        Title("测评批次、文号", "Assessment"), "", listed=True, max_length=120
    )
    question: str = attribute(Title("测评项", "Question"), "", max_length=200)


class Bind(MoveData):
    """Whose it is, and until when."""

    unit: int = attribute(Title("责任单位", "Responsible unit"))
    until: date | None = attribute(
        Title("整改期限", "To be rectified by"), None,
        help=Title("不填为三个工作日", "Three workdays where nothing is said"),
    )  # fmt: skip


class Rectified(MoveData):
    """What was done."""

    note: str = attribute(
        Title("整改情况", "What was done"), widget="textarea", min_length=2, max_length=1000
    )


def bind(work: CaseWork, given: Bind) -> None:
    """The unit has it from now on, and time runs."""
    hand_over(work, given.unit)
    _run(work, given.until)


def _run(work: CaseWork, until: date | None) -> None:
    if until is not None:
        work.begin_clock(RECTIFY, until=until)
    else:
        work.begin_clock(RECTIFY, limit=_USUAL)


def fail(work: CaseWork, _given: WithReason) -> None:
    """Time runs anew."""
    work.case.return_count += 1
    _run(work, None)


def finding_of(visit: Work, question: Question, note: str) -> NewCase:
    """A fault of our own inspection."""
    record = visit.record
    kind, record_id = visit.subject or ("", 0)
    return NewCase(
        f"{record.title}：{question.titles.zh}——不符合。{note}", "staff", FINDING,
        unit_id=record.unit_id or visit.actor.unit_id, longitude=record.lon, latitude=record.lat,
        address=record.address, community_id=record.community_id, grid_id=record.grid_id,
        find_place=False, subject_kind=kind, subject_id=record_id or None,
        attributes={"source": Source.OWN, "question": question.titles.zh},
    )  # fmt: skip


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(BOUND, Title("整改中", "Being rectified")),
    State(RECHECK, Title("待复核", "To recheck")),
    State(STRUCK_OFF, Title("已销号", "Cleared"), open=False),
)
# fmt: off
MOVES = (
    Move("bind", Title("明确责任单位", "Bind to a unit"), (FOUND, BOUND), BOUND, "cases.dispatch",
         data=Bind, effect=bind, primary=True),
    Move("rectify", Title("登记整改完成", "Rectified"), (FOUND, BOUND), RECHECK, "cases.handle",
         Party.LEAD, data=Rectified, evidence=("after_photo",), stops=(RECTIFY,), primary=True),
    Move("strike_off", Title("复核销号", "Clear after recheck"), (RECHECK,), STRUCK_OFF,
         "cases.check", Party.NOT_HANDLER, primary=True),
    Move("fail", Title("复核不通过", "Fail the recheck"), (RECHECK,), BOUND, "cases.check",
         Party.NOT_HANDLER, data=WithReason, effect=fail, danger=True),
    *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
KIND = Kind(
    FINDING,
    "case",
    Title("文明测评问题", "Civility findings"),
    "culture",
    attributes=FindingFacts,
    icon="clipboard-list",
    map_style=MapStyle("diamond", "clipboard-list"),
    workflow=Workflow("civility_finding", Title("测评问题整改", "Findings"), STATES, MOVES, FOUND),
    about=(POINT,),
    options=CaseOptions((ClockKind(RECTIFY, Title("整改", "Rectify"), _USUAL),)),
)  # fmt: skip
