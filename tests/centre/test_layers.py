"""What the map asks: layers by tile, as far as one may see them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.centre import drawing, layers
from jiedao.centre.walls import issue
from jiedao.foundation.places.models import Area
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import registry
from jiedao.kernel.declarations import Layer
from jiedao.kernel.errors import Refused
from jiedao.kernel.titles import Title
from jiedao.web.points import Points
from tests.api.counting import remembering
from tests.cases_pages.conftest import Browser, browser
from tests.cast import SmallTown
from tests.centre.test_tiling import tile_at
from tests.engines.cases.desk import at, reported
from tests.foundation.records.test_actions import fig

pytestmark = pytest.mark.data
OPEN, TREES = "requests.open", f"records.{TREE}"
EAST = {"longitude": 114.335, "latitude": 22.705}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing kept from another test; the history is looked at whenever it is asked."""
    drawing.forget()
    monkeypatch.setattr(drawing, "LOOK_SECONDS", 0)
    yield
    drawing.forget()


@pytest.fixture
def declare() -> Iterator[Any]:
    """Enter a layer for the test alone."""
    slot = registry.layers
    kept = (dict(slot._items), slot._closed)
    slot._closed = False

    def enter(key: str, features: Any, **more: Any) -> None:
        title = Title("试验", "Trial")
        slot.add(Layer(key, title, title, "cases.see", features, **more))

    yield enter
    slot._items, slot._closed = kept


def tiles(z: int = 12) -> str:
    west, east = tile_at(114.300, 22.720, z), tile_at(114.340, 22.700, z)
    return ",".join(
        f"{z}/{x}/{y}" for x in range(west.x, east.x + 1) for y in range(west.y, east.y + 1)
    )


def address(*keys: str, z: int = 12, cells: int = 8) -> str:
    asked = "&".join(f"layer={key}" for key in keys)
    return f"/centre/layers/?{asked}&tiles={tiles(z)}&cells={cells}"


def ask(who: Account | None, *keys: str, z: int = 12, cells: int = 8) -> dict[str, Any]:
    """What somebody's map is told of these layers."""
    found: dict[str, Any] = json.loads(browser(who).get(address(*keys, z=z, cells=cells)))
    return found


def many(found: dict[str, Any]) -> int:
    """How many points the tiles of a layer hold."""
    return sum(sum(numbers[2::5]) for numbers in found["tiles"].values())


def test_a_community_leader_sees_only_her_points(town: SmallTown) -> None:
    with at():
        reported(town)
        reported(town, "路边垃圾", **EAST)
        reported(town, "又一处垃圾", **EAST)
    seen = {who: ask(getattr(town, who), OPEN)[OPEN]
                for who in ("leader", "clerk_west", "clerk_east", "stranger")}  # fmt: skip
    assert {who: many(found) for who, found in seen.items()} == {
        "leader": 3, "clerk_west": 1, "clerk_east": 2, "stranger": 0,
    }  # fmt: skip
    assert sum(seen["leader"]["tones"].values()) == 3
    for other in (town.nobody, town.handler):
        opened = browser(other)
        opened.get(address(OPEN))
        assert opened.status == 403
    assert browser(None).get(address(OPEN)) == ""


def test_a_layer_that_may_not_be_seen_is_none(town: SmallTown, declare: Any) -> None:
    declare("t.open", lambda _reach, _bbox: [])
    assert "t.open" in ask(town.leader, "t.open", "t.unknown")
    registry.layers._items["t.open"] = replace(
        registry.layers.get("t.open"), permission="nobody.may"
    )
    assert ask(town.leader, "t.open", "t.unknown") == {}


def test_near_points_say_their_names_and_lead_to_their_records(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        found = ask(town.leader, OPEN, z=16)[OPEN]
        far = ask(town.leader, OPEN, z=12)[OPEN]
    assert found["titles"] == {str(desk.case.pk): str(town.items.rubbish)}
    assert "titles" not in far
    own, others = browser(town.clerk_west), browser(town.clerk_east)
    own.get(f"/centre/layers/{OPEN}/{desk.case.pk}/")
    assert (own.status, own.last["Location"]) == (302, f"/cases/{desk.number}/")
    others.get(f"/centre/layers/{OPEN}/{desk.case.pk}/")
    assert others.status == 404


def test_what_lies_at_one_place_is_listed(town: SmallTown) -> None:
    with at():
        desks = [reported(town), reported(town, "路灯不亮很久了")]
        box = "bbox=114.3049,22.7049,114.3051,22.7051"
        listed = browser(town.clerk_west).get(f"/centre/layers/{OPEN}/within/?{box}")
        none = browser(town.clerk_east).get(f"/centre/layers/{OPEN}/within/?{box}")
    assert all(f"/cases/{desk.number}/" in listed for desk in desks)
    assert not any(desk.number in none for desk in desks)
    assert "这里没有记录" in none


@pytest.mark.parametrize("box", ["", "bbox=1,2,3", "bbox=nan,0,1,1", "bbox=0,0,999,1"])
def test_no_box_no_list(town: SmallTown, box: str) -> None:
    opened = browser(town.leader)
    opened.get(f"/centre/layers/{OPEN}/within/?{box}")
    assert opened.status == 422


@pytest.mark.parametrize(
    "asked", ["1/2/0", "x", "3/1/1,4/1/1", ",".join(f"9/{n}/0" for n in range(200))]
)
def test_no_tiles_are_refused_in_a_sentence(town: SmallTown, asked: str) -> None:
    opened = browser(town.leader)
    assert "地图范围" in opened.get(f"/centre/layers/?layer={OPEN}&tiles={asked}")
    assert opened.status == 422
    opened.get(f"/centre/layers/?layer={OPEN}&tiles=3/1/1&cells=x&most=-7")
    assert opened.status == 200


def test_what_has_not_changed_is_not_sent_again(town: SmallTown) -> None:
    with at():
        reported(town)
        opened = browser(town.leader)
        opened.get(address(OPEN), **{"Accept-Encoding": "gzip"})
        tag = opened.last["ETag"]
        assert opened.last["Content-Encoding"] == "gzip"
        opened.get(address(OPEN), **{"If-None-Match": tag})
        assert (opened.status, opened.last.content) == (304, b"")
        reported(town, "另一处垃圾")
        opened.get(address(OPEN), **{"If-None-Match": tag})
    assert opened.status == 200


def test_a_change_is_seen_and_only_what_changed_is_read(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at():
        first, second = reported(town), reported(town, "另一处垃圾", **EAST)
        assert many(ask(town.leader, OPEN)[OPEN]) == 2
        asked: list[Any] = []
        source = registry.layers.get(OPEN).features
        points = type(source).points

        def watched(self: Any, reach: Any, ids: Any = None) -> Points:
            asked.append(ids)
            found: Points = points(self, reach, ids)
            return found

        monkeypatch.setattr(type(source), "points", watched)
        assert many(ask(town.leader, OPEN)[OPEN]) == 2
        assert asked == []
        first.to_closed()
        assert many(ask(town.leader, OPEN)[OPEN]) == 1
        assert asked == [[first.case.pk]]
        assert second.case.pk not in asked[0]
        third = reported(town, "第三处垃圾")
        assert many(ask(town.leader, OPEN)[OPEN]) == 2
        assert asked[1:] == [[third.case.pk]]


def test_colours_follow_the_clock(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        assert list(ask(town.leader, OPEN)[OPEN]["tones"]) == ["green"]
    monkeypatch.setattr(drawing, "AGE_SECONDS", 0)
    monkeypatch.setattr(drawing, "SHARE", 0)
    with at(days=30):
        assert list(ask(town.leader, OPEN)[OPEN]["tones"]) == ["red"]


def test_records_of_a_kind_are_points_as_well(town: SmallTown) -> None:
    who = actor_of(town.dispatcher)
    add(town.id, TREE, fig(code="1", title="西榕"), actor=who)
    east = add(
        town.id, TREE, fig(code="2", title="东榕", place="114.335,22.705", grade="second"),
        actor=who,
    )  # fmt: skip
    found = ask(town.clerk_east, TREES, z=16)[TREES]
    assert (many(found), found["titles"]) == (1, {str(east.pk): "东榕"})
    assert many(ask(town.leader, TREES)[TREES]) == 2


class TestFaults:
    """A layer that fails says so; the others live."""

    def test_one_that_raises(self, town: SmallTown, declare: Any) -> None:
        asked = []

        def broken(_reach: Any, _bbox: Any) -> Iterable[Any]:
            asked.append(1)
            yield {}
            raise RuntimeError("the sensor's database is gone")

        declare("t.broken", broken)
        with at():
            reported(town)
            found = ask(town.leader, "t.broken", OPEN)
            again = ask(town.leader, "t.broken", OPEN)
        assert "画不出来" in found["t.broken"]["fault"]
        assert "sensor" not in json.dumps(found)
        assert many(found[OPEN]) == 1
        assert again["t.broken"] == found["t.broken"]
        assert asked == [1]  # it is not asked again at once

    def test_one_that_refuses_says_why(self, town: SmallTown, declare: Any) -> None:
        def refusing(_reach: Any, _bbox: Any) -> Iterable[Any]:
            raise Refused("这个图层要先绑定设备。")

        declare("t.refusing", refusing)
        assert ask(town.leader, "t.refusing")["t.refusing"] == {"fault": "这个图层要先绑定设备。"}

    def test_one_that_is_slow_is_marked(
        self, town: SmallTown, declare: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        declare("t.plain", lambda _reach, _bbox: [])
        assert "slow" not in ask(town.leader, "t.plain")["t.plain"]
        drawing.forget()
        monkeypatch.setattr(layers, "SLOW_SECONDS", 0)
        assert ask(town.leader, "t.plain")["t.plain"]["slow"] is True

    def test_wrong_geometry_is_counted(self, town: SmallTown, declare: Any) -> None:
        good = {"type": "Feature", "geometry": {"type": "LineString", "coordinates":
                [[114.305, 22.705], [114.325, 22.705]]}, "properties": {"title": "夜巡路线"}}  # fmt: skip
        bad = {
            **good,
            "geometry": {"type": "LineString", "coordinates": [[float("nan"), 1], [2, 3]]},
        }
        declare("t.routes", lambda _reach, _bbox: [bad, good])
        opened = browser(town.leader)
        text = opened.get(address("t.routes"))
        assert "NaN" not in text
        found = json.loads(text)["t.routes"]
        assert found["faulty"] == 1
        (shape,) = found["shapes"]
        assert shape["properties"] == {"title": "夜巡路线"}


def test_a_wall_is_told_no_names(town: SmallTown, declare: Any) -> None:
    area = {"type": "Feature", "geometry": {"type": "LineString", "coordinates":
            [[114.305, 22.705], [114.325, 22.705]]}, "properties": {"title": "张三家", "url": "/x/"}}  # fmt: skip
    declare("t.named", lambda _reach, _bbox: [area])
    with at():
        reported(town)
        secret = issue(town.id, "大厅", actor=actor_of(town.superuser))
        wall = Browser(None)
        wall.get(f"/centre/wall/enter/{secret}/")
        told = wall.get(address(OPEN, "t.named", z=16))
        staff = ask(town.leader, OPEN, "t.named", z=16)
    found = json.loads(told)
    assert many(found[OPEN]) == 1
    assert "titles" not in found[OPEN]
    assert "张三家" not in told
    assert "titles" in staff[OPEN]
    assert staff["t.named"]["shapes"][0]["properties"]["title"] == "张三家"


def test_the_list_of_layers(town: SmallTown) -> None:
    groups = layers.groups_for(reach_of(town.leader))
    shown = layers.shown_at_first(groups)
    assert {OPEN, "grid.events", "command.events"} <= set(shown)
    assert len(shown) <= layers.MOST_ON
    page = browser(town.leader).get("/centre/")
    assert f'data-layer="{OPEN}"' in page
    assert 'data-layer="records.' in page
    assert "按指标给区域着色" in page
    assert layers.groups_for(reach_of(town.nobody)) == []


def test_no_more_layers_on_than_one_can_take_in(town: SmallTown, declare: Any) -> None:
    for number in range(12):
        declare(f"t.shown{number}", lambda _reach, _bbox: [], shown=True)
    groups = layers.groups_for(reach_of(town.leader))
    assert len(layers.shown_at_first(groups)) == layers.MOST_ON


def test_statements_of_an_answer(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a layer that is kept: one look at the history, and one for names when near."""
    remembering(monkeypatch)
    with at():
        for number in range(5):
            reported(town, f"第 {number} 处垃圾", longitude=114.301 + number / 500)
        opened = browser(town.leader)
        opened.get(address(OPEN, z=16))
        with CaptureQueriesContext(
            connection,
        ) as near:
            opened.get(address(OPEN, z=16))
        with CaptureQueriesContext(connection) as far:
            opened.get(address(OPEN, "grid.events"))
            first = len(far)
            opened.get(address(OPEN, "grid.events"))
    mine = [q["sql"] for q in near if "cases_case" in q["sql"]]
    assert len(mine) == 1
    again = [q["sql"] for q in list(far)[first:]]
    assert sum("kernel_history" in sql for sql in again) == 2
    assert not any("cases_case" in sql for sql in again)


def test_a_figure_shades_areas_with_its_values(town: SmallTown) -> None:
    with at():
        reported(town)
        text = browser(town.leader).get("/figures/requests_handled/map.json?level=community")
    found = json.loads(text)["features"]
    assert {one["properties"]["title"].split()[0] for one in found} == set(
        Area.objects.filter(town=town.id, level="community").values_list("name", flat=True)
    )
    assert all({"value", "said", "shade"} <= set(one["properties"]) for one in found)
