"""How many statements an address costs, committed: a change shows the SQL and must be meant.

``query_counts.json`` holds the counts (BEGIN and COMMIT apart). Set JIEDAO_COUNTS=write to
accept new ones.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Api, open_to_public
from tests.api.counting import committed, compare, counted, remembering
from tests.api.test_requests import RUBBISH
from tests.cast import SmallTown

FILE = Path(__file__).with_name("query_counts.json")
FULL = {**RUBBISH, "contact": {"name": "王小明", "phone": "13712344321"}, "foreign_number": "F-1"}

CALLS: dict[str, Callable[[SmallTown, dict[str, Api], str], Any]] = {
    "POST requests, by a channel, all told": lambda _town, by, _case: by["channel"].post(
        "requests", FULL, Idempotency_Key="k"
    ),
    "POST requests, by a channel, text only": lambda _town, by, _case: by["channel"].post(
        "requests", {"text": "垃圾"}
    ),
    "POST requests, by an account": lambda _town, by, _case: by["clerk"].post("requests", RUBBISH),
    "POST requests, by the public": lambda _town, by, _case: by["public"].post(
        "requests?town=small", RUBBISH
    ),
    "GET cases, 20": lambda _town, by, _case: by["dispatcher"].get("cases", limit=20),
    "GET cases, 100": lambda _town, by, _case: by["dispatcher"].get("cases", limit=100),
    "GET cases, filtered": lambda _town, by, _case: by["dispatcher"].get(
        "cases", limit=100, state="dispatched", unit="city", item="A01"
    ),
    "GET cases, of a community": lambda _town, by, _case: by["clerk"].get("cases", limit=100),
    "GET case": lambda _town, by, case: by["dispatcher"].get(f"cases/{case}"),
    "POST sign": lambda _town, by, case: by["handler"].post(f"cases/{case}/moves/sign"),
}
MOST = {"POST requests": 12}


@pytest.mark.parametrize("name", CALLS)
def test_queries(town: SmallTown, channel: Api, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    remembering(monkeypatch)
    open_to_public(town)
    by = {
        "channel": channel,
        "public": Api(),
        "clerk": Api(town.token(town.clerk_west)),
        "dispatcher": Api(town.token(town.dispatcher)),
        "handler": Api(town.token(town.handler)),
    }
    for n in range(30):
        case = channel.post("requests", {**RUBBISH, "text": f"第 {n} 处垃圾"})["case"]
    # Tokens, catalogue and places are in memory when a process has served a while.
    for caller in by.values():
        caller.get("cases", limit=1)
    by["public"].post("requests?town=small", {"text": "垃圾"})
    with counted() as statements:
        CALLS[name](town, by, case)
    for prefix, most in MOST.items():
        if name.startswith(prefix):
            assert len(statements) <= most, "\n".join(statements)
    compare(FILE, name, statements)


def test_a_long_page_costs_no_more_than_a_short_one() -> None:
    known = committed(FILE)
    assert known["GET cases, 20"] == known["GET cases, 100"]
