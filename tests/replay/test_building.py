"""A small profile replayed: its records are there, made by people who may, and count up exactly."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from jiedao.config.replay.building import Replayed
from jiedao.engines.activities.models import Activity
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import value_of
from jiedao.engines.mirror import source
from jiedao.engines.projects.models import Project
from jiedao.engines.services.models import Service
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.things.models import Thing
from jiedao.foundation.workdays.calendar import calendar_for
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.models import History, Town
from tests.replay.making import small, small_replayed

START, END = date(2024, 1, 1), date(2024, 6, 30)


@pytest.fixture
def done(transactional_db: None) -> Replayed:
    return small_replayed()


@pytest.mark.slow
def test_every_figure_follows_from_the_records(done: Replayed) -> None:
    projects = Project.objects.filter(kind="micro_project", started_on__range=(START, END))
    assert projects.count() == 7
    amounts = [Decimal(row.attributes["amount_applied"]) for row in projects]
    assert sum(amounts) == 700_000
    assert len(set(amounts)) > 1
    assert Counter(row.attributes["category"] for row in projects) == {"works": 3, "services": 4}

    sessions = Activity.objects.filter(kind="micro_session", state="held")
    assert sessions.count() == 9
    assert sessions.aggregate(n=Sum("attended"))["n"] == 1234
    assert {row.subject_id for row in sessions} == set(projects.values_list("pk", flat=True))

    checks = Visit.objects.filter(kind="tree_check", state="done")
    assert Counter(row.attributes["vigour"] for row in checks) == {"good": 4, "weak": 2}
    orders = Service.objects.filter(kind="menu_order", given_on__range=("2024-03-01", "2024-03-31"))
    assert sorted(orders.values_list("rating", flat=True)) == [4, 5, 5, 5, 5]

    answers = Counter(Request.objects.values_list("satisfaction", flat=True))
    assert answers == {"satisfied": 6, "basically": 2, "dissatisfied": 1, "no_answer": 3}
    assert set(Case.objects.filter(kind="request").values_list("state", flat=True)) == {"archived"}
    assert Case.objects.filter(kind="hazard", state="struck_off").count() == 4

    fact = Fact.objects.get(indicator="gdp")
    assert (fact.value, fact.value_unit, fact.issued_by) == (Decimal("12.5"), "亿元", "区统计局")
    assert (fact.period_from, fact.day, fact.state) == (START, END, "verified")
    assert Fact.objects.get(title="垃圾分类排名").rank == 2
    assert Fact.objects.get(kind="honour").attributes["persons"] == 2

    _computed(done.town)
    _through_the_actions(done.town)
    _in_office_hours(done.town)
    _for_ever_and_alone(done.town)


def _computed(town: Town) -> None:
    """The figures' engine finds the same, and one record more changes the figure."""
    expected = {
        "micro_projects_implemented": 7,
        "micro_project_person_times": pytest.approx(0.1234),
        "heritage_tree_checks": 6,
        "requests_handled": 12,
        "request_satisfaction_rate": pytest.approx(100 * 8 / 9),
        "major_hazards_open": 0,
    }
    assert {key: _value(town, key) for key in expected} == expected
    tree = Thing.objects.filter(kind="heritage_tree").order_by("id")[0]
    with clock.at(datetime(2024, 6, 3, 10, tzinfo=clock.TOWN_ZONE)):
        check = add(town.pk, "tree_check", {}, actor=SYSTEM, subject=(tree.kind, tree.pk))
        make_move(
            town.pk, check.kind, check.number, "complete", {"vigour": "good"}, actor=SYSTEM
        )  # fmt: skip
    assert _value(town, "heritage_tree_checks") == 7


def _value(town: Town, key: str) -> float | None:
    source.fresh(town.pk)
    return value_of(key, town_id=town.pk, period=Period.parse("2024H1")).value


def _through_the_actions(town: Town) -> None:
    """Every record has its history, and nobody but people of the town, residents and machines
    wrote it."""
    for model in (Project, Activity, Service, Fact):
        for row in model._default_manager.filter(town_id=town.pk):
            lines = History.objects.filter(kind=row.kind, record_id=row.pk).order_by("id")
            assert lines[0].verb == "add"
            assert {line.actor_kind for line in lines} == {"account"}


def _in_office_hours(town: Town) -> None:
    calendar = calendar_for(town.pk)
    for row in Project.objects.filter(kind="micro_project"):
        for line in History.objects.filter(kind=row.kind, record_id=row.pk, verb="start"):
            moment = line.at.astimezone(clock.TOWN_ZONE)
            assert calendar.is_workday(moment.date())
            assert 8 <= moment.hour < 18


def _for_ever_and_alone(town: Town) -> None:
    """Marked, and no other town beside it."""
    assert town.simulated
    assert town.replayed == "small"
    town.replayed = ""
    with pytest.raises(Conflict, match="标记不能改"):
        town.save()
    with pytest.raises(Conflict, match="样溪街道"):
        Town.objects.create(key="own", title="我的街道", created_at=clock.now())
    with pytest.raises(Conflict, match="样溪街道"):
        small_replayed()


def test_beside_a_town_nothing_is_replayed(transactional_db: None) -> None:
    Town.objects.create(key="own", title="我的街道", created_at=clock.now())
    with pytest.raises(Conflict, match="空的系统"):
        small_replayed()
    assert Town.objects.count() == 1


def test_a_kind_that_nobody_declares_is_refused_by_name(transactional_db: None) -> None:
    profile = small()
    profile.records[0].kind = "no_such_kind"
    with pytest.raises(Invalid, match="no_such_kind"):
        small_replayed(profile)
    assert not Town.objects.exists()
