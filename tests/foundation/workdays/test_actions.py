"""Changing the calendar, by action and by page; the calendar in memory follows."""

from datetime import date

import pytest
from django.db.transaction import atomic
from django.test import Client

from jiedao.foundation.staff.models import Account
from jiedao.foundation.workdays import actions, days
from jiedao.foundation.workdays.calendar import calendar_for
from jiedao.foundation.workdays.models import DayRule
from jiedao.foundation.workdays.notices import Rule
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden, Invalid, NotFound
from jiedao.kernel.models import History, Town
from tests.cast import SmallTown

DAY = date(2026, 3, 2)


def test_days_are_set_changed_and_removed(town: SmallTown) -> None:
    assert calendar_for(town.id).is_workday(DAY)
    assert actions.set_days(town.id, [Rule(DAY, False, "停电")], actor=SYSTEM) == 1
    assert not calendar_for(town.id).is_workday(DAY)
    assert actions.set_days(town.id, [Rule(DAY, False, "停电")], actor=SYSTEM) == 0
    assert actions.set_days(town.id, [Rule(DAY, True)], actor=SYSTEM) == 1
    assert DayRule.objects.get(town=town.town).working
    assert actions.remove_days(town.id, [DAY, date(2026, 3, 3)], actor=SYSTEM) == 1
    assert calendar_for(town.id).is_workday(DAY)
    lines = History.objects.filter(town=town.town, kind="calendar").order_by("id")
    assert [(line.verb, line.changes["2026-03-02"]) for line in lines] == [
        ("days_set", ["", "放假 停电"]),
        ("days_set", ["放假 停电", "上班"]),
        ("days_removed", ["上班", ""]),
    ]


def test_office_hours_are_changed_and_kept_beside_other_settings(town: SmallTown) -> None:
    actions.set_office_hours(town.id, [("08:30", "12:00"), ("13:30", "17:30")], actor=SYSTEM)
    settings = Town.objects.get(pk=town.id).settings
    assert settings["office_hours"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert settings["area_code"] == "0755"
    assert calendar_for(town.id).day_length.total_seconds() == 7.5 * 3600
    actions.set_office_hours(town.id, settings["office_hours"], actor=SYSTEM)
    assert History.objects.filter(kind="calendar", verb="hours_set").count() == 1
    with pytest.raises(Invalid):
        actions.set_office_hours(town.id, [], actor=SYSTEM)


def test_only_who_may_change_settings_does(town: SmallTown) -> None:
    handler = Actor("account", town.handler.pk, reach=town.handler.reach)
    stranger = Actor("account", town.stranger.pk, reach=town.stranger.reach)
    for who in (handler, stranger):
        for refused in (
            lambda: actions.set_days(town.id, [Rule(DAY, False)], actor=who),  # noqa: B023
            lambda: actions.remove_days(town.id, [DAY], actor=who),  # noqa: B023
            lambda: actions.set_office_hours(town.id, [("9:00", "17:00")], actor=who),  # noqa: B023
        ):
            with pytest.raises((Forbidden, NotFound)), atomic():
                refused()


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_year_is_shown_and_says_when_nobody_entered_it(town: SmallTown) -> None:
    client = opened(town.admin)
    words = client.get("/calendar/?year=2026").content.decode()
    assert "春节" in words
    assert "班" in words
    assert "尚未录入" not in words
    beyond = days.library_years().stop
    assert "尚未录入" in client.get(f"/calendar/?year={beyond}").content.decode()
    assert client.get("/calendar/?year=1991").status_code == 404
    assert client.get("/calendar/?year=1992").status_code == 200
    assert client.get("/calendar/?year=2099").status_code == 200
    assert opened(town.nobody).get("/calendar/").status_code == 403
    assert Client().get("/calendar/").status_code == 303


def test_the_notice_and_the_hours_are_entered_on_the_page(town: SmallTown) -> None:
    client = opened(town.admin)
    beyond = days.library_years().stop
    notice = {"notice": f"{beyond}-02-05 至 {beyond}-02-11 放假 春节"}
    assert client.post("/calendar/notice/", notice).status_code == 303
    assert calendar_for(town.id).known_year(beyond)
    wrong = client.post("/calendar/notice/", {"notice": "过年放假"})
    assert wrong.status_code == 422
    assert "过年放假" in wrong.content.decode()
    assert client.post("/calendar/hours/", {"hours": "8:30-12:00，13:30-17:30"}).status_code == 303
    for nonsense in ("九点到五点", "09:00-12:00，11:00-13:00", "09:00-12:00 其他"):
        assert client.post("/calendar/hours/", {"hours": nonsense}).status_code == 422
    span = {"first": f"{beyond}-02-05", "last": f"{beyond}-02-06"}
    assert client.post("/calendar/remove/", span).status_code == 303
    assert DayRule.objects.filter(town=town.town).count() == 5
    assert opened(town.handler).post("/calendar/notice/", notice).status_code == 403
