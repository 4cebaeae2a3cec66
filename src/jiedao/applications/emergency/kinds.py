"""Flood-prone points, drills, responders, the communities' emergency bodies, AEDs."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.emergency import aeds, floods, reserves
from jiedao.applications.emergency.checklists import BODY as BODY_LIST
from jiedao.engines.activities.workflow import HELD
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

DRILL: Final = "emergency_drill"
RESPONDER: Final = "first_responder"
BODY, CHECK = "emergency_body", "body_check"


class DrillSort(Options):
    """What is drilled."""

    FIRE = "fire", "消防疏散", "Fire"
    FLOOD = "flood", "三防", "Floods and storms"
    QUAKE = "quake", "地震", "Earthquake"
    RESCUE = "rescue", "急救", "First aid"
    OTHER = "other", "综合", "General"


class Drill(BaseModel):
    """A drill; what it showed is its summary."""

    sort: DrillSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    scenario: str = attribute(Title("演练方案", "Scenario"), "", widget="textarea", max_length=2000)


class Responder(BaseModel):
    """Somebody who was trained and can be called; name and telephone are masked."""

    responder: str = attribute(Title("姓名", "Name"), "", personal=True, max_length=60)
    phone: str = attribute(
        Title("电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    certificate: str = attribute(
        Title("证书编号", "Certificate"), listed=True, min_length=2, max_length=60
    )
    certified_on: date = attribute(Title("发证日期", "Certified on"), listed=True, filterable=True)
    valid_until: date | None = attribute(Title("有效期至", "Valid until"), None, listed=True)


class Body(BaseModel):
    """A community's body; the gaps are what the last check found missing."""

    people: int = attribute(
        Title("应急队员", "Members"), 0, unit=Title("人", "persons"), listed=True, ge=0, le=10_000
    )
    gaps: int | None = attribute(Title("缺口", "Gaps"), None, listed=True, ge=0, le=100)
    checked_on: date | None = attribute(Title("上次检查", "Last checked"), None, listed=True)


def findings_written(work: Work) -> str:
    """A drill that was held says what it showed."""
    drill: Any = work.record
    missing = drill.state == HELD and not drill.summary.strip()
    return _("请在小结里写明演练发现的问题。") if missing else ""


def certified(work: Work) -> str:
    """Counts from the certificate's day, which has come."""
    return _("发证日期在将来。") if work.values["certified_on"] > clock.today() else ""


def learn(subject: Work, visit: Work) -> None:
    """Each question that is not in order is a gap."""
    record: Any = visit.record
    subject.values.update(gaps=record.faults, checked_on=record.day)


def expires(work: Work) -> date | None:
    """A responder is due again when the certificate ends."""
    day: date | None = work.values.get("valid_until")
    return day


KINDS = (
    floods.KIND,
    Kind(DRILL, "activity", Title("应急演练", "Drills"), "emergency", attributes=Drill,
         icon="speakerphone", prefix="YLX", rules=(findings_written,)),
    Kind(RESPONDER, "register", Title("应急第一响应人", "First responders"), "emergency",
         attributes=Responder, icon="user-heart", prefix="XYR", name=Title("所在点位", "Where"),
         unique=("certificate",), map_style=MapStyle("circle", "user-heart"), rules=(certified,),
         without=("capacity", "code"), options=Register(due=expires, called_upon=True)),
    Kind(BODY, "register", Title("社区应急机构", "Community emergency bodies"), "emergency",
         attributes=Body, icon="users-group", prefix="YJG", without=("organisation", "capacity")),
    Kind(CHECK, "visit", Title("应急机构检查", "Checks of bodies"), "emergency", icon="checklist",
         prefix="YJJ", about=(BODY,), without=("organisation",),
         options=VisitOptions(checklist=BODY_LIST, learns=learn)),
    *aeds.KINDS,
    *reserves.KINDS,
)  # fmt: skip
