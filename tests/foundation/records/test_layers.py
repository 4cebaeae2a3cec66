"""Records on the map, as far as one may see them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.records import layers
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.records.models import Record
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock, registry
from jiedao.kernel.errors import Forbidden, Invalid, Refused, Unauthenticated
from tests.cast import SmallTown
from tests.foundation.records.test_actions import fig

WEST, EAST = "114.305,22.705", "114.335,22.705"
WESTERN = (114.30, 22.70, 114.32, 22.72)
LAYER = registry.layers.get(f"records.{TREE}")


@pytest.fixture
def trees(town: SmallTown) -> list[Record]:
    who = actor_of(town.dispatcher)
    rows: list[Record] = [
        add(town.id, TREE, fig(code="1", title="西榕"), actor=who),
        add(town.id, TREE, fig(code="2", title="东榕", place=EAST, grade="second"), actor=who),
        add(town.id, TREE, fig(code="3", title="无处", place=None), actor=who),
        add(town.id, TREE, fig(code="4", title="枯榕"), actor=who),
    ]
    make_move(town.id, TREE, rows[3].number, "end", {"reason": "枯死"}, actor=who)
    return rows


def titles(who: Account, bbox: layers.Box | None = None, **filters: Any) -> list[str]:
    found = LAYER.features(reach_of(who), bbox, **filters)
    return [feature["properties"]["title"] for feature in found]


def test_each_kind_has_its_layer() -> None:
    assert LAYER.group == registry.applications["heritage_trees"].titles
    assert (LAYER.style.shape, LAYER.permission) == ("square", "records.see")
    assert f"records.{CHECK}" in registry.layers
    assert "records.request" not in registry.layers


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("dispatcher", ["东榕", "西榕"]), ("clerk_west", ["西榕"]), ("clerk_east", ["东榕"]),
        ("nobody", []), ("admin", []), ("stranger", []),
    ],
)  # fmt: skip
def test_what_one_may_see(town: SmallTown, trees: list[Record], who: str, seen: list[str]) -> None:
    assert titles(getattr(town, who)) == seen


def test_within_a_box_and_by_filters(town: SmallTown, trees: list[Record]) -> None:
    who = town.dispatcher
    assert titles(who, WESTERN) == ["西榕"]
    assert titles(who, (0.0, 0.0, 1.0, 1.0)) == []
    assert titles(who, grade="second") == ["东榕"]
    assert titles(who, grade=["first", "second"]) == ["东榕", "西榕"]
    assert titles(who, state="ended") == ["枯榕"]
    assert titles(who, q="西榕") == ["西榕"]
    with pytest.raises(Invalid):
        titles(who, grade="ninth")


def test_a_feature_says_what_a_map_needs(town: SmallTown, trees: list[Record]) -> None:
    Thing.objects.filter(pk=trees[0].pk).update(due_at=clock.now() - timedelta(days=1))
    (one,) = LAYER.features(reach_of(town.clerk_west))
    assert one == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [114.305, 22.705]},
        "properties": {
            "tone": "red", "title": "西榕", "url": f"/r/{TREE}/{trees[0].number}/",
        },
    }  # fmt: skip


def test_no_more_than_a_map_bears(
    town: SmallTown, trees: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "MOST", 1)
    assert titles(town.dispatcher) == ["东榕"]


class TestAddress:
    def ask(self, who: Any, query: str = "", kind: str = TREE) -> Any:
        request = RequestFactory().get(f"/r/{kind}/features.json?{query}")
        request.user = who
        answer = layers.features(request, kind)
        assert answer["Content-Type"].startswith("application/geo+json")
        return [f["properties"]["title"] for f in json.loads(answer.content)["features"]]

    def test_as_the_map_asks(self, town: SmallTown, trees: list[Record]) -> None:
        assert self.ask(town.dispatcher) == ["东榕", "西榕"]
        assert self.ask(town.dispatcher, "bbox=114.3,22.7,114.32,22.72") == ["西榕"]
        assert self.ask(town.dispatcher, "bbox=&grade=second&state=in_use") == ["东榕"]

    @pytest.mark.parametrize(
        ("who", "refusal"), [("nobody", Forbidden), ("admin", Forbidden), (None, Unauthenticated)]
    )
    def test_who_may_not(self, town: SmallTown, who: str | None, refusal: type[Refused]) -> None:
        with pytest.raises(refusal):
            self.ask(getattr(town, who) if who else None)

    @pytest.mark.parametrize(
        "box",
        ["1", "a,b,c,d", "1,2,3", "1,2,3,4,5", "nan,0,1,1", "2,0,1,1", "0,0,181,1", "0,0,inf,1", "%00"],
    )  # fmt: skip
    def test_no_box(self, town: SmallTown, box: str) -> None:
        with pytest.raises(Invalid) as info:
            self.ask(town.dispatcher, f"bbox={box}")
        assert list(info.value.errors) == ["bbox"]
