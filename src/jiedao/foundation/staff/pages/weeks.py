"""The roster of a week as a table: a row for each part and unit, a column for each day of duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiedao.foundation.staff.coverage import Span, overlap
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.roster import Roster, Row, day_of_duty, duty_day, roster
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

DAYS = 7


@dataclass(frozen=True, slots=True)
class Shown:
    """A shift in a cell: whose, when (where it is not the whole day), and what is wrong with it."""

    shift: Shift
    hours: str
    double: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a row."""

    day: date
    shifts: Sequence[Shown]
    gaps: Sequence[str]
    """The hours in which nobody is on duty; a whole day as ""."""
    today: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row as drawn."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Week:
    """A week from ``first`` on."""

    first: date
    days: Sequence[tuple[date, bool]]
    lines: Sequence[Line]
    roster: Roster

    @property
    def gap_count(self) -> int:
        """How many days of how many rows are not wholly manned."""
        return sum(1 for line in self.lines for cell in line.cells if cell.gaps)


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(reach: Reach, first: date) -> Week:
    """The week as the reader may see it."""
    town_id, today = reach.town_id, duty_day(reach.town_id)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    spans = [Span(*day_of_duty(town_id, day)) for day in days]
    found = roster(reach, spans[0].starts_at, spans[-1].ends_at)
    double = {one.pk for pair in found.doubles for one in pair}
    lines = [
        Line(
            row.title,
            [_cell(row, day, span, double, day == today)
             for day, span in zip(days, spans, strict=True)],
        )
        for row in found.rows
    ]  # fmt: skip
    return Week(first, [(day, day == today) for day in days], lines, found)


def _cell(row: Row, day: date, span: Span, double: set[int], today: bool) -> Cell:
    moment = clock.now()
    shown = [
        Shown(one, _hours(one, span), one.pk in double, one.starts_at <= moment < one.ends_at)
        for one in sorted(row.shifts, key=lambda one: one.starts_at)
        if span.starts_at <= one.starts_at < span.ends_at
    ]
    gaps = [
        _hours(Span(max(gap.starts_at, span.starts_at), min(gap.ends_at, span.ends_at)), span)
        for gap in row.gaps
        if overlap(gap, span)
    ]
    return Cell(day, shown, gaps, today)


def _hours(one: Shift | Span, span: Span) -> str:
    """``18:00–09:00``; "" for the whole day of duty."""
    if one.starts_at == span.starts_at and one.ends_at == span.ends_at:
        return ""
    begin, end = one.starts_at.astimezone(clock.TOWN_ZONE), one.ends_at.astimezone(clock.TOWN_ZONE)
    later = f" +{(end.date() - begin.date()).days - 1}" if (end - begin).days > 1 else ""
    return f"{begin:%H:%M}–{end:%H:%M}{later}"
