"""What the moves of activities do: enrolling, taking attendance, writing down what came of it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.activities.models import Enrolment
from jiedao.foundation.records.references import reference
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import OrganisationRef, attribute
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.titles import Title

_SCORE: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


class Enrol(BaseModel, extra="forbid"):
    """Who takes part."""

    organisation: OrganisationRef | None = attribute(Title("单位", "Organisation"), None)
    name: str = attribute(Title("参加人", "Participant"), "", max_length=80)


class Attendance(BaseModel, extra="forbid"):
    """Who of those enrolled came."""

    names: str = attribute(
        Title("到场的人", "Who came"), "", widget="textarea", max_length=20_000,
        help=Title("每行一个名字，有考试的后面写分数（“某某公司 85”）；不填表示报名的都到了",
                   "One name a line, with the score behind it where there was a test; left empty,"
                   " all who enrolled came"),
    )  # fmt: skip


class Held(BaseModel, extra="forbid"):
    """What came of it."""

    on: date = attribute(Title("举办日期", "Held on"), default_factory=clock.today)
    attended: int | None = attribute(
        Title("参加人次", "Attendance"), None, unit=Title("人次", "persons"), ge=0,
        help=Title("有签到名单的不用填", "Not needed where the attendance was taken by name"),
    )  # fmt: skip
    summary: str = attribute(Title("小结", "Summary"), "", widget="textarea", max_length=2000)


def enrol(work: Work, said: Enrol) -> None:
    """One place each, as long as there are places."""
    activity: Any = work.record
    name = said.name.strip() or _organisation_name(work, said.organisation)
    if not name:
        raise Invalid(_("请填单位或参加人。"), field="name", code="nobody")
    if activity.capacity is not None and activity.enrolled >= activity.capacity:
        raise Conflict(_("名额已满。"), code="full")
    same = Q(name=name) & Q(organisation_id=said.organisation)
    rows = activity.enrolments.exclude(state=Enrolment.State.CANCELLED)
    if rows.filter(same).exists():
        raise Conflict(_("已经报名。"), code="enrolled")
    Enrolment.objects.create(
        town_id=activity.town_id,
        activity=activity,
        organisation_id=said.organisation,
        name=name,
        at=work.moment,
    )
    activity.enrolled += 1


def _organisation_name(work: Work, organisation: int | None) -> str:
    if organisation is None:
        return ""
    return (
        reference("organisation").words(work.record.town_id, [organisation]).get(organisation, "")
    )


def take_attendance(work: Work, said: Attendance) -> None:
    """Those named came, the others did not; a name that nobody enrolled under is refused."""
    activity: Any = work.record
    rows = list(activity.enrolments.exclude(state=Enrolment.State.CANCELLED))
    enrolled = {row.name for row in rows}
    lines = [line.strip() for line in said.names.splitlines() if line.strip()]
    came = dict(_name_and_score(line, enrolled) for line in lines)
    unknown = came.keys() - enrolled
    if unknown:
        raise Invalid(
            _("报名名单里没有：%(names)s。") % {"names": "、".join(sorted(unknown)[:5])},
            field="names",
            code="unknown_names",
        )
    for row in rows:
        present = not came or row.name in came
        row.state = Enrolment.State.ATTENDED if present else Enrolment.State.ABSENT
        row.score = came.get(row.name)
    Enrolment.objects.bulk_update(rows, ["state", "score"])
    activity.attended = sum(row.state == Enrolment.State.ATTENDED for row in rows)


def _name_and_score(line: str, enrolled: set[str]) -> tuple[str, Decimal | None]:
    """“某某公司 85” is a name and what its test gave, unless somebody is called so."""
    name, _space, last = line.rpartition(" ")
    if line in enrolled or not name or not _SCORE.fullmatch(last):
        return line, None
    return name.strip(), Decimal(last)


def hold(work: Work, said: Held) -> None:
    """It took place; where attendance was taken by name, that is the number."""
    activity: Any = work.record
    if said.on > clock.today():
        raise Invalid(_("举办日期在将来。"), field="on", code="future_date")
    listed = activity.enrolments.filter(state=Enrolment.State.ATTENDED).count()
    if listed and said.attended not in (None, listed):
        raise Invalid(
            _("签到名单是 %(n)d 人次，与填写的不一致。") % {"n": listed},
            field="attended",
            code="differs",
        )
    activity.attended = listed or said.attended or 0
    activity.day, activity.summary = said.on, said.summary


def cancel(work: Work, _said: Reason) -> None:
    """Nobody comes."""
    activity: Any = work.record
    activity.attended = 0
