"""How many statements the addresses of a generated kind cost, committed in a file beside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.staff.reach import actor_of
from tests.api.conftest import Api
from tests.api.counting import committed, compare, counted, remembering
from tests.api.test_records import AT, fig
from tests.cast import SmallTown

FILE = Path(__file__).with_name("records_query_counts.json")

CALLS: dict[str, Callable[[Api, str], Any]] = {
    "GET list, 20": lambda by, _at: by.get(AT, limit=20),
    "GET list, 100": lambda by, _at: by.get(AT, limit=100),
    "GET list, three filters": lambda by, _at: by.get(
        AT, limit=100, state="in_use", grade="first", species="榕树"
    ),
    "GET list, words": lambda by, _at: by.get(AT, limit=100, q="榕树"),
    "GET record": lambda by, at: by.get(at),
    "GET history": lambda by, at: by.get(f"{at}/history"),
    "POST record": lambda by, _at: by.post(AT, fig(code="new")),
    "POST record, again": lambda by, _at: by.post(AT, fig(code="T-1")),
    "PATCH record": lambda by, at: by.patch(at, {"grade": "third"}),
    "POST move": lambda by, at: by.post(f"{at}/moves/suspend", {"reason": "修剪"}),
}


@pytest.fixture
def trees(town: SmallTown) -> list[str]:
    drafts = [
        Draft(fig(code=f"T-{n}", owner=town.handler.pk, unit=town.units.city.pk))
        for n in range(120)
    ]
    added = add_many(town.id, TREE, drafts, actor=actor_of(town.dispatcher))
    return [one.record.number for one in added]


@pytest.mark.parametrize("who", ["dispatcher", "clerk_west"])
@pytest.mark.parametrize("name", CALLS)
def test_queries(
    town: SmallTown, trees: list[str], monkeypatch: pytest.MonkeyPatch, name: str, who: str
) -> None:
    remembering(monkeypatch)
    caller = Api(town.token(getattr(town, who)))
    caller.get(AT, limit=1)  # tokens, reach and places are in memory when one has served a while
    with counted() as statements:
        CALLS[name](caller, f"{AT}/{trees[7]}")
    assert caller.status < 300
    assert len(statements) <= 10 or not name.startswith("GET"), "\n".join(statements)
    compare(FILE, f"{name}, {who}", statements)


def test_a_long_page_costs_no_more_than_a_short_one() -> None:
    known = committed(FILE)
    for who in ("dispatcher", "clerk_west"):
        assert known[f"GET list, 20, {who}"] == known[f"GET list, 100, {who}"]
