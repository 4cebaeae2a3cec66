"""A task goes its way: assigned, reported on, closed with proof by somebody else; or not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from jiedao.applications.plan import names
from jiedao.applications.plan.goals import line_of
from jiedao.applications.plan.models import Letter
from jiedao.applications.plan.tests.desk import go, office, refused, task
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.targets import Target, targets
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.records.actions import edit
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.cases.desk import picture

__all__ = ["office"]
MONDAY = datetime(2024, 8, 5, 10, tzinfo=clock.TOWN_ZONE)


@pytest.fixture(autouse=True)
def _still(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with clock.at(MONDAY):
        yield


def proof() -> Any:
    return prepare([Upload("验收照片.jpg", picture())])


def test_the_way_of_a_task(town: SmallTown, office: Actor) -> None:
    row, handler = task(town, office), actor_of(town.handler)
    with refused(Forbidden):
        go(row, "assign", handler, unit=town.units.city.pk)
    go(row, "assign", office, unit=town.units.city.pk, owner=town.handler.pk, co_units="水务科")
    row.refresh_from_db()
    assert (row.state, row.ends_on) == (names.ASSIGNED, date(2024, 12, 31)), "the plan's end"
    told = Notice.objects.filter(record_kind=names.TASK, record_id=row.pk)
    assert set(told.values_list("account_id", "unit_id")) == {
        (town.handler.pk, None), (None, town.units.water.pk)
    }  # fmt: skip
    with refused(Forbidden, "责任单位"):
        go(row, "progress", office, note="代报")
    go(row, "progress", handler, percent=40, note="完成立项")
    row.refresh_from_db()
    assert (row.state, row.progress) == (names.UNDER_WAY, 40)
    with refused(Invalid, "附件"):
        go(row, "ask_close", handler, note="全部完成")
    with refused(Conflict):
        go(row, "accept", office)
    go(row, "ask_close", handler, note="全部完成", shown=proof())
    with refused(Forbidden):
        go(row, "accept", handler)
    go(row, "accept", office)
    row.refresh_from_db()
    assert (row.state, row.progress, row.closed_at) == (names.CLOSED, 100, clock.now())


def test_nobody_accepts_what_he_asked_for(town: SmallTown, office: Actor) -> None:
    """The officer is of 指挥中心 as well, and may handle its tasks; another accepts them."""
    row = task(town, office)
    go(row, "assign", office, unit=town.units.centre.pk)
    go(row, "progress", office, note="着手")
    go(row, "ask_close", office, note="完成", shown=proof())
    with refused(Forbidden, "不能验收自己的任务"):
        go(row, "accept", office)
    lead = actor_of(town.leader)
    go(row, "return", lead, reason="缺验收表")
    row.refresh_from_db()
    assert (row.state, row.finished_on) == (names.UNDER_WAY, None)
    go(row, "ask_close", office, note="完成，已补", shown=proof())
    go(row, "accept", lead)


def test_a_task_that_runs_has_a_unit(town: SmallTown, office: Actor) -> None:
    row = task(town, office, unit=town.units.city.pk, ends_on="2024-10-01")
    go(row, "assign", office, unit=town.units.city.pk)
    row.refresh_from_db()
    assert row.ends_on == date(2024, 10, 1), "a date that was there stays"
    with refused(Invalid, "责任单位"):
        edit(town.id, names.TASK, row.number, {"unit": None}, actor=office)
    with refused(Invalid, "不能直接修改"):
        edit(town.id, names.TASK, row.number, {"urged": 3}, actor=office)
    go(row, "drop", office, reason="上级取消")
    go(row, "restore", office, reason="恢复安排")


def test_urging_and_letters_reach_whoever_answers(town: SmallTown, office: Actor) -> None:
    row = task(town, office)
    go(row, "assign", office, unit=town.units.city.pk)
    Notice.objects.all().delete()
    with refused(Forbidden):
        go(row, "urge", actor_of(town.unit_lead), reason="请快些")
    for _time in range(2):
        go(row, "urge", office, reason="请抓紧")
    row.refresh_from_db()
    assert row.attributes["urged"] == 2
    with refused(Invalid, "已经过去"):
        go(row, "supervise", office, reason="三个月没有进展", reply_by=date(2024, 8, 1))
    go(row, "supervise", office, reason="三个月没有进展", reply_by=date(2024, 8, 20))
    assert Letter.objects.get().serial == 1
    notices = Notice.objects.filter(unit=town.units.city)
    assert [one.text[:3] for one in notices.order_by("id")] == ["催办：", "催办：", "督办函"]


def test_targets_are_of_figures_that_there_are(town: SmallTown, office: Actor) -> None:
    with refused(Invalid, "指标代号"):
        task(town, office, target="20")
    with refused(Invalid, "没有指标"):
        task(town, office, target="20", indicator="nothing_of_the_kind")
    with refused(Invalid, "属性=值"):
        task(town, office, target="20", indicator="gdp", filters="不知道")
    with refused(Invalid, "写法不对"):
        task(town, office, more_targets="gdp 20")


def test_figures_find_the_targets_of_a_period(town: SmallTown, office: Actor) -> None:
    more = "retail_sales >= 180.5 亿元 field=economy\nterror_and_political_cases <= 0 起 2024"
    row = task(town, office, indicator="gdp", target="860", more_targets=more, source="工作计划")
    dropped = task(town, office, title="不做了", indicator="gdp", target="1")
    go(dropped, "drop", office, reason="合并")
    found = targets_of(town.id, "2024H2")
    assert [(one.key, one.value, one.unit, one.qualifier, one.period) for one in found] == [
        ("gdp", Decimal(860), "亿元", "at_least", "2024H2"),
        ("retail_sales", Decimal("180.5"), "亿元", "at_least", "2024H2"),
        ("terror_and_political_cases", Decimal(0), "起", "at_most", "2024"),
    ]
    assert found[1].filters == {"field": "economy"}
    assert (found[0].task, found[0].task_kind, found[0].source) == (
        row.number, names.TASK, "工作计划",
    )  # fmt: skip
    assert targets_of(town.id, "2025") == [], "what is over before is no target of it"
    assert targets_of(town.id + 999, "2024H2") == []


def targets_of(town_id: int, period: str) -> list[Target]:
    """What whoever prints figures is told."""
    asked = Period.parse(period)
    return [one for source in targets for one in source.of(town_id, asked)]


@pytest.mark.parametrize("line", ["gdp >= 二十 个", "gdp >= NaN", "gdp ~ 3", "nope >= 3 个"])
def test_a_line_that_says_no_target(line: str) -> None:
    with pytest.raises(Invalid):
        line_of(line)


def test_the_record_page_shows_what_is_wanted_and_done(town: SmallTown, office: Actor) -> None:
    row = task(town, office, quote="年内完成道路提升")
    go(row, "assign", office, unit=town.units.city.pk)
    go(row, "progress", actor_of(town.handler), percent=10, note="进场施工")
    page = body(browser(town.supervisor).get(f"/r/{names.TASK}/{row.number}/"))
    for words in ("年内完成道路提升", "进场施工", "催办", "发督办函"):
        assert words in page
    assert browser(town.clerk_east).get(f"/r/{names.TASK}/{row.number}/").status_code == 404
