"""A dangerous spot of the road: its class and cause, a measure or works, and a check afterwards."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases.actions.own import keep_fields, store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

HAZARD: Final = "road_hazard"
FOUND, MEASURE, RECHECK, STRUCK_OFF = "found", "measure_set", "recheck", "struck_off"


class Class(Options):
    """Classes of dangerous spots."""

    OCCUPIED = "occupied", "占道经营", "Trading in the road"
    METRO = "metro", "地铁口周边乱象", "Around metro exits"
    SIGNS = "signs", "标志标线缺失", "Signs and markings missing"
    SIGHT = "sight", "视距遮挡", "Sight blocked"
    SURFACE = "surface", "路面破损", "Broken surface"
    LIGHTS = "lights", "照明、信号灯不足", "Lights missing"
    CROSSING = "crossing", "路口、开口不合理", "Bad crossing"
    SCHOOL = "school", "校园周边", "Around schools"
    OTHER = "other", "其他", "Other"


class Way(Options):
    """How it is put right."""

    MEASURE = "measure", "管理措施", "A measure"
    WORKS = "works", "工程整治", "Works"


class HazardFacts(BaseModel, extra="forbid"):
    """What a dangerous spot is besides a case."""

    sort: Class = attribute(Title("类别", "Class"), listed=True, filterable=True)
    cause: str = attribute(Title("成因", "Cause"), max_length=500)
    way: Way | None = attribute(Title("整治方式", "Way"), None, listed=True)
    measure: str = attribute(Title("整治措施", "Measure"), "", max_length=1000)
    rectified_on: date | None = attribute(Title("整治完成", "Rectified on"), None, listed=True)


class Measure(MoveData):
    """What will be done."""

    way: Way = attribute(Title("整治方式", "Way"))
    measure: str = attribute(
        Title("整治措施", "Measure"), widget="textarea", min_length=2, max_length=1000
    )


class Rectified(MoveData):
    """When it was done."""

    rectified_on: date = attribute(Title("整治完成", "Rectified on"), default_factory=clock.today)


def rectify(work: Work, given: Rectified) -> None:
    """Counts from this day, which has come."""
    if given.rectified_on > clock.today():
        raise Invalid(_("日期在将来。"), field="rectified_on", code="future_date")
    store(work, rectified_on=given.rectified_on)


def fail(work: Work, _given: WithReason) -> None:
    """It is as dangerous as before."""
    store(work, rectified_on=None)


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(MEASURE, Title("已定措施", "Measure set")),
    State(RECHECK, Title("待复查", "To recheck")),
    State(STRUCK_OFF, Title("已销号", "Cleared"), open=False),
)
# fmt: off
MOVES = (
    Move("set_measure", Title("确定措施", "Set the measure"), (FOUND,), MEASURE, "cases.handle",
         Party.LEAD, data=Measure, starts=("rectify",), effect=keep_fields, primary=True),
    Move("rectify", Title("登记整治完成", "Rectified"), (FOUND, MEASURE), RECHECK, "cases.handle",
         Party.LEAD, data=Rectified, evidence=("after_photo",), stops=("rectify",), effect=rectify,
         primary=True),
    Move("strike_off", Title("复查销号", "Clear after recheck"), (RECHECK,), STRUCK_OFF,
         "cases.check", Party.NOT_HANDLER, evidence=("check_photo",), primary=True),
    Move("fail", Title("复查不合格", "Fail the recheck"), (RECHECK,), FOUND, "cases.check",
         Party.NOT_HANDLER, data=WithReason, effect=fail, danger=True),
    *(taken_over(key, sources=(FOUND, MEASURE)) for key in ("urge", "supervise", "unsupervise")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
KIND = Kind(
    HAZARD,
    "case",
    Title("道路安全隐患", "Road hazards"),
    "traffic",
    attributes=HazardFacts,
    icon="road",
    map_style=MapStyle("diamond", "road"),
    workflow=Workflow("road_hazard", Title("道路安全隐患", "Road hazard"), STATES, MOVES, FOUND),
    options=CaseOptions(
        (ClockKind("rectify", Title("整治", "Rectify"), Limit(30, LimitUnit.DAYS)),),
        by_moves=("way", "measure", "rectified_on"),
    ),
)  # fmt: skip
