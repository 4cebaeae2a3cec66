"""Every owner reports every day, nothing included; matters are kept, persons are not."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from jiedao.applications.disputes.kinds import INCIDENT, PERIOD, REPORT, RISK
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.refusals import appoint, refused


@pytest.fixture
def team(town: SmallTown) -> Actor:
    """唐督查 is the stability team."""
    return appoint(town, town.supervisor, "centre", "stability_office")


@pytest.fixture
def owner(town: SmallTown) -> Actor:
    """陈城管 answers for the risks of 城管科."""
    return appoint(town, town.handler, "city", "stability_owner")


def risk(town: SmallTown, actor: Actor, **more: Any) -> Any:
    said = {"title": "滨河工地欠薪", "field": "wages", "grade": "high", "steps": "约谈总包、专户监管",
            "unit": town.units.city.pk, "owner": town.handler.pk} | more  # fmt: skip
    return add(town.id, RISK, said, actor=actor)


def test_a_risk_has_an_owner_and_names_nobody(town: SmallTown, team: Actor) -> None:
    with refused(Invalid, "责任人"):
        risk(town, team, owner=None)
    with refused(Invalid, "不登记人"):
        risk(town, team, steps="联系13800005678")
    with refused(Forbidden):
        risk(town, actor_of(town.dispatcher))
    assert risk(town, team).owner_id == town.handler.pk


def test_missing_reports_stand_late(town: SmallTown, team: Actor, owner: Actor) -> None:
    risk(town, team)
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=2)}
    period = add(town.id, PERIOD, {"title": "国庆值守"} | days, actor=team)
    with refused(Forbidden):
        make_move(town.id, PERIOD, period.number, "start", actor=owner)
    make_move(town.id, PERIOD, period.number, "start", actor=team)
    first, *rest = Visit.objects.filter(kind=REPORT).order_by("day")
    assert (len(rest), first.owner_id, first.attributes["period"]) == (
        2, town.handler.pk, period.pk,
    )  # fmt: skip
    with refused(Invalid):
        make_move(town.id, REPORT, first.number, "complete", {}, actor=owner)
    make_move(town.id, REPORT, first.number, "complete", {"incidents": 0}, actor=owner)
    # An hour after tomorrow has ended, whatever time of the day it is now.
    moment = datetime.combine(clock.today() + timedelta(days=2), time(1), clock.TOWN_ZONE)
    late = Visit.objects.filter(kind=REPORT, due_at__lt=moment)
    assert [row.pk for row in late] == [rest[0].pk]


@pytest.mark.parametrize(("days", "words"), [(-1, "早于"), (90, "太长")])
def test_a_period_is_one(town: SmallTown, team: Actor, days: int, words: str) -> None:
    said = {"title": "值守", "starts_on": clock.today(),
            "ends_on": clock.today() + timedelta(days=days)}  # fmt: skip
    with refused(Invalid, words):
        add(town.id, PERIOD, said, actor=team)


def test_an_incident_tells_how_many_never_who(town: SmallTown, team: Actor) -> None:
    said = {
        "title": "工地门口聚集",
        "sort": "gathering",
        "people": 12,
        "course": "已劝离，协商付款",
    }
    with refused(Invalid, "不登记人"):
        add(town.id, INCIDENT, said | {"course": "牵头人440301199001011234"}, actor=team)
    assert add(town.id, INCIDENT, said, actor=team).attributes["people"] == 12
