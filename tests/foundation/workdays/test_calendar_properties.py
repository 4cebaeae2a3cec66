"""The calendar against the walking reference: festivals, make-up days, lunch, night shifts."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.foundation.workdays import hours
from jiedao.foundation.workdays.calendar import Calendar, Limit, LimitUnit
from jiedao.kernel.clock import TOWN_ZONE
from tests.foundation.workdays.reference import Pairs, Reference, by_library

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

OFFICES: list[Pairs] = [
    [("09:00", "12:00"), ("14:00", "18:00")],
    [("08:30", "12:00"), ("13:30", "17:30")],
    [("09:00", "17:00")],
    [("00:00", "24:00")],
    [("22:00", "06:00")],
    [("08:00", "12:00"), ("18:00", "02:00")],
    [("09:00", "12:00"), ("14:00", "18:00"), ("19:30", "08:15")],
]
# Spring Festival with two make-up Saturdays, National Day with its own, and the turn of the
# year into one that the library does not know.
WINDOWS = [
    (datetime(2026, 2, 9, tzinfo=TOWN_ZONE), 24 * 60 * 24),
    (datetime(2018, 2, 5, tzinfo=TOWN_ZONE), 24 * 60 * 24),
    (datetime(2025, 9, 24, tzinfo=TOWN_ZONE), 24 * 60 * 20),
    (datetime(2026, 12, 28, tzinfo=TOWN_ZONE), 24 * 60 * 10),
]
OVERRIDES = [
    None,
    {date(2027, 1, 1): False, date(2027, 1, 2): True, date(2026, 2, 16): True},
    {date(2026, 2, day): False for day in range(9, 15)},
]

Rules = dict[date, bool] | None
_made: dict[str, Calendar] = {}

offices = st.sampled_from(OFFICES)
rules = st.sampled_from(OVERRIDES)


@st.composite
def moments(draw: st.DrawFn, step: timedelta = MINUTE) -> datetime:
    start, minutes = draw(st.sampled_from(WINDOWS))
    steps = int(minutes * MINUTE / step)
    return start + draw(st.integers(0, steps)) * step


def both(
    office: Pairs, overrides: dict[date, bool] | None, step: timedelta = MINUTE
) -> tuple[Calendar, Reference]:
    key = repr((office, overrides))
    if key not in _made:
        _made[key] = Calendar(hours.parse(office), overrides)
    return _made[key], Reference(office, by_library(overrides), step)


@settings(max_examples=60, deadline=None)
@given(offices, rules, moments(), st.integers(0, 24))
def test_office_hours_end_when_the_walk_ends(
    office: Pairs, overrides: Rules, start: datetime, amount: int
) -> None:
    calendar, reference = both(office, overrides)
    due = calendar.deadline(start, Limit(amount, LimitUnit.OFFICE_HOURS))
    assert due == reference.office_deadline(start, timedelta(hours=amount))


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(offices, rules, st.integers(0, 216_000), st.integers(0, 2000))
def test_spans_are_exact_to_the_second(
    office: Pairs, overrides: Rules, offset: int, seconds: int
) -> None:
    calendar, reference = both(office, overrides, SECOND)
    start = datetime(2026, 2, 12, tzinfo=TOWN_ZONE) + offset * SECOND
    span = timedelta(seconds=seconds)
    assert calendar.add_working(start, span) == reference.office_deadline(start, span)


@settings(max_examples=60, deadline=None)
@given(offices, rules, moments(), st.integers(0, 60 * 24 * 9))
def test_elapsed_is_what_the_walk_counted(
    office: Pairs, overrides: Rules, start: datetime, minutes: int
) -> None:
    calendar, reference = both(office, overrides)
    end = start + minutes * MINUTE
    counted = reference.office_elapsed(start, end)
    for unit in (LimitUnit.OFFICE_HOURS, LimitUnit.WORKDAYS):
        assert calendar.elapsed(start, end, unit) == counted
        assert calendar.elapsed(end, start, unit) == -counted
        assert calendar.remaining(start, end, unit) == counted
        assert calendar.overdue(end, start, unit) == counted
        assert calendar.overdue(start, end, unit) == timedelta(0)


@settings(max_examples=300, deadline=None)
@given(offices, rules, moments(SECOND), st.integers(1, 60))
def test_workdays_end_at_closing_time(
    office: Pairs, overrides: Rules, start: datetime, amount: int
) -> None:
    calendar, reference = both(office, overrides)
    due = calendar.deadline(start, Limit(amount, LimitUnit.WORKDAYS))
    assert due == reference.workdays_deadline(start, amount)


@settings(max_examples=200, deadline=None)
@given(offices, moments(SECOND), st.integers(1, 400))
def test_days_and_urgent_hours_know_no_holiday(office: Pairs, start: datetime, amount: int) -> None:
    calendar, reference = both(office, None)
    assert calendar.deadline(start, Limit(amount, LimitUnit.DAYS)) == reference.days_deadline(
        start, amount
    )
    urgent = calendar.deadline(start, Limit(amount, LimitUnit.URGENT_HOURS))
    assert urgent == start + timedelta(hours=amount)


@settings(max_examples=200, deadline=None)
@given(
    offices,
    rules,
    moments(SECOND),
    st.integers(1, 30),
    st.sampled_from(list(LimitUnit)),
    st.integers(0, 60 * 24 * 20),
    st.integers(0, 60 * 24 * 20),
)
def test_a_pause_gives_back_exactly_what_it_took(
    office: Pairs,
    overrides: Rules,
    start: datetime,
    amount: int,
    unit: LimitUnit,
    before: int,
    length: int,
) -> None:
    calendar, _reference = both(office, overrides)
    due = calendar.deadline(start, Limit(amount, unit))
    paused = start + before * MINUTE
    ended = paused + length * MINUTE
    moved = calendar.resumed(due, paused, ended, unit)
    if paused < due:
        assert calendar.remaining(ended, moved, unit) == calendar.remaining(paused, due, unit)
        assert moved >= due
    else:
        assert moved == due


@settings(max_examples=200, deadline=None)
@given(offices, rules, moments(), moments(), st.integers(1, 30), st.sampled_from(list(LimitUnit)))
def test_who_comes_first_is_never_due_later(
    office: Pairs, overrides: Rules, one: datetime, other: datetime, amount: int, unit: LimitUnit
) -> None:
    calendar, _reference = both(office, overrides)
    first, second = sorted([one, other])
    limit = Limit(amount, unit)
    assert calendar.deadline(first, limit) <= calendar.deadline(second, limit)


@settings(max_examples=200, deadline=None)
@given(offices, rules, moments())
def test_the_office_is_open_when_the_walk_says_so(
    office: Pairs, overrides: Rules, moment: datetime
) -> None:
    calendar, reference = both(office, overrides)
    assert calendar.is_open(moment) == reference.counts(moment)
    opening = calendar.next_opening(moment)
    assert opening >= moment
    assert calendar.is_open(opening)
    assert calendar.elapsed(moment, opening, LimitUnit.OFFICE_HOURS) == timedelta(0)


@settings(max_examples=200, deadline=None)
@given(rules, moments(), st.integers(0, 30))
def test_workdays_are_counted_on_dates(overrides: Rules, moment: datetime, count: int) -> None:
    calendar, reference = both(OFFICES[0], overrides)
    day = moment.date()
    reached = calendar.workday_after(day, count)
    assert reference.is_workday(reached)
    if count:
        assert calendar.workdays_between(day, reached) == count
    else:
        assert reached >= day
