"""What a bulletin tells: units with open, on-time, rework and satisfaction; the classes of matters
that came most; the hottest places; emergencies. Counted from the records, nothing is typed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.command.bulletin.models import Bulletin
from jiedao.applications.command.kinds import EVENT, SETTLED
from jiedao.engines.cases import queries, rates
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid

MOST: Final = 10
Span = Bulletin.Span


class UnitLine(BaseModel):
    """How one unit stands. Shares in per cent; None where there is nothing to divide by."""

    unit_id: int
    name: str
    dispatched: int
    open: int
    late: int
    due: int
    in_time: float | None
    rework: float | None
    satisfied: float | None


class Hot(BaseModel):
    """Something that came often: how often, and in the span before."""

    name: str
    count: int
    before: int


class Content(BaseModel):
    """A bulletin's numbers."""

    received: int
    received_before: int
    closed: int
    open: int
    late: int
    units: list[UnitLine]
    items: list[Hot]
    places: list[Hot]
    emergencies: int
    settled: int
    late_reports: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a bulletin, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, span: str, day: date) -> "Days":
        """The day, its week from Monday, or its month; Invalid for a span that is not over or is
        none."""
        if span == Span.DAY:
            found = cls(day, day)
        elif span == Span.WEEK:
            monday = day - timedelta(days=day.weekday())
            found = cls(monday, monday + timedelta(days=6))
        elif span == Span.MONTH:
            first = day.replace(day=1)
            found = cls(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        else:
            raise Invalid(_("专报分日报、周报、月报。"), field="span", code="bad_span")
        if found.first > clock.today():
            raise Invalid(_("这段时间还没有开始。"), field="day", code="future")
        return found

    def before(self) -> "Days":
        """As many days before."""
        length = self.last - self.first + timedelta(days=1)
        return Days(self.first - length, self.last - length)

    def bounds(self) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day."""
        return rates.Period(self.first, self.last).bounds()


def count(reach: Reach, days: Days) -> Content:
    """The numbers of these days as they are known now."""
    now, before = _received(reach, days), _received(reach, days.before())
    begin, end = days.bounds()
    cases = Case.objects.visible_to(reach)
    standing = queries.open_by_unit(reach)
    events = cases.filter(kind=EVENT, reported_at__gte=begin, reported_at__lt=end)
    return Content(
        received=now.count(), received_before=before.count(),
        closed=cases.filter(closed_at__gte=begin, closed_at__lt=end).count(),
        open=sum(one.open for one in standing), late=sum(one.red for one in standing),
        units=list(_units(reach, days, standing)),
        items=_hot(now, before, "item__name"), places=_hot(now, before, "grid__name"),
        emergencies=events.count(), settled=events.filter(state=SETTLED).count(),
        late_reports=events.filter(attributes__late_report=True).count(),
    )  # fmt: skip


def _received(reach: Reach, days: Days) -> CaseQuerySet:
    begin, end = days.bounds()
    return Case.objects.visible_to(reach).filter(reported_at__gte=begin, reported_at__lt=end)


def _units(reach: Reach, days: Days, standing: Iterable[queries.Tally]) -> Iterable[UnitLine]:
    table = rates.rates(reach, rates.Period(days.first, days.last), by=rates.UNIT)
    open_now = {one.unit_id: one for one in standing}
    units = structure_of(reach.town_id).units
    lines = []
    for unit_id in {*table.rows, *open_now} - {None}:
        tally = table.rows.get(unit_id, rates.Tally())
        stands = open_now.get(unit_id)
        lines.append(UnitLine(
            unit_id=unit_id, name=units[unit_id].name, dispatched=tally.dispatched, due=tally.due,
            open=stands.open if stands else 0, late=stands.red if stands else 0,
            in_time=_share(tally.handled_in_time, tally.due),
            rework=_share(tally.redone, tally.due), satisfied=_share(tally.satisfied, tally.answered),
        ))  # fmt: skip
    return sorted(lines, key=lambda one: (-one.late, -one.open, one.unit_id))


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _hot(now: CaseQuerySet, before: CaseQuerySet, column: str) -> list[Hot]:
    named = now.exclude(**{f"{column}__isnull": True}).values(column)
    top = list(named.annotate(n=Count("pk")).order_by("-n", column)[:MOST])
    names = [row[column] for row in top]
    earlier = before.filter(**{f"{column}__in": names}).values(column).annotate(n=Count("pk"))
    known = {row[column]: row["n"] for row in earlier.order_by()}
    return [Hot(name=row[column], count=row["n"], before=known.get(row[column], 0)) for row in top]


def title_of(bulletin: Bulletin) -> str:
    """As it is headed: 民情日报（2026年11月28日）."""
    first, last = _day(bulletin.first), _day(bulletin.last)
    if bulletin.span == Span.DAY:
        return f"民情日报（{first}）"
    if bulletin.span == Span.WEEK:
        return f"民情周报（{first}—{bulletin.last.month}月{bulletin.last.day}日）"
    return f"民情月报（{last[: last.index('月') + 1]}）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
