"""Gas households, training of principals, accidents, and the list of high fire risk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiedao.applications.safety import names, queries
from jiedao.applications.safety.rules import least_grade
from jiedao.applications.safety.tests.conftest import answers, refused, shop
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock, registry
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown

Move = Callable[..., Any]


def test_a_gas_household_is_appointed_refuses_and_passes(town: SmallTown, move: Move) -> None:
    clerk = actor_of(town.clerk_west)
    row = add(town.id, names.GAS, {"title": "幸福路1号201", "area": town.places.grid_1.pk},
              actor=clerk)  # fmt: skip
    move(row, "appoint", clerk, appointed_on="2026-11-20")
    with refused(Forbidden):
        move(row, "refuse", actor_of(town.clerk_east), refusal="不让进门")
    assert move(row, "refuse", clerk, refusal="不让进门").state == "refused"
    with refused(Invalid, "在将来"):
        move(row, "replace", clerk, replaced_on=clock.today() + timedelta(days=1))
    with refused(Invalid, "都没有更换"):
        move(row, "replace", clerk, hose=False, valve=False)
    move(row, "replace", clerk)
    done = move(row, "pass", clerk)
    assert (done.state, done.attributes["replaced_on"], done.attributes.get("refusal")) == (
        "passed",
        clock.today().isoformat(),
        None,
    )
    share = queries.gas(reach_of(town.clerk_west))
    assert (share.part, share.whole) == (1, 1)


def principal(town: SmallTown, name: str, **more: Any) -> Any:
    values = {"title": name, "area": town.places.grid_1.pk, "day": "2026-03-01"} | more
    return add(town.id, names.PRINCIPAL, values, actor=actor_of(town.clerk_west))


def test_principals_due_are_invited_and_who_came_is_trained(
    town: SmallTown, office: Actor, move: Move
) -> None:
    passed, failed, absent = (principal(town, f"{name}公司") for name in ("甲", "乙", "丙"))
    principal(town, "丁公司", trained_on=(clock.today() - timedelta(days=20)).isoformat())
    row = add(town.id, names.TRAINING, {"title": "冬季负责人培训"}, actor=office)
    move(row, "invite", office)
    row.refresh_from_db()
    assert row.enrolled == 3
    move(row, "invite", office)
    row.refresh_from_db()
    assert row.enrolled == 3, "nobody is invited twice"
    move(row, "announce", office)
    move(row, "attendance", office, names="甲公司 92\n乙公司 41")
    held = move(row, "hold", office)
    assert held.attended == 2
    for one in (passed, failed, absent):
        one.refresh_from_db()
    assert passed.attributes["trained_on"] == clock.today().isoformat()
    assert float(passed.attributes["score"]) == 92
    assert passed.due_at > clock.now() + timedelta(days=300)
    reach = reach_of(town.supervisor)
    missing = [one.title for one in queries.untrained(reach, 9)]
    assert missing == ["乙公司", "丙公司"]
    share = queries.trained(reach)
    assert (share.part, share.whole) == (2, 4)


def test_a_community_invites_its_own(town: SmallTown, move: Move) -> None:
    principal(town, "甲公司")
    east = actor_of(town.clerk_east)
    values = {"title": "东港培训", "area": town.places.east.pk}
    row = add(town.id, names.TRAINING, values, actor=east)
    assert move(row, "invite", east).enrolled == 0
    values = {"title": "西岭培训", "area": town.places.west.pk}
    west = actor_of(town.clerk_west)
    row = add(town.id, names.TRAINING, values, actor=west)
    assert move(row, "invite", west).enrolled == 1


@pytest.mark.parametrize(
    ("deaths", "injuries", "loss", "grade"),
    [(0, 0, 0, "general"), (2, 9, 999, "general"), (3, 0, 0, "larger"), (0, 10, 0, "larger"),
     (0, 0, 5000, "major"), (29, 0, 0, "major"), (30, 0, 0, "extraordinary")],
)  # fmt: skip
def test_the_grade_of_an_accident(deaths: int, injuries: int, loss: float, grade: str) -> None:
    assert least_grade(deaths, injuries, loss) == grade


def accident(town: SmallTown, actor: Actor, **more: Any) -> Any:
    values = {"title": "物体打击", "sort": "work", "deaths": 1, "day": clock.today(),
              "area": town.places.grid_1.pk}  # fmt: skip
    return add(town.id, names.ACCIDENT, values | more, actor=actor)


def test_accidents_are_compared_with_last_year(town: SmallTown, office: Actor) -> None:
    with refused(Invalid, "在将来"):
        accident(town, office, day=clock.today() + timedelta(days=1))
    with refused(Invalid, "至少是“较大”"):
        accident(town, office, deaths=3)
    today = clock.today()
    accident(town, office)
    for n in range(2):
        accident(town, office, title=f"上年{n}", deaths=1, day=today - timedelta(days=366))
    work, fire, *_rest = queries.accidents(reach_of(town.supervisor))
    assert (work.count, work.before, work.change, work.deaths, work.deaths_before) == (
        1, 2, -1, 1, 2,
    )  # fmt: skip
    assert (fire.count, fire.deaths) == (0, 0)


def test_off_the_list_only_with_every_issue_done_and_the_score(
    town: SmallTown, office: Actor, move: Move
) -> None:
    clerk = actor_of(town.clerk_west)
    values = {"title": "旧墟片区", "sort": "area", "works": "打通疏散通道、加装喷淋",
              "area": town.places.west.pk, "ends_on": "2027-06-30"}  # fmt: skip
    row = add(town.id, names.FIRE_LISTED, values, actor=clerk)
    move(row, "start", clerk)
    with refused(Forbidden, "还没有登记问题清单"):
        move(row, "ask", clerk)
    move(row, "add_milestone", clerk, title="打通消防通道", due_on="2026-12-31")
    with refused(Forbidden, "还有 1 项"):
        move(row, "ask", clerk)
    move(row, "milestone_done", clerk, title="打通消防通道")
    move(row, "ask", clerk)
    with refused(Forbidden):
        move(row, "strike_off", clerk, score=95, note="验收合格")
    with refused(Invalid, "不到 80 分"):
        move(row, "strike_off", office, score=79, note="差一项")
    done = move(row, "strike_off", office, score=88, note="验收合格")
    assert (done.state, done.finished_on) == ("struck_off", clock.today())


def test_a_place_of_the_area_is_cleared_after_a_clean_check(
    town: SmallTown, office: Actor, move: Move
) -> None:
    clerk = actor_of(town.clerk_west)
    listed = add(town.id, names.FIRE_LISTED, {"title": "旧墟片区", "sort": "area", "works": "整治",
                 "area": town.places.west.pk}, actor=clerk)  # fmt: skip
    place = shop(town, fire_area=listed.pk)
    said = {"note": "喷淋、烟感已安装"}
    with refused(Forbidden, "还没有检查过"):
        move(place, "clear_fire", office, **said)
    for faults, words in ((("exits",), "还没有复查通过"), ((), "1 项隐患没有销号")):
        visit = add(town.id, names.CHECK, {}, actor=clerk, subject=(place.kind, place.pk))
        move(visit, "complete", clerk, **answers("safety_three_small", *faults))
        with refused(Forbidden, words):
            move(place, "clear_fire", office, **said)
    Case.objects.filter(kind=names.HAZARD).update(state="struck_off")
    done = move(place, "clear_fire", office, **said)
    assert done.attributes["fire_cleared_on"] == clock.today().isoformat()


def test_the_overview_shows_what_one_may_see(town: SmallTown, office: Actor) -> None:
    shop(town)
    add(town.id, names.TASK, {"title": "粉尘涉爆清零", "field": "work", "measure": "逐家核查",
        "unit": town.units.city.pk}, actor=office)  # fmt: skip
    principal(town, "甲公司")
    client = Client()
    client.force_login(town.supervisor)
    page = client.get("/safety/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("已超期 1 家", "零发生", "城管科", "甲公司"):
        assert words in text, words
    client.force_login(town.nobody)
    assert client.get("/safety/").status_code == 403


def test_the_rail_of_safety_is_short_and_leads_everywhere() -> None:
    lines = [one for one in registry.navigation if one.group == "safety"]
    assert len(lines) <= 6
    led = {key for line in lines for key in (line.kind, *line.leads_to)}
    assert led >= {kind.key for kind in registry.kinds if kind.application == "safety"}
