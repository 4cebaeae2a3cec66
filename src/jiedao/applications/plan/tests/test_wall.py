"""The wall shows every task with its light, and costs the same for many."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.applications.plan import names
from jiedao.applications.plan.board import Asked, wall
from jiedao.applications.plan.tests.desk import go, office, task
from jiedao.engines.mirror import source
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

__all__ = ["office"]
OCTOBER = datetime(2024, 10, 1, 10, tzinfo=clock.TOWN_ZONE)


@pytest.fixture(autouse=True)
def _still() -> Any:
    with clock.at(OCTOBER):
        yield


def run(town: SmallTown, office: Actor) -> None:
    """城管科 has one behind and one in time, 水务科 one overdue, nobody the fourth."""
    for title, unit, percent in (("慢的", town.units.city, 5), ("稳的", town.units.city, 60),
                                 ("过期的", town.units.water, 90)):  # fmt: skip
        row = task(town, office, title=title, ends_on="2024-09-30" if title == "过期的" else None)
        go(row, "assign", office, unit=unit.pk)
        handler = town.handler if unit == town.units.city else town.co_handler
        go(row, "progress", actor_of(handler), percent=percent, note="如实报告")
    task(town, office, title="没人的", domain="economy")
    task(town, office, title="明年的", period="2025H1")


def test_what_the_wall_counts(town: SmallTown, office: Actor) -> None:
    run(town, office)
    found = wall(reach_of(town.supervisor), Asked())
    assert found.asked.period == "2024H2", "the half-year of today"
    assert found.periods == ["2025H1", "2024H2"]
    assert (found.total, found.overdue) == (4, 1)
    assert dict(found.counts) == {"red": 2, "green": 1, "neutral": 1}
    assert [(g.name, g.done, g.late, g.total) for g in found.groups] == [
        ("未定责任单位", 0, 0, 1), ("城管科", 0, 1, 2), ("水务科", 0, 1, 1),
    ]  # fmt: skip
    (_, city, _) = found.groups
    assert [line.title for line in city.lines] == ["慢的", "稳的"], "the worst first"
    red = wall(reach_of(town.supervisor), Asked(light="red"))
    assert [line.title for g in red.groups for line in g.lines] == ["慢的", "过期的"]
    assert red.total == 4, "the totals stay those of the whole"
    assert wall(reach_of(town.supervisor), Asked(domain="economy")).total == 1
    assert wall(reach_of(town.supervisor), Asked(period="all")).total == 5


def test_everybody_sees_what_he_may(town: SmallTown, office: Actor) -> None:
    run(town, office)
    client = browser(town.supervisor)
    page = body(client.get("/plan/wall/"))
    for words in ("慢的", "稳的", "过期的", "没人的", "其中超期 1 项", "2024-09-30"):
        assert words in page
    assert "明年的" not in page
    some = body(client.get(f"/plan/wall/?unit={town.units.water.pk}"))
    assert 'data-open="' in some
    assert "过期的" in some
    assert "慢的" not in some
    own = body(browser(town.co_handler).get("/plan/wall/"))
    assert "过期的" in own
    assert "慢的" not in own, "a unit's handler sees the unit's"
    assert browser(town.nobody).get("/plan/wall/").status_code == 403


def test_two_hundred_tasks_cost_what_two_do(town: SmallTown, office: Actor) -> None:
    run(town, office)
    reach = reach_of(town.supervisor)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            wall(reach, Asked())
        return len(captured.captured_queries)

    few = cost()
    drafts = [
        Draft({"title": f"任务{n}", "period": "2024H2", "indicator": "gdp", "target": str(n + 1)})
        for n in range(191)
    ]
    add_many(town.id, names.TASK, drafts, actor=SYSTEM)
    assert cost() == few == 1
    assert wall(reach, Asked()).total == 195


@pytest.mark.django_db(transaction=True)
def test_the_actual_value_is_counted_from_the_records(town: SmallTown, office: Actor) -> None:
    """Of twelve tasks wanted, three were closed; in another domain none."""
    for n in range(3):
        done = task(town, office, title=f"做完的{n}", domain="economy")
        Project.objects.filter(pk=done.pk).update(state=names.CLOSED, closed_at=clock.now())
    aim = {"indicator": "work_plan_tasks_completed", "target": "12"}
    for title, filters in (("全部", ""), ("经济", "domain=economy"), ("市容", "domain=city_appearance"),
                           ("写错", "nothing=1")):  # fmt: skip
        row = task(town, office, title=title, filters=filters, **aim)
        go(row, "assign", office, unit=town.units.city.pk)
    source.fresh(town.id)
    found = wall(reach_of(town.supervisor), Asked(unit=str(town.units.city.pk)))
    (city,) = [group for group in found.groups if group.unit_id == town.units.city.pk]
    figures = {line.title: (line.figure, str(line.tone)) for line in city.lines}
    assert figures == {
        "全部": ("3 / ≥ 12 项", "amber"),
        "经济": ("3 / ≥ 12 项", "amber"),
        "市容": ("0 / ≥ 12 项", "red"),
        "写错": ("— / ≥ 12 项", "red"),
    }
    page = body(browser(town.supervisor).get(f"/r/{names.TASK}/{row.number}/"))
    assert "目标与实际" in page
