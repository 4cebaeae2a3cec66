"""An alarm goes off: confirmed by telephone, the nearest force sent, closed with its cause."""

from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases.actions.dispatching import hand_over
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State, Workflow
from jiedao.kernel.titles import Title

PLACE: Final = "small_place"
ALARM: Final = "smoke_alarm"
RAISED, CONFIRMED, SENT = "raised", "alarm_real", "force_sent"
OVER, FALSE = "alarm_over", "alarm_false"


class Cause(Options):
    """What it was."""

    COOKING = "cooking", "烹饪油烟", "Cooking"
    SMOKING = "smoking", "吸烟、焚香", "Smoking, incense"
    ELECTRIC = "electric", "电气故障", "Electrical fault"
    BATTERY = "battery", "电动自行车充电", "Charging of e-bikes"
    DEVICE = "device", "设备误报", "Fault of the device"
    TEST = "test", "测试", "Test"
    OTHER = "other", "其他", "Other"


class AlarmFacts(BaseModel, extra="forbid"):
    """What an alarm is besides a case."""

    device: str = attribute(Title("设备编号", "Device"), "", listed=True, max_length=80)
    said: str = attribute(Title("电话核实情况", "What was said by telephone"), "", max_length=500)
    cause: Cause | None = attribute(Title("原因", "Cause"), None, listed=True, filterable=True)


class Call(MoveData):
    """What whoever picked up said."""

    said: str = attribute(
        Title("电话核实情况", "What was said by telephone"), widget="textarea", min_length=2,
        max_length=500,
    )  # fmt: skip


class Send(MoveData):
    """Which force is nearest."""

    unit: int = attribute(Title("最近力量", "Nearest force"))


class End(MoveData):
    """Nothing is closed without its cause."""

    cause: Cause = attribute(Title("原因", "Cause"))
    note: str = attribute(
        Title("处置情况", "What was done"), "", widget="textarea", max_length=1000
    )


def send(work: Work, given: Send) -> None:
    """The force is told at once."""
    hand_over(work, given.unit)
    tell_units(work, [given.unit], "alarm", _("烟感报警已核实，请立即到场。"))


def end(work: Work, given: End) -> None:
    """The cause stays."""
    store(work, cause=given.cause)


STATES = (
    State(RAISED, Title("报警待核实", "Raised")),
    State(CONFIRMED, Title("已核实", "Confirmed")),
    State(SENT, Title("已派力量", "Force sent")),
    State(OVER, Title("已处置", "Dealt with"), open=False),
    State(FALSE, Title("误报", "False alarm"), open=False),
)
# fmt: off
MOVES = (
    Move("confirm_call", Title("电话核实为真", "Confirmed by telephone"), (RAISED,), CONFIRMED,
         "cases.report", data=Call, stops=("confirm",), primary=True),
    Move("send", Title("调派最近力量", "Send the nearest force"), (RAISED, CONFIRMED), SENT,
         "cases.dispatch", data=Send, stops=("confirm",), effect=send, primary=True),
    Move("end", Title("处置完毕", "Dealt with"), (CONFIRMED, SENT), OVER, "cases.handle", data=End,
         effect=end, primary=True),
    Move("false_alarm", Title("误报", "False alarm"), (RAISED,), FALSE, "cases.report", data=End,
         effect=end),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
KIND = Kind(
    ALARM,
    "case",
    Title("烟感报警", "Smoke alarms"),
    "fire",
    attributes=AlarmFacts,
    icon="flame",
    map_style=MapStyle("triangle", "flame"),
    about=(PLACE,),
    workflow=Workflow("smoke_alarm", Title("烟感报警", "Smoke alarm"), STATES, MOVES, RAISED),
    options=CaseOptions(
        (
            ClockKind(
                "confirm",
                Title("核实", "Confirm"),
                Limit(1, LimitUnit.URGENT_HOURS),
                from_start=True,
            ),
        ),
        by_moves=("said", "cause"),
    ),
)  # fmt: skip
