"""The way of a parcel: listed, prepared, released for use, handed over; each by its day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects import effects
from jiedao.engines.projects.data import M2, Finish
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Move, State, Workflow
from jiedao.kernel.titles import Title

LISTED, PREPARING, PREPARED = "listed", "preparing", "prepared"
HANDED_OVER, DROPPED = "handed_over", "dropped"
_EDIT, _APPROVE = "records.edit", "projects.approve"


class Use(Options):
    """What a parcel is for."""

    INDUSTRIAL = "industrial", "产业用地", "Industry"
    RESIDENTIAL = "residential", "居住用地", "Housing"
    PUBLIC = "public", "公共服务设施", "Public facilities"
    ROAD = "road", "道路交通", "Roads"
    GREEN = "green", "绿地生态", "Green"


class Handover(Options):
    """As what it is handed over."""

    WORKING_FACE = "working_face", "施工作业面", "Working face"
    RESERVE = "reserve", "入库储备土地", "Land reserve"


class Completed(Finish, extra="forbid"):
    """The day on which the preparation was complete."""

    held_back: bool = attribute(
        Title("暂不释放使用", "Not released for use yet"), False,
        help=Title("产业用地整备完成即视为释放；暂不释放的以后另行登记",
                   "Industrial land counts as released with its completion, unless held back"),
    )  # fmt: skip


class Release(BaseModel, extra="forbid"):
    """The day from which it may be used."""

    released_on: date = attribute(
        Title("释放使用日期", "Released for use on"), default_factory=clock.today
    )


class HandingOver(BaseModel, extra="forbid"):
    """What was handed over to whom."""

    handed_over_on: date = attribute(
        Title("移交日期", "Handed over on"), default_factory=clock.today
    )
    handover: Handover = attribute(Title("移交类别", "Handed over as"), Handover.RESERVE)
    surveyed_area: Decimal = attribute(Title("移交测绘面积", "Surveyed area"), unit=M2, gt=0)
    receiver: str = attribute(Title("接收单位", "Received by"), min_length=2, max_length=120)


def complete(work: Work, said: Completed) -> None:
    """Industrial land may be used from the day of its completion, unless it is held back."""
    effects.finish(work, said)
    if work.values.get("use") == Use.INDUSTRIAL and not said.held_back:
        work.values["released_on"] = said.on


def not_yet_released(work: Any) -> str:
    """It is released once."""
    return _("已经释放使用。") if work.values.get("released_on") else ""


PARCEL_WAY = Workflow(
    "land_parcel",
    Title("地块整备", "Preparation of a parcel"),
    (
        State(LISTED, Title("在册", "Listed")),
        State(PREPARING, Title("整备中", "Being prepared")),
        State(PREPARED, Title("已整备", "Prepared")),
        State(HANDED_OVER, Title("已移交", "Handed over"), open=False),
        State(DROPPED, Title("已调出", "Taken off"), open=False),
    ),
    (
        Move("start", Title("启动整备", "Begin"), (LISTED,), PREPARING, _EDIT, data=Finish,
             effect=effects.start, primary=True),
        Move("complete", Title("整备完成", "Preparation complete"), (PREPARING,), PREPARED,
             _APPROVE, data=Completed, effect=complete, primary=True),
        Move("release", Title("释放使用", "Release for use"), (PREPARED, HANDED_OVER), None, _EDIT,
             data=Release, rule=not_yet_released),
        Move("hand_over", Title("移交", "Hand over"), (PREPARING, PREPARED), HANDED_OVER, _APPROVE,
             data=HandingOver, primary=True),
        Move("drop", Title("调出", "Take off"), (LISTED, PREPARING), DROPPED, _APPROVE,
             data=Reason, danger=True),
    ),
    initial=LISTED,
)  # fmt: skip
