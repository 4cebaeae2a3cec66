"""AEDs and the cells that they cover: a device works until its battery ends."""

from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel

from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.actions import edit
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.family import Register
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind, MapStyle, Reaction
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title

CELL, AED, CHECK = "aed_cell", "aed", "aed_check"
COVER = Title("覆盖情况", "Cover")
_FOLLOWS: Final = Title("由设备登记和检查自动带出", "Follows from the devices and their checks")


class Cell(BaseModel):
    """A cell of the grid that needs an AED; the dates follow from its devices."""

    covered: bool = attribute(
        Title("已覆盖", "Covered"), False, group=COVER, listed=True, filterable=True, help=_FOLLOWS
    )
    cover_since: date | None = attribute(
        Title("覆盖自", "Covered from"), None, group=COVER, listed=True, help=_FOLLOWS
    )
    cover_until: date | None = attribute(
        Title("覆盖至", "Covered until"), None, group=COVER, listed=True, help=_FOLLOWS
    )


class Aed(BaseModel):
    """A device: where it hangs, whether it works, until when, and who can use it."""

    spot: str = attribute(Title("安放位置", "Where it hangs"), "", listed=True, max_length=120)
    works: bool = attribute(Title("可用", "Works"), True, listed=True, filterable=True)
    battery_until: date = attribute(Title("电池有效期至", "Battery until"), listed=True)
    checked_on: date | None = attribute(Title("上次检查", "Last checked"), None, listed=True)
    trained: int = attribute(
        Title("会使用的人", "People trained"), 0, unit=Title("人", "persons"), ge=0, le=10_000
    )


class Check(BaseModel):
    """What the check found out."""

    works: bool | None = attribute(Title("可用", "Works"), None, later=True, listed=True)
    battery_until: date | None = attribute(Title("电池有效期至", "Battery until"), None, later=True)


def learn(subject: Work, visit: Work) -> None:
    """The device is as the check found it."""
    subject.values.update(
        works=visit.values["works"], battery_until=visit.values["battery_until"],
        checked_on=visit.record.day,
    )  # fmt: skip


def due(work: Work) -> date | None:
    """A cell is due when its cover ends; one without any is due now, and stands first."""
    until: date | None = work.values.get("cover_until")
    return until or clock.today()


def cover(line_id: int) -> None:
    """Work out the cover of the device's cell anew; again changes nothing."""
    line = History.objects.get(pk=line_id)
    device = Thing.objects.filter(pk=line.record_id, town_id=line.town_id, kind=AED).first()
    if device is None or device.subject_kind != CELL:
        return
    cell = Thing.objects.filter(pk=device.subject_id, town_id=line.town_id, kind=CELL).first()
    if cell is None or cell.state == "ended":
        return
    beside = Thing.objects.filter(
        town_id=line.town_id, kind=AED, subject_kind=CELL, subject_id=cell.pk, state="in_use"
    )
    working = [row for row in beside if row.attributes.get("works")]
    covered = {
        "covered": bool(working),
        "cover_since": min((row.day for row in working), default=None),
        "cover_until": max((_until(row) for row in working), default=None),
    }
    if any(_kept(cell, name) != value for name, value in covered.items()):
        edit(cell.town_id, CELL, cell.number, covered, actor=SYSTEM)


def _until(device: Thing) -> date:
    return date.fromisoformat(device.attributes["battery_until"])


def _kept(cell: Thing, name: str) -> bool | date | None:
    value = cell.attributes.get(name)
    return date.fromisoformat(value) if isinstance(value, str) else value


REACTION = Reaction(
    "emergency.cover", AED, ("add", "edit", "visited", "suspend", "resume", "end", "restore"), cover
)
KINDS = (
    Kind(CELL, "register", Title("小分格AED覆盖", "AED cover of cells"), "emergency",
         attributes=Cell, icon="grid-4x4", prefix="AGX", name=Title("小分格", "Cell"),
         without=("organisation", "capacity"), options=Register(due=due)),
    Kind(AED, "register", Title("AED设备", "AEDs"), "emergency", attributes=Aed, icon="heartbeat",
         prefix="AED", name=Title("设备", "Device"), about=(CELL,),
         map_style=MapStyle("circle", "heartbeat"), without=("capacity",),
         options=Register(called_upon=True)),
    Kind(CHECK, "visit", Title("AED检查", "AED checks"), "emergency", attributes=Check, icon="walk",
         prefix="AEJ", about=(AED,), without=("organisation",),
         options=VisitOptions(every=lambda aed: timedelta(days=30), learns=learn)),
)  # fmt: skip
