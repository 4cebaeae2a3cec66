"""How many statements an address costs, committed: a change shows the SQL and must be meant.

``query_counts.json`` holds the counts (BEGIN and COMMIT apart). Set JIEDAO_COUNTS=write to
accept new ones.
"""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases import public
from jiedao.foundation.staff import reach, tokens
from jiedao.kernel import towns
from tests.api.conftest import Api, open_to_public
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


@pytest.fixture(autouse=True)
def _remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked up again every few seconds stays remembered, however slow the machine."""
    long = 1e9
    monkeypatch.setattr(towns, "_CHECK_SECONDS", long)
    monkeypatch.setattr(public, "_TOWN_SECONDS", long)
    monkeypatch.setattr(tokens, "KEPT_SECONDS", long)
    monkeypatch.setattr(reach, "KEPT_FOR", timedelta(days=1))


@pytest.mark.parametrize("name", CALLS)
def test_queries(town: SmallTown, channel: Api, name: str) -> None:
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
    with CaptureQueriesContext(connection) as captured:
        CALLS[name](town, by, case)
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    for prefix, most in MOST.items():
        if name.startswith(prefix):
            assert len(statements) <= most, "\n".join(statements)
    _compare(name, statements)


def _compare(name: str, statements: list[str]) -> None:
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    if os.environ.get("JIEDAO_COUNTS") == "write":
        FILE.write_text(json.dumps({**known, name: len(statements)}, indent=1) + "\n")
        return
    if known.get(name) != len(statements):
        told = "\n".join(f"{n}. {sql[:300]}" for n, sql in enumerate(statements, start=1))
        pytest.fail(f"{name}: {len(statements)} statements, committed {known.get(name)}:\n{told}")


def test_a_long_page_costs_no_more_than_a_short_one() -> None:
    known = json.loads(FILE.read_text())
    assert known["GET cases, 20"] == known["GET cases, 100"]
