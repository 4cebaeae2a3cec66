"""Homes are adapted step by step, meals go to who is entitled, coverage counts titles."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiedao.applications.care.adaptation import ADAPTATION
from jiedao.applications.care.layers import beyond
from jiedao.applications.care.meals import CANTEEN, DINER, MEAL
from jiedao.applications.care.places import CHILD_COMMUNITY, FACILITY, FAMILY_EVENT, HOME
from jiedao.applications.care.tests.conftest import refused
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.records.actions import add, edit, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import picture

HERE = {"place": (114.305, 22.705)}


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_home_is_adapted_step_by_step(town: SmallTown, office: Actor) -> None:
    clerk = actor_of(town.clerk_west)
    said = {"title": "卫生间扶手", "household": "W1-302", "year": 2024, "day": "2024-03-04"} | HERE
    row = add(town.id, ADAPTATION, said, actor=clerk)
    assert add(town.id, ADAPTATION, said, actor=clerk).pk == row.pk

    def go(key: str, actor: Actor, *files: Any, **data: Any) -> Any:
        return make_move(town.id, ADAPTATION, row.number, key, data, actor=actor, files=files)

    go("assess", clerk, needs="扶手、防滑垫", score="72")
    with refused(Forbidden):
        go("approve", clerk)
    go("approve", office)
    with refused(Invalid, "申请之后"):
        go("fit", clerk, on="2024-03-01", amount="3800")
    go("fit", clerk, on="2024-04-20", amount="3800")
    with refused(Invalid, "照片"):
        go("accept", office, accepted_on="2024-04-25")
    (photo,) = prepare([Upload("p.jpg", picture())])
    with refused(Forbidden):
        go("accept", clerk, photo, accepted_on="2024-04-25")
    done = go("accept", office, photo, accepted_on="2024-04-25")
    assert (done.state, done.amount, done.attributes["accepted_on"]) == (
        "accepted", 3800, "2024-04-25",
    )  # fmt: skip


def diner(town: SmallTown, actor: Actor, **more: Any) -> Any:
    said = {"title": "陈伯", "card": "ZC-0001", "subsidy": "6", "daily": True} | HERE | more
    return add(town.id, DINER, said, actor=actor)


def test_a_meal_is_for_who_is_entitled(town: SmallTown) -> None:
    clerk, today = actor_of(town.clerk_west), clock.today()
    canteen = add(
        town.id, CANTEEN, {"title": "西岭长者食堂", "grade": "second"} | HERE, actor=clerk
    )
    guest = diner(town, clerk, entitled_until=today)
    said = {"title": "午餐", "canteen": canteen.pk, "subsidy": "6"} | HERE
    about = (DINER, guest.pk)
    for values, subject, words in (
        (said, None, "就餐人"),
        (said | {"subsidy": "9"}, about, "超过"),
        (said | {"day": today + timedelta(days=1)}, about, "过期"),
    ):
        with refused(Invalid, words):
            add(town.id, MEAL, values, actor=clerk, subject=subject)
    with refused(Forbidden):
        add(town.id, MEAL, said, actor=actor_of(town.clerk_east), subject=about)
    meal = add(town.id, MEAL, said, actor=clerk, subject=about)
    make_move(town.id, MEAL, meal.number, "give", {}, actor=clerk)
    seen = Thing.objects.get(pk=guest.pk)
    assert seen.attributes["last_meal"] == str(today)
    assert seen.due_at is not None
    assert seen.due_at.astimezone(clock.TOWN_ZONE).date() == today + timedelta(days=1)


def test_elders_beyond_reach_are_on_the_map(town: SmallTown) -> None:
    clerk, reach = actor_of(town.clerk_west), reach_of(town.clerk_west)
    homes = {"幸福路1号": (114.305, 22.705), "幸福路2号": (114.319, 22.705)}
    for title, place in homes.items():
        add(town.id, HOME, {"title": title, "elders": 1, "place": place}, actor=clerk)
    assert {one["properties"]["title"] for one in beyond(reach)} == set(homes)
    station = {"title": "西岭驿站", "sort": "station", "opened_on": "2024-04-01"} | HERE
    add(town.id, FACILITY, station, actor=clerk)
    assert [one["properties"]["title"] for one in beyond(reach)] == ["幸福路2号"]
    assert list(beyond(reach, (114.30, 22.70, 114.31, 22.71))) == []
    assert list(beyond(reach_of(town.clerk_east))) == []


def test_a_title_has_its_day(town: SmallTown) -> None:
    clerk = actor_of(town.dispatcher)
    row = add(town.id, CHILD_COMMUNITY, {"title": "西岭社区"}, actor=clerk)
    with refused(Invalid, "授牌日期"):
        edit(town.id, CHILD_COMMUNITY, row.number, {"level": "city"}, actor=clerk)
    awarded = {"level": "city", "awarded_on": "2024-06-01"}
    with refused(Forbidden):
        edit(town.id, CHILD_COMMUNITY, row.number, awarded, actor=actor_of(town.reader))
    titled = edit(town.id, CHILD_COMMUNITY, row.number, awarded, actor=clerk)
    assert titled.attributes == awarded


def test_an_event_is_held_with_its_attendance(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    row = add(
        town.id, FAMILY_EVENT, {"title": "亲子阅读", "audience": "family"} | HERE, actor=clerk
    )
    held: Any = make_move(town.id, FAMILY_EVENT, row.number, "hold",
                          {"on": "2024-05-12", "attended": 300}, actor=clerk)  # fmt: skip
    assert (str(held.day), held.attended, held.attributes["audience"]) == (
        "2024-05-12", 300, "family",
    )  # fmt: skip
