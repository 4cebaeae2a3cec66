"""A slow, plain reading of the rules, one small step at a time; what the calendar is held to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar

from jiedao.kernel.clock import TOWN_ZONE

Pairs = list[tuple[str, str]]
IsWorkday = Callable[[date], bool]


def by_library(overrides: dict[date, bool] | None = None) -> IsWorkday:
    """Whether a date is worked, asked of the library's own function, with overrides."""

    def is_workday(day: date) -> bool:
        if overrides and day in overrides:
            return overrides[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < 5

    return is_workday


class Reference:
    """Counts by walking; ``step`` is one minute or one second."""

    def __init__(self, pairs: Pairs, is_workday: IsWorkday, step: timedelta) -> None:
        self.pairs = pairs
        self.is_workday = is_workday
        self.step = step
        self._office: dict[date, list[tuple[datetime, datetime]]] = {}

    def office_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The spans that touch a date: its own, and those of a shift begun the day before."""
        if day not in self._office:
            self._office[day] = [
                span
                for one in (day - timedelta(days=1), day)
                if self.is_workday(one)
                for span in self.spans_of(one)
            ]
        return self._office[day]

    def spans_of(self, day: date) -> list[tuple[datetime, datetime]]:
        midnight = datetime.combine(day, time.min, TOWN_ZONE)
        spans = []
        for start, end in self.pairs:
            opens, closes = midnight + _since(start), midnight + _since(end)
            spans.append((opens, closes if closes > opens else closes + timedelta(days=1)))
        return spans

    def counts(self, moment: datetime) -> bool:
        """Whether the step that begins at this moment is office time."""
        for opens, closes in self.office_of(moment.astimezone(TOWN_ZONE).date()):
            if opens <= moment < closes:
                return True
        return False

    def office_deadline(self, start: datetime, span: timedelta) -> datetime:
        moment, left = start, span
        while left > timedelta(0):
            if self.counts(moment):
                left -= self.step
            moment += self.step
        return moment

    def office_elapsed(self, start: datetime, end: datetime) -> timedelta:
        moment, total = start, timedelta(0)
        while moment < end:
            if self.counts(moment):
                total += self.step
            moment += self.step
        return total

    def workdays_deadline(self, start: datetime, count: int) -> datetime:
        day = start.astimezone(TOWN_ZONE).date()
        while count > 0:
            day += timedelta(days=1)
            if self.is_workday(day):
                count -= 1
        return max(closes for _opens, closes in self.spans_of(day)).astimezone(UTC)

    def days_deadline(self, start: datetime, count: int) -> datetime:
        day = start.astimezone(TOWN_ZONE).date() + timedelta(days=count)
        return datetime.combine(day, time(23, 59, 59), TOWN_ZONE).astimezone(UTC)


def _since(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
