"""Statements of a call and the time they take, counted inside one process without a network.

``python -m benchmarks.inside TOKENS_JSON`` prints a JSON object: measure → statements,
database_ms, inside_ms (all of the call), each the median of some calls.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

CALLS = 9


class Watch:
    """Counts what goes to the database: an execute wrapper, and the commits."""

    def __init__(self) -> None:
        self.statements = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.statements += 1
            self.seconds += time.perf_counter() - start

    def wrapped(self, act: Callable[[], None]) -> Callable[[], None]:
        """A connection's commit, whose time is the disk's."""

        def watched() -> None:
            start = time.perf_counter()
            act()
            self.seconds += time.perf_counter() - start

        return watched


def main() -> None:
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    tokens = json.loads(sys.argv[1])
    print(json.dumps({name: watched(call) for name, call in calls(tokens).items()}))


def calls(tokens: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """The measures whose inside is looked at."""
    from django.test import Client

    from benchmarks.requests import body

    def api(who: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {tokens[who]}"})

    page = Client()
    page.cookies["sessionid"] = tokens["dispatcher_session"]
    sender, reader = api("channel"), api("dispatcher")
    return {
        "post": lambda: sender.post("/api/v1/requests", body(1), content_type="application/json"),
        "list_20": lambda: reader.get("/api/v1/cases?limit=20"),
        "list_100": lambda: reader.get("/api/v1/cases?limit=100"),
        "page_100": lambda: page.get("/cases/?size=100"),
        "search_common": lambda: reader.get("/api/v1/cases?limit=20&q=噪音"),
        "detail": lambda: reader.get(f"/api/v1/cases/{tokens['number']}"),
    }


def watched(call: Callable[[], Any]) -> dict[str, float]:
    """Medians over some calls, after one that does not count."""
    from django.db import connection

    rows = []
    for turn in range(CALLS + 1):
        watch = Watch()
        connection.ensure_connection()
        commit = connection._commit  # type: ignore[attr-defined]
        connection._commit = watch.wrapped(commit)  # type: ignore[attr-defined]
        start = time.perf_counter()
        with connection.execute_wrapper(watch):
            answer = call()
        elapsed = time.perf_counter() - start
        connection._commit = commit  # type: ignore[attr-defined]
        if answer.status_code not in (200, 201):
            raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
        if turn:
            rows.append((watch.statements, watch.seconds * 1000, elapsed * 1000))
    names = ("statements", "database_ms", "inside_ms")
    return {
        name: round(statistics.median(column), 2)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


if __name__ == "__main__":
    main()
