"""Training of principals: who is due is invited, who came has it written into the register."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from pydantic import BaseModel

from jiedao.applications.safety import names
from jiedao.engines.activities import effects
from jiedao.engines.activities.models import Enrolment
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.attributes import AreaRef, attribute
from jiedao.kernel.titles import Title

PASS_MARK: Final = Decimal(60)
_SOON: Final = timedelta(days=30)
_CAME: Final = Enrolment.State.ATTENDED


class Invite(BaseModel, extra="forbid"):
    """Whom: every principal due, or those of one community or grid."""

    area: AreaRef | None = attribute(Title("社区或网格", "Community or grid"), None)


def due(reach: Reach) -> Any:
    """Principals within reach whose training is due or lapses within a month: never trained, or
    long ago."""
    rows = Thing.objects.visible_to(reach, names.PRINCIPAL).filter(state="in_use")
    return rows.filter(due_at__lte=clock.now() + _SOON)


def invite(work: Work, said: Invite) -> None:
    """Enrol who is due and is not enrolled yet, as long as there are places."""
    activity: Any = work.record
    assert work.actor.reach is not None
    rows = due(work.actor.reach)
    if said.area is not None:
        rows = rows.filter(Q(community_id=said.area) | Q(grid_id=said.area))
    there = set(activity.enrolments.values_list("name", flat=True))
    found = [row for row in rows.order_by("due_at", "id") if row.title not in there]
    if activity.capacity is not None:
        found = found[: max(0, activity.capacity - activity.enrolled)]
    Enrolment.objects.bulk_create(
        Enrolment(town_id=activity.town_id, activity=activity, name=row.title,
                  organisation_id=row.organisation_id, at=work.moment)
        for row in found
    )  # fmt: skip
    activity.enrolled += len(found)
    work.lines[0].data = {"invited": len(found)}


def hold(work: Work, said: effects.Held) -> None:
    """It took place; whoever came and did not fail the test is trained from this day."""
    effects.hold(work, said)
    activity: Any = work.record
    rows = activity.enrolments.filter(state=_CAME)
    scores = dict(rows.exclude(score__lt=PASS_MARK).values_list("name", "score"))
    schema = schema_of(names.PRINCIPAL)
    principals = Thing.objects.select_for_update(of=("self",)).filter(
        town_id=activity.town_id, kind=names.PRINCIPAL, title__in=list(scores), state="in_use"
    )
    for row in principals.order_by("id"):
        principal = Work(row, actor=work.actor, schema=schema)
        principal.log("edit", note=activity.title, data={"training": activity.number})
        principal.values["trained_on"] = said.on
        principal.values["score"] = scores[row.title]
        principal.finish()
