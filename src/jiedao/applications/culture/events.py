"""What is held: practice events with their volunteers, events of culture and sport."""

from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.activities import effects
from jiedao.engines.activities.workflow import CANCELLED, DRAFT, WORKFLOW
from jiedao.foundation.records.work import Work
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

EVENT: Final = "culture_event"
PRACTICE: Final = "practice_event"
SITE: Final = "practice_site"
LARGE: Final = 200
"""Places from which on an event has a safety plan (《大型群众性活动安全管理条例》 asks from 1,000;
the office asks earlier)."""


class Sort(Options):
    """What is held."""

    CULTURE = "culture", "群众文化活动", "Culture"
    SPORT = "sport", "体育活动", "Sport"
    TRAINING = "training", "文体培训", "Training"
    BENEFIT = "benefit", "惠民活动", "For the public's benefit"


class Event(BaseModel):
    """An event of culture or sport."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    brand: str = attribute(Title("品牌", "Brand"), "", filterable=True, max_length=60)
    organiser: str = attribute(Title("主办方", "Organiser"), "", max_length=120)
    safety_plan: str = attribute(
        Title("安全方案", "Safety plan"), "", widget="textarea", max_length=4000
    )


class Practice(BaseModel):
    """An event of civility practice."""

    brand: str = attribute(Title("品牌", "Brand"), "", listed=True, filterable=True, max_length=60)
    volunteers: int = attribute(
        Title("志愿者", "Volunteers"), 0, unit=Title("人", "persons"), listed=True, total=True, ge=0,
        le=100_000,
    )  # fmt: skip
    hours: float = attribute(
        Title("志愿服务时长", "Hours"), 0, unit=Title("小时", "hours"), listed=True, total=True, ge=0,
        le=1_000_000,
    )  # fmt: skip


class HeldByVolunteers(effects.Held, extra="forbid"):
    """How it went, and who helped."""

    volunteers: int = attribute(
        Title("志愿者", "Volunteers"), unit=Title("人", "persons"), ge=0, le=100_000
    )
    hours: float = attribute(
        Title("志愿服务时长", "Hours"), unit=Title("小时", "hours"), ge=0, le=1_000_000
    )


def hold(work: Work, said: HeldByVolunteers) -> None:
    """Volunteers and their hours are counted with it."""
    effects.hold(work, said)
    work.values.update(volunteers=said.volunteers, hours=said.hours)


def safe(work: Work) -> str:
    """A large event is neither announced nor held without its safety plan."""
    event: Any = work.record
    if event.state in (DRAFT, CANCELLED) or work.values.get("safety_plan"):
        return ""
    return (
        _("名额 %(n)d 人以上的活动要先有安全方案。") % {"n": LARGE}
        if (event.capacity or 0) >= LARGE
        else ""
    )


PRACTICES = replace(
    WORKFLOW,
    key="practice_event",
    titles=Title("文明实践活动", "Practice event"),
    moves=tuple(
        replace(move, data=HeldByVolunteers, effect=hold) if move.key == "hold" else move
        for move in WORKFLOW.moves
    ),
)
KINDS = (
    Kind(EVENT, "activity", Title("文体活动", "Culture and sports events"), "culture",
         attributes=Event, icon="music", prefix="WTH", rules=(safe,)),
    Kind(PRACTICE, "activity", Title("文明实践活动", "Practice events"), "culture",
         attributes=Practice, workflow=PRACTICES, icon="friends", prefix="SJH", about=(SITE,)),
)  # fmt: skip
