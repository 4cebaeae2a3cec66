"""Reads of the duty roster: who is on now, what a span looks like, who comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from jiedao.foundation.staff import coverage
from jiedao.foundation.staff.coverage import Span
from jiedao.foundation.staff.duty import Handover, Shift, ShiftQuerySet, Swap
from jiedao.foundation.staff.duty_words import part_title
from jiedao.foundation.staff.models import Account, Unit
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, towns
from jiedao.kernel.access import Reach

CHANGEOVER = "09:00"
_EARLY = timedelta(hours=1)
"""Who comes may come so much before the other's shift ends."""
_ORDER = {part: place for place, part in enumerate(Shift.Part.values)}


@dataclass(slots=True)
class Row:
    """One part (of one unit) in a span: who is on duty, and when nobody is."""

    part: str
    unit_id: int
    title: str
    shifts: list[Shift] = field(default_factory=list)
    gaps: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Roster:
    """A span of the roster; ``doubles`` are pairs that cannot both be."""

    begin: datetime
    end: datetime
    rows: Sequence[Row]
    doubles: Sequence[tuple[Shift, Shift]]


def changeover(town_id: int) -> time:
    """When a day of duty begins (setting ``duty_changeover``)."""
    return time.fromisoformat(towns.setting(town_id, "duty_changeover", CHANGEOVER))


def day_of_duty(town_id: int, day: date) -> tuple[datetime, datetime]:
    """From the changeover of a day to that of the next."""
    begin = datetime.combine(day, changeover(town_id), clock.TOWN_ZONE)
    return begin, begin + timedelta(days=1)


def duty_day(town_id: int) -> date:
    """The day of duty that runs now: before the changeover it is yesterday's."""
    local = clock.now().astimezone(clock.TOWN_ZONE)
    return local.date() - timedelta(days=local.time() < changeover(town_id))


def shifts_of(reach: Reach) -> ShiftQuerySet:
    """The standing shifts that the reader may see, with person and unit."""
    rows: ShiftQuerySet = Shift.objects.visible_to(reach).standing()
    return rows.select_related("account", "unit")


def ordered(shifts: Iterable[Shift]) -> list[Shift]:
    """The leader first, then officers, units, communities; within them by unit and time."""
    return sorted(shifts, key=lambda one: (_ORDER[one.part], one.unit.code, one.starts_at, one.pk))


def on_now(reach: Reach) -> list[Shift]:
    """Who is on duty at this moment."""
    moment = clock.now()
    return ordered(shifts_of(reach).filter(starts_at__lte=moment, ends_at__gt=moment))


def roster(reach: Reach, begin: datetime, end: datetime) -> Roster:
    """The rows of a span, those that must be manned even where nobody is; the reader's own
    shifts alone for who may not see the roster, and then no gaps."""
    found = ordered(shifts_of(reach).filter(starts_at__lt=end, ends_at__gt=begin))
    rows: dict[tuple[str, int], Row] = {}
    must = _must_be_manned(reach.town_id) if reach.anywhere("duty.see") else {}
    for place, title in must.items():
        rows[place] = Row(*place, title)
    for shift in found:
        if shift.place not in rows:
            title = shift.unit.name if shift.of_unit else part_title(shift.part)
            rows[shift.place] = Row(*shift.place, title)
        rows[shift.place].shifts.append(shift)
    for place in must:
        rows[place].gaps = coverage.gaps(rows[place].shifts, begin, end)
    shown = sorted(rows.values(), key=lambda row: (_ORDER[row.part], row.unit_id))
    return Roster(begin, end, shown, coverage.doubles(found))


def _must_be_manned(town_id: int) -> dict[tuple[str, int], str]:
    """The places that may never stand empty: leader, officer, and as the town's settings say
    each community and department."""
    must: dict[tuple[str, int], str] = {
        (part.value, 0): part_title(part) for part in (Shift.Part.LEADER, Shift.Part.OFFICER)
    }
    kinds = {
        Unit.UnitKind.COMMUNITY: towns.setting(town_id, "duty_communities", True),
        Unit.UnitKind.DEPARTMENT: towns.setting(town_id, "duty_departments", False),
    }
    today = clock.today()
    for node in structure_of(town_id).units.values():
        if kinds.get(node.kind) and node.valid_on(today):  # type: ignore[call-overload]
            community = node.kind == Unit.UnitKind.COMMUNITY
            part = Shift.Part.COMMUNITY if community else Shift.Part.UNIT
            must[(part.value, node.id)] = node.name
    return must


def telephone(shift: Shift) -> str:
    """The office telephone of who is on duty: of leader and officer the duty room's (setting
    ``duty_phone``), else the unit's. Never a person's own."""
    room = "" if shift.of_unit else str(towns.setting(shift.town_id, "duty_phone", ""))
    return room or shift.unit.phone


def comers(shift: Shift) -> list[Shift]:
    """Who comes next in the same place: the first that begin about when this one ends, or after.
    With a gap between it is whoever ends the gap."""
    rows = Shift.objects.filter(town_id=shift.town_id, part=shift.part, withdrawn_at=None)
    if shift.of_unit:
        rows = rows.filter(unit_id=shift.unit_id)
    later = rows.filter(starts_at__gte=shift.ends_at - _EARLY, ends_at__gt=shift.ends_at)
    later = later.exclude(pk=shift.pk)
    first = later.order_by("starts_at").values_list("starts_at", flat=True).first()
    return list(later.filter(starts_at=first).order_by("pk")) if first else []


def unsigned(reach: Reach) -> list[Handover]:
    """Notes that nobody has signed yet, the oldest first."""
    rows = Handover.objects.visible_to(reach).filter(signed_at=None)
    return list(rows.select_related("shift__account", "shift__unit").order_by("written_at"))


def unwritten(reach: Reach, since: datetime) -> list[Shift]:
    """Shifts of duty officers that ended since then and handed nothing over, though another came."""
    rows = shifts_of(reach).filter(
        part=Shift.Part.OFFICER, ends_at__gte=since, ends_at__lte=clock.now(), handover=None
    )
    found = list(rows.order_by("ends_at"))
    return [one for one in found if _another_came(one)]


def _another_came(shift: Shift) -> bool:
    return any(who.account_id != shift.account_id for who in comers(shift))


def next_shifts(account: Account, limit: int = 5) -> list[Shift]:
    """The account's own shifts that run or come."""
    rows = Shift.objects.filter(account=account, withdrawn_at=None, ends_at__gt=clock.now())
    return list(rows.select_related("unit", "account").order_by("starts_at")[:limit])


def swaps_for(account: Account) -> list[Swap]:
    """Open questions of exchange that the account asked or was asked."""
    rows = Swap.objects.filter(state=Swap.State.ASKED)
    rows = rows.filter(Q(asked_of=account) | Q(asked_by=account))
    related = ("shift__unit", "other__unit", "asked_by", "asked_of")
    return list(rows.select_related(*related).order_by("asked_at"))
