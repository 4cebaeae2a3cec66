"""The records as of a past moment are what the mirror showed at that moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.engines.mirror import source
from jiedao.foundation.records.actions import add, edit, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, at, reported
from tests.foundation.records.test_actions import fig

Rows = list[dict[str, Any]]


def rows(town_id: int, kind: str, as_of: datetime | None = None) -> Rows:
    with source.open(town_id, as_of=as_of) as town:
        found = town.table(kind).to_pyarrow().to_pylist()
    return sorted(found, key=lambda row: (row["id"], row.get("request_id") or 0))


class Album:
    """Pictures of the mirror at some moments, to be compared when all is over."""

    def __init__(self, town: SmallTown, *kinds: str) -> None:
        self.town, self.kinds = town, kinds
        self.pictures: dict[datetime, dict[str, Rows]] = {}

    def take(self) -> None:
        source.fresh(self.town.id)
        self.pictures[clock.now()] = {kind: rows(self.town.id, kind) for kind in self.kinds}

    def compare(self) -> None:
        source.fresh(self.town.id)
        for moment, picture in self.pictures.items():
            for kind, before in picture.items():
                assert rows(self.town.id, kind, moment) == before, (kind, moment)


def test_trees_and_visits_as_they_were(town: SmallTown) -> None:
    album = Album(town, TREE, CHECK)
    clerk = actor_of(town.clerk_west)
    with at():
        album.take()
        tree = add(town.id, TREE, fig(age=200), actor=clerk)
        album.take()
    with at(days=1):
        visit = add(town.id, CHECK, {}, actor=clerk, subject=(TREE, tree.pk))
        edit(town.id, TREE, tree.number, {"age": 210, "code": "GS-7"}, actor=clerk)
        album.take()
    with at(days=40):
        said = {"result": "枝叶稀疏", "vigour": "weak"}
        make_move(town.id, CHECK, visit.number, "complete", said, actor=clerk)
        edit(town.id, TREE, tree.number, {"age": None, "grade": "second"}, actor=clerk)
        add(town.id, TREE, fig(code="GS-002"), actor=clerk)
        album.take()
    with at(days=41):
        edit(town.id, TREE, tree.number, {"day": "2025-12-31"}, actor=clerk)
    album.compare()
    assert rows(town.id, TREE, MONDAY - timedelta(seconds=1)) == []


def test_a_case_and_its_request_as_they_were(town: SmallTown) -> None:
    album = Album(town, "request")
    with at():
        desk = reported(town)
        album.take()
    with at(1):
        desk.to_checked()
        album.take()
    with at(2):
        desk.do("close", town.dispatcher, reply="您反映的垃圾已于今日清理完毕。")
        album.take()
    with at(days=1):
        desk.do("visit", town.caller, answered=True, **UNHAPPY)
        album.take()
    with at(days=2):
        desk.photo("after")
        desk.do("handle", town.handler, result="已再次清理。")
        desk.photo("check")
        desk.do("check_pass", town.checker, note="现场已干净。")
        desk.do("close", town.dispatcher, reply="您反映的垃圾已于今日再次清理完毕。")
        album.take()
    with at(days=3):
        desk.do("visit", town.caller, answered=True, **HAPPY)
    album.compare()


def test_requests_stand_with_the_case_they_were_of(town: SmallTown) -> None:
    album = Album(town, "request")
    with at():
        old = reported(town, contact_name="李大爷", contact_phone="13900001234")
        album.take()
    with at(1):
        young = reported(town)
        album.take()
    with at(2):
        old.do("merge", town.dispatcher, into=young.number)
        album.take()
        assert len({row["id"] for row in rows(town.id, "request")}) == 1
    with at(3):
        young.do("split", town.dispatcher, request=old.receipt.request.number)
        album.take()
    with at(4):
        young.do("sign", town.handler)
    album.compare()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "age", "grade", "day", "species"]),
        st.integers(0, 3),
        st.integers(1, 400),
    ),
    min_size=1,
    max_size=10,
)


@pytest.mark.slow
@pytest.mark.both
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_whatever_was_done_is_undone(town: SmallTown, acts: list[tuple[str, int, int]]) -> None:
    clerk = actor_of(town.clerk_west)
    album = Album(town, TREE)
    numbers: list[str] = []
    # The examples are lived one after another in one town.
    day = Thing.objects.count()
    for hours, (act, which, value) in enumerate(acts):
        with at(hours, days=day):
            if act == "add" or not numbers:
                tree = add(town.id, TREE, fig(code="", age=value), actor=clerk)
                numbers.append(tree.number)
            else:
                number = numbers[which % len(numbers)]
                edit(town.id, TREE, number, {act: _new(act, value)}, actor=clerk)
            album.take()
    album.compare()


def _new(field: str, value: int) -> Any:
    if field == "age":
        return value
    if field == "day":
        return (MONDAY.date() - timedelta(days=value)).isoformat()
    return ("first", "second", "third")[value % 3] if field == "grade" else f"树{value}"
