"""Counting statements against committed figures (see ``test_query_counts.py``)."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases import public
from jiedao.engines.mining import following
from jiedao.foundation.staff import reach, tokens
from jiedao.kernel import towns


def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked up again every few seconds stays remembered, however slow the machine."""
    long = 1e9
    monkeypatch.setattr(towns, "_CHECK_SECONDS", long)
    monkeypatch.setattr(public, "_TOWN_SECONDS", long)
    monkeypatch.setattr(tokens, "KEPT_SECONDS", long)
    monkeypatch.setattr(following, "KEPT_SECONDS", long)
    monkeypatch.setattr(reach, "KEPT_FOR", timedelta(days=1))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the block, without BEGIN, COMMIT and savepoints."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]


def committed(file: Path) -> dict[str, int]:
    """The figures in the repository."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def compare(file: Path, name: str, statements: list[str]) -> None:
    """Fail with the SQL when the count is another; JIEDAO_COUNTS=write accepts it."""
    known = committed(file)
    if os.environ.get("JIEDAO_COUNTS") == "write":
        file.write_text(json.dumps({**known, name: len(statements)}, indent=1) + "\n")
        return
    if known.get(name) != len(statements):
        told = "\n".join(f"{n}. {sql[:300]}" for n, sql in enumerate(statements, start=1))
        pytest.fail(f"{name}: {len(statements)} statements, committed {known.get(name)}:\n{told}")
