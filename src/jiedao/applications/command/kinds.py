"""An emergency that is called in: reported upward in time, dispatched, followed, closed."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel, create_model

from jiedao.applications.command.incident.actions import follow_source
from jiedao.engines.cases import move_data
from jiedao.engines.cases.actions.dispatching import classify, hand_over
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import Moment, MoveData
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import CASE, Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from jiedao.web.widgets import LonLat, Pin

EVENT: Final = "emergency_event"
LOGGED, SENT, SETTLED = "logged", "sent_out", "settled"
_OPEN = (LOGGED, SENT)
REPORT_UP: Final = "report_up"
_MATTER: Final = Title("事由", "What happened")
_PLACE, _ADDRESS = Title("位置", "Place"), Title("地址", "Address")
# 《突发事件应对法》 art. 64 and the city's rules: by telephone at once, in writing within an hour.
WITHIN: Final = Limit(1, LimitUnit.URGENT_HOURS)


class Sort(Options):
    """The four sorts of the law on emergencies (《突发事件应对法》 art. 2), and what is smaller."""

    DISASTER = "disaster", "自然灾害", "Natural disaster"
    ACCIDENT = "accident", "事故灾难", "Accident"
    HEALTH = "health", "公共卫生", "Public health"
    SECURITY = "security", "社会安全", "Public security"
    OTHER = "other", "其他紧急情况", "Other"


class Grade(Options):
    """How grave."""

    MAJOR = "major", "较大以上", "Larger"
    GENERAL = "general", "一般", "General"
    MINOR = "minor", "苗头性", "Minor"


class EventFacts(BaseModel, extra="forbid"):
    """What an emergency is besides a case; when it was called in is when the case was reported."""

    matter: str = attribute(
        _MATTER, "", max_length=40,
        help=Title("一句话说清出了什么事，大屏、快报都显示；不写姓名、电话",
                   "In one phrase, for screens and reports; no names, no telephones"),
    )  # fmt: skip
    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    grade: Grade = attribute(Title("等级", "Grade"), Grade.GENERAL, listed=True, filterable=True)
    reported_up_at: datetime | None = attribute(
        Title("首报时间", "First reported upward"), None, listed=True
    )
    late_report: bool = attribute(
        Title("迟报", "Reported late"), False, listed=True, filterable=True
    )
    casualties: str = attribute(Title("人员伤亡", "Casualties"), "", max_length=200)
    course: str = attribute(Title("处置经过", "Course"), "", max_length=4000)


class ReportUp(MoveData):
    """When the first report went up, and to whom."""

    reported_up_at: Moment | None = attribute(
        Title("首报时间", "First reported upward"), None,
        help=Title("不填为现在", "Now, where nothing is said"),
    )  # fmt: skip
    note: str = attribute(Title("报送对象", "Reported to"), min_length=2, max_length=200)


class Send(MoveData):
    """Who goes."""

    unit: int = attribute(Title("处置单位", "Unit"))


class Locate(MoveData):
    """Where it is."""

    place: Pin | None = attribute(_PLACE, None)
    address: str = attribute(_ADDRESS, "", widget="address", max_length=300)


class Follow(MoveData):
    """What is known now."""

    matter: str = attribute(_MATTER, "", max_length=40)
    casualties: str = attribute(Title("人员伤亡", "Casualties"), "", max_length=200)
    note: str = attribute(
        Title("最新情况", "What is known now"), widget="textarea", min_length=2, max_length=1000
    )


class Settle(MoveData):
    """How it ended."""

    course: str = attribute(
        Title("处置经过和结果", "Course and result"),
        widget="textarea",
        min_length=2,
        max_length=4000,
    )


def report_up(work: Work, given: ReportUp) -> None:
    """A late report is flagged and stays so: the first one counts."""
    at = given.reported_up_at or work.moment
    if at > work.moment or at < work.case.reported_at:
        raise Invalid(
            _("首报时间应在接报之后、现在之前。"), field="reported_up_at", code="bad_time"
        )
    store(work, reported_up_at=at, late_report=at > _due(work))


def _due(work: Work) -> datetime:
    """By when the first report was due; of what was imported an hour after the call."""
    dues = [row.due_at for row in work.clocks if row.kind == REPORT_UP]
    return min(dues, default=work.case.reported_at + timedelta(hours=WITHIN.amount))


def once(work: Work) -> str:
    """There is one first report."""
    return _("已经首报，续报请用“跟进”。") if work.case.attributes.get("reported_up_at") else ""


def send(work: Work, given: Send) -> None:
    """The unit is told at once."""
    hand_over(work, given.unit)
    tell_units(work, [given.unit], "emergency", _("突发事件，请立即处置并反馈。"))


def as_placed(work: Work) -> type[Locate]:
    """The form begins with the place as it is known."""
    case = work.case
    known = LonLat(case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    return create_model(
        "LocateFrom",
        __base__=Locate,
        place=(Pin | None, attribute(_PLACE, known)),
        address=(str, attribute(_ADDRESS, case.address, widget="address", max_length=300)),
    )


def locate(work: Work, given: Locate) -> None:
    """Place it; a room that was opened for it goes along."""
    if given.place is None and not given.address.strip():
        raise Invalid(_("请在地图上标注位置或填写地址。"), field="place", code="no_place")
    lon, lat = given.place or (None, None)
    said = {"longitude": lon, "latitude": lat, "address": given.address.strip()}
    classify(work, move_data.Classify(**said))
    follow_source(CASE, work.case, actor=work.actor)


def reported(work: Work) -> str:
    """What was never reported upward cannot be closed."""
    return "" if work.case.attributes.get("reported_up_at") else _("还没有首报，不能办结。")


STATES = (
    State(LOGGED, Title("已接报", "Logged")),
    State(SENT, Title("处置中", "Being dealt with")),
    State(SETTLED, Title("已妥善处置", "Settled"), open=False),
)
# fmt: off
MOVES = (
    Move("report_up", Title("首报", "Report upward"), _OPEN, None, "cases.report", data=ReportUp,
         rule=once, stops=(REPORT_UP,), effect=report_up, primary=True),
    Move("send", Title("派遣处置", "Send"), _OPEN, SENT, "cases.dispatch", data=Send, effect=send,
         primary=True),
    Move("locate", Title("定位", "Set the place"), _OPEN, None, "cases.report", data=Locate,
         asks=as_placed, effect=locate),
    Move("follow", Title("跟进", "Follow up"), _OPEN, None, "cases.report", data=Follow),
    Move("settle", Title("处置完毕", "Settle"), (SENT,), SETTLED, "cases.handle", data=Settle,
         rule=reported, primary=True),
    *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise", "take_lead")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
EMERGENCIES = Workflow("emergency_event", Title("突发事件", "Emergency"), STATES, MOVES, LOGGED)
KINDS = (
    Kind(EVENT, "case", Title("突发事件", "Emergencies"), "command", attributes=EventFacts,
         workflow=EMERGENCIES, icon="urgent", map_style=MapStyle("diamond", "urgent"),
         options=CaseOptions(
             (ClockKind(REPORT_UP, Title("首报", "First report"), WITHIN, from_start=True),),
             columns=("matter", "sort", "grade", "late_report"),
             by_moves=("reported_up_at", "late_report", "course"),
             matter="sort", emergency=True,
         )),
)  # fmt: skip
