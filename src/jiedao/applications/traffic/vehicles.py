"""An abandoned vehicle: tagged, its owner notified, and removed when the term is over."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.titles import Title

VEHICLE: Final = "abandoned_vehicle"
FOUND, TAGGED, REMOVED, CLAIMED = "found", "tagged", "removed", "claimed"
TERM: Final = timedelta(days=15)


class Sort(Options):
    """What stands there."""

    CAR = "car", "机动车", "Motor vehicle"
    BIKE = "bike", "电动自行车、自行车", "Bicycle"


class VehicleFacts(BaseModel, extra="forbid"):
    """A plate tells whose it is: it is masked, and nobody's name is kept."""

    sort: Sort = attribute(Title("类别", "Sort"), Sort.CAR, listed=True, filterable=True)
    plate: str = attribute(Title("车牌", "Plate"), "", personal=True, max_length=20)
    notified_by: str = attribute(Title("告知方式", "How the owner was told"), "", max_length=200)
    removal_from: date | None = attribute(Title("可清移日期", "May be removed from"), None)
    yard: str = attribute(Title("停放场地", "Yard"), "", max_length=120)


class Tag(MoveData):
    """A notice is put on it and the owner told."""

    notified_by: str = attribute(
        Title("告知方式", "How the owner was told"), min_length=2, max_length=200
    )


class Removal(MoveData):
    """Where it went."""

    yard: str = attribute(Title("停放场地", "Yard"), min_length=2, max_length=120)


def tag(work: Work, given: Tag) -> None:
    """The term begins today."""
    until = clock.today() + TERM
    work.begin_clock("term", until=until)
    store(work, notified_by=given.notified_by, removal_from=until)


def term_is_over(work: Work) -> str:
    """Nobody's vehicle is taken away before the term is over."""
    day = work.case.attributes.get("removal_from") or ""
    if day and str(clock.today()) >= day:
        return ""
    return _("告知期限未满，%(day)s 起可以清移。") % {"day": day}


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(TAGGED, Title("已贴单告知", "Tagged")),
    State(REMOVED, Title("已清移", "Removed"), open=False),
    State(CLAIMED, Title("车主已开走", "Taken by its owner"), open=False),
)
# fmt: off
MOVES = (
    Move("tag", Title("贴单告知", "Tag and notify"), (FOUND,), TAGGED, "cases.handle", Party.LEAD,
         data=Tag, evidence=("before_photo",), effect=tag, primary=True),
    Move("remove", Title("清移", "Remove"), (TAGGED,), REMOVED, "cases.handle", Party.LEAD,
         data=Removal, evidence=("after_photo",), rule=term_is_over, primary=True),
    Move("claim", Title("车主已开走", "Taken by its owner"), (FOUND, TAGGED), CLAIMED,
         "cases.handle", Party.LEAD, data=WithReason),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
KIND = Kind(
    VEHICLE,
    "case",
    Title("僵尸车清理", "Abandoned vehicles"),
    "traffic",
    attributes=VehicleFacts,
    icon="car",
    map_style=MapStyle("circle", "car"),
    workflow=Workflow(
        "abandoned_vehicle", Title("僵尸车", "Abandoned vehicle"), STATES, MOVES, FOUND
    ),
    options=CaseOptions(
        (ClockKind("term", Title("告知期限", "Term")),),
        by_moves=("notified_by", "removal_from", "yard"),
    ),
)  # fmt: skip
