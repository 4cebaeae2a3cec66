"""Deputies, members, their stations and what they hold; what they hand in is in ``matters``.

Points say how often somebody did the duties of a public office, by a rule that all may read
(``POINTS``); there are none for anybody who is not elected or appointed to it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from jiedao.applications.consultation.matters import KINDS as MATTERS
from jiedao.applications.consultation.matters import STATION
from jiedao.engines.activities import effects
from jiedao.engines.activities.models import Enrolment
from jiedao.engines.activities.workflow import WORKFLOW
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

DEPUTY, ACTIVITY = "deputy", "deputy_activity"


class Office(Options):
    """Of which body."""

    CONGRESS = "congress", "人大代表", "People's-congress deputy"
    CONSULTATIVE = "consultative", "政协委员", "Consultative-conference member"


class Duty(Options):
    """What is done."""

    VISIT = "visit", "走访调研", "Visit"
    RECEPTION = "reception", "接访", "Reception"
    INSPECTION = "inspection", "视察检查", "Inspection"
    STUDY = "study", "学习培训", "Study"
    EXCHANGE = "exchange", "交流座谈", "Exchange"


POINTS: Final[dict[str, int]] = {
    Duty.VISIT: 3, Duty.RECEPTION: 5, Duty.INSPECTION: 3, Duty.STUDY: 2, Duty.EXCHANGE: 2,
}  # fmt: skip


class Deputy(BaseModel):
    """Somebody elected or appointed, and the duties done in a year."""

    office: Office = attribute(Title("身份", "Office"), listed=True, filterable=True)
    group: str = attribute(
        Title("代表小组、界别", "Group"), "", listed=True, filterable=True, max_length=60
    )
    year: int | None = attribute(Title("积分年度", "Year of the points"), None, ge=2015, le=2100)
    duties: int = attribute(Title("履职次数", "Duties done"), 0, listed=True, ge=0, le=10_000)
    points: int = attribute(Title("履职积分", "Points"), 0, listed=True, ge=0, le=100_000)


class Station(BaseModel):
    """Where deputies receive residents."""

    office: Office = attribute(Title("类别", "Body"), listed=True, filterable=True)
    opening: str = attribute(Title("接待时间", "Reception hours"), "", listed=True, max_length=120)


class Activity(BaseModel):
    """What deputies or members hold, and what it was about."""

    office: Office = attribute(Title("主体", "Body"), listed=True, filterable=True)
    duty: Duty = attribute(Title("形式", "Duty"), listed=True, filterable=True)
    topic: str = attribute(Title("主题", "Topic"), "", listed=True, max_length=120)


def hold(work: Work, said: effects.Held) -> None:
    """It took place: whoever is listed as having come has the points of that duty."""
    effects.hold(work, said)
    activity: Any = work.record
    came = activity.enrolments.filter(state=Enrolment.State.ATTENDED).values_list("name", flat=True)
    for deputy in _deputies(work, came):
        _add_points(deputy, said.on.year, POINTS[work.values["duty"]])
        deputy.log("edit", note=activity.title, data={"activity": activity.number})
        deputy.finish()


def _deputies(work: Work, names: Iterable[str]) -> Iterable[Work]:
    rows = Thing.objects.select_for_update(of=("self",)).filter(
        town_id=work.record.town_id, kind=DEPUTY, state="in_use", title__in=list(names)
    )
    schema = schema_of(DEPUTY)
    return [Work(row, actor=work.actor, schema=schema) for row in rows.order_by("id")]


def _add_points(deputy: Work, year: int, points: int) -> None:
    """A new year begins with none; what is told of an earlier one comes too late."""
    values = deputy.values
    known = values.get("year") or 0
    if year > known:
        values.update(year=year, duties=0, points=0)
    if year >= known:
        values.update(duties=values["duties"] + 1, points=values["points"] + points)


_ACTIVITY = replace(
    WORKFLOW,
    key="deputy_activity",
    titles=Title("履职活动", "Deputies' activity"),
    moves=tuple(
        replace(move, effect=hold) if move.key == "hold" else move for move in WORKFLOW.moves
    ),
)
KINDS = (
    *MATTERS,
    Kind(DEPUTY, "register", Title("代表委员名册", "Deputies and members"), "consultation",
         attributes=Deputy, icon="user-check", prefix="CNA", name=Title("姓名", "Name"),
         without=("capacity", "place", "address")),
    Kind(STATION, "register", Title("联络站", "Stations"), "consultation", attributes=Station,
         icon="building-community", prefix="CNB", map_style=MapStyle("square", "messages"),
         without=("capacity",)),
    Kind(ACTIVITY, "activity", Title("履职活动", "Deputies' activities"), "consultation",
         attributes=Activity, workflow=_ACTIVITY, icon="calendar-event", prefix="CNC",
         about=(STATION,)),
)  # fmt: skip
