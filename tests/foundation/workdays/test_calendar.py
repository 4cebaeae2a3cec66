"""The calendar's rules by example, as an official would tell them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jiedao.foundation.workdays import days, hours
from jiedao.foundation.workdays.calendar import Calendar, Limit, LimitUnit, calendar_for
from jiedao.foundation.workdays.models import DayRule
from jiedao.kernel import towns
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid
from jiedao.kernel.models import Town

OFFICE = hours.parse(hours.DEFAULT)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(OFFICE)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOWN_ZONE)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-03-02 08:00", 2, LimitUnit.OFFICE_HOURS, "2026-03-02 11:00"),
        ("2026-03-02 10:00", 2, LimitUnit.OFFICE_HOURS, "2026-03-02 12:00"),
        ("2026-03-02 11:00", 2, LimitUnit.OFFICE_HOURS, "2026-03-02 15:00"),
        ("2026-03-06 17:30", 4, LimitUnit.OFFICE_HOURS, "2026-03-09 14:30"),
        # Spring Festival 2026: 14 February (Saturday) is worked, 15 to 23 February is not.
        ("2026-02-13 19:00", 4, LimitUnit.OFFICE_HOURS, "2026-02-14 15:00"),
        ("2026-02-14 17:00", 2, LimitUnit.OFFICE_HOURS, "2026-02-24 10:00"),
        ("2026-02-13 09:00", 1, LimitUnit.WORKDAYS, "2026-02-14 18:00"),
        ("2026-02-14 09:00", 1, LimitUnit.WORKDAYS, "2026-02-24 18:00"),
        # Saturday, and Friday after closing: Monday is the first day.
        ("2026-03-07 10:00", 1, LimitUnit.WORKDAYS, "2026-03-09 18:00"),
        ("2026-03-06 20:00", 1, LimitUnit.WORKDAYS, "2026-03-09 18:00"),
        ("2026-03-02 07:00", 7, LimitUnit.WORKDAYS, "2026-03-11 18:00"),
        ("2026-02-14 17:00", 2, LimitUnit.URGENT_HOURS, "2026-02-14 19:00"),
        ("2026-02-10 17:00", 7, LimitUnit.DAYS, "2026-02-17 23:59:59"),
        ("2026-02-10 17:00", 0, LimitUnit.WORKDAYS, "2026-02-10 17:00"),
    ],
)
def test_deadline(calendar: Calendar, start: str, amount: int, unit: LimitUnit, due: str) -> None:
    deadline = calendar.deadline(local(start), Limit(amount, unit))
    assert deadline == local(due)
    assert deadline.tzinfo is UTC


def test_midnight_belongs_to_the_town_not_to_utc(calendar: Calendar) -> None:
    # 01:00 in Shanghai on Monday is still Sunday in UTC.
    start = local("2026-03-09 01:00").astimezone(UTC)
    assert calendar.deadline(start, Limit(1, LimitUnit.DAYS)) == local("2026-03-10 23:59:59")
    assert calendar.deadline(start, Limit(1, LimitUnit.WORKDAYS)) == local("2026-03-10 18:00")


def test_a_night_shift_belongs_to_the_date_it_begins_on() -> None:
    calendar = Calendar(hours.parse([("22:00", "06:00")]))
    friday_night = local("2026-03-07 02:00")  # Saturday by the clock, Friday's shift
    assert calendar.is_open(friday_night)
    assert not calendar.is_open(local("2026-03-08 02:00"))
    assert calendar.deadline(friday_night, Limit(5, LimitUnit.OFFICE_HOURS)) == local(
        "2026-03-09 23:00"
    )
    assert calendar.closes(date(2026, 3, 6)) == local("2026-03-07 06:00")


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2026-03-06 12:30", False),  # the lunch break
        ("2026-03-07 15:00", False),  # a Saturday's afternoon
        ("2026-03-06 18:00", True),
        ("2026-03-07 03:00", True),
        ("2026-03-06 09:00", False),
    ],
)
def test_night_is_after_closing_and_before_opening(
    calendar: Calendar, moment: str, night: bool
) -> None:
    assert calendar.is_night(local(moment)) is night


def test_night_of_an_office_that_works_past_midnight() -> None:
    calendar = Calendar(hours.parse([("22:00", "06:00")]))
    assert not calendar.is_night(local("2026-03-07 02:00"))
    assert calendar.is_night(local("2026-03-07 07:00"))


@pytest.mark.parametrize("moment", ["2026-03-06 23:30", "2026-03-07 01:00"])
def test_after_a_night_comes_the_first_workday_that_follows_it(
    calendar: Calendar, moment: str
) -> None:
    assert calendar.after_night(local(moment)) == local("2026-03-09 18:00")


def test_a_suspended_case_gets_its_time_back(calendar: Calendar) -> None:
    due = local("2026-03-06 18:00")
    moved = calendar.resumed(
        due, local("2026-03-04 10:00"), local("2026-03-05 11:00"), LimitUnit.WORKDAYS
    )
    assert moved == local("2026-03-10 10:00")  # eight office hours later: a day of seven, and one
    urgent = calendar.resumed(
        due, local("2026-03-04 10:00"), local("2026-03-05 11:00"), LimitUnit.URGENT_HOURS
    )
    assert urgent == due + timedelta(hours=25)


def test_a_pause_after_the_deadline_changes_nothing(calendar: Calendar) -> None:
    due = local("2026-03-04 18:00")
    for unit in LimitUnit:
        assert calendar.resumed(due, local("2026-03-05 10:00"), local("2026-03-09"), unit) == due


def test_the_towns_table_overrides_the_library() -> None:
    calendar = Calendar(OFFICE, {date(2026, 2, 14): False, date(2026, 2, 15): True})
    assert not calendar.is_workday(date(2026, 2, 14))
    assert calendar.is_workday(date(2026, 2, 15))


def test_years_nobody_entered_are_counted_by_the_week_and_say_so() -> None:
    beyond = days.library_years().stop
    calendar = Calendar(OFFICE)
    assert calendar.known_year(beyond - 1)
    assert not calendar.known_year(beyond)
    assert calendar.warning(local(f"{beyond - 1}-05-01")) == ""
    assert str(beyond) in calendar.warning(local(f"{beyond}-05-01"))
    entered = Calendar(OFFICE, {date(beyond, 5, 1): False})
    assert entered.known_year(beyond)
    assert entered.warning(local(f"{beyond}-05-01")) == ""


@pytest.mark.parametrize("moment", ["1991-12-30 09:00", "2100-01-01 00:00", "9999-12-31 23:59"])
def test_moments_beyond_the_calendar_are_refused(calendar: Calendar, moment: str) -> None:
    for unit in LimitUnit:
        with pytest.raises(Invalid):
            calendar.deadline(local(moment), Limit(1, unit))


def test_limits_beyond_the_calendar_are_refused(calendar: Calendar) -> None:
    for unit in LimitUnit:
        for amount in (999_999, 10**30):
            with pytest.raises(Invalid):
                calendar.deadline(local("2026-03-02 09:00"), Limit(amount, unit))
    with pytest.raises(ValueError, match="negative"):
        Limit(-1, LimitUnit.DAYS)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        ["09:00"],
        [("09:00",)],
        [("9", "12:00")],
        [("09:60", "12:00")],
        [("24:00", "02:00")],
        [("24:30", "25:00")],
        [("09:00", "12:00"), ("11:59", "18:00")],
        [("22:00", "06:00"), ("05:00", "09:00")],
        [("09:00", "12:00"), ("14:00", "10:00")],
    ],
)
def test_office_hours_that_make_no_sense_are_refused(pairs: list[tuple[str, ...]]) -> None:
    with pytest.raises(Invalid) as refusal:
        hours.parse(pairs)
    assert refusal.value.field == "office_hours"


@pytest.mark.parametrize(
    "pairs",
    [
        [["09:00", "12:00"], ["14:00", "18:00"]],
        [["00:00", "24:00"]],
        [["08:00", "12:00"], ["18:00", "02:00"]],
    ],
)
def test_office_hours_are_written_as_they_were_read(pairs: list[list[str]]) -> None:
    assert hours.write(hours.parse(pairs)) == pairs


@pytest.mark.django_db
def test_the_calendar_of_a_town_follows_its_revision() -> None:
    town = Town.objects.create(
        key="t", title="试验街道", created_at=local("2026-01-01"), settings={}
    )
    first = calendar_for(town.pk)
    assert calendar_for(town.pk) is first
    DayRule.objects.create(town=town, date=date(2026, 3, 2), working=False, name="停工")
    Town.objects.filter(pk=town.pk).update(settings={"office_hours": [["08:00", "16:00"]]})
    towns.touch(town.pk)
    second = calendar_for(town.pk)
    assert not second.is_workday(date(2026, 3, 2))
    assert second.office_hours == ((8 * 3600, 16 * 3600),)
