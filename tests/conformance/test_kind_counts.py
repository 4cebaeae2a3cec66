"""What the pages and addresses of each generated kind cost, committed beside its application.

``tests/kind_query_counts.json`` of the application's folder holds them; where it is missing, the
first run writes it, to be committed. A count that changed shows its statements;
JIEDAO_COUNTS=write accepts it. A hundred rows cost as many as twenty, whatever is written there.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.records.layers import has_place
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import registry
from jiedao.kernel.actors import SYSTEM
from tests.api.conftest import Api
from tests.api.counting import counted, remembering
from tests.cast import SmallTown
from tests.conformance.desk import body, browser, clerk
from tests.conformance.examples import example, kinds, subject

APPLICATIONS = sorted({kind.application for kind in kinds()})
LISTS_AT_MOST = 10
"""Statements of a generated list (issue of the applications); the shell's are in it."""


def kinds_of(application: str) -> list[str]:
    return [kind.key for kind in kinds() if kind.application == application]


def counts_file(application: str) -> Path:
    return Path(registry.applications[application].path) / "tests" / "kind_query_counts.json"


def many(town: SmallTown, kind: str, first: int, count: int) -> None:
    """So many records, each with its own code; what is referred to is the same."""
    about, unique = subject(town, kind), schema_of(kind).kind.unique
    values = {name: said for name, said in example(town, kind).items() if name not in unique}
    drafts = []
    for n in range(first, first + count):
        other = example(town, kind, n)
        own = {name: other[name] for name in ("title", *unique) if name in other}
        drafts.append(Draft(values | own, subject=about))
    added = add_many(town.id, kind, drafts, actor=SYSTEM)
    assert [one.refusal for one in added] == [None] * count


def calls(town: SmallTown, kind: str) -> dict[str, Callable[[], Any]]:
    """Page → what asks for it."""
    client, caller = browser(town.dispatcher), Api(town.token(town.dispatcher))
    rows = schema_of(kind).family.model._default_manager.filter(kind=kind)
    at, row = f"/r/{kind}/", rows.earliest("id")
    pages = {
        "list": f"{at}?size=100",
        "board": f"{at}board/",
        "new": f"{at}new/",
        "detail": f"{at}{row.number}/",
        "edit": f"{at}{row.number}/edit/",
    }
    if has_place(schema_of(kind).kind):
        pages["features"] = f"{at}features.json"
    asked: dict[str, Callable[[], Any]] = {
        name: lambda page=page: body(client.get(page)) for name, page in pages.items()
    }
    api = f"records/{kind}"
    asked["api list"] = lambda: caller.get(api, limit=100)
    asked["api detail"] = lambda: caller.get(f"{api}/{row.number}")
    return asked


def measured(town: SmallTown, application: str) -> dict[str, list[str]]:
    """``KIND page`` → its statements."""
    found: dict[str, list[str]] = {}
    for kind in kinds_of(application):
        for name, ask in calls(town, kind).items():
            ask()  # what is remembered between two requests is remembered
            with counted() as statements:
                ask()
            found[f"{kind} {name}"] = statements
    return found


@pytest.mark.parametrize("application", APPLICATIONS)
def test_counts(town: SmallTown, monkeypatch: pytest.MonkeyPatch, application: str) -> None:
    remembering(monkeypatch)
    clerk(town, *kinds_of(application))
    for kind in kinds_of(application):
        many(town, kind, 1, 20)
    few = measured(town, application)
    for kind in kinds_of(application):
        many(town, kind, 21, 80)
    more = measured(town, application)
    grown = {key: (len(few[key]), len(more[key])) for key in few if len(more[key]) > len(few[key])}
    assert not grown, grown
    for key, statements in more.items():
        if key.endswith(" list"):
            assert len(statements) <= LISTS_AT_MOST, told(key, None, statements)
    compare(counts_file(application), more)


def compare(file: Path, found: dict[str, list[str]]) -> None:
    """Hold the counts against the committed ones."""
    counts = {key: len(statements) for key, statements in sorted(found.items())}
    if os.environ.get("JIEDAO_COUNTS") == "write" or not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(counts, indent=1) + "\n")
        return
    known = json.loads(file.read_text())
    changed = [key for key in counts if known.get(key) != counts[key]]
    assert not changed, "\n\n".join(told(key, known.get(key), found[key]) for key in changed)
    assert set(known) == set(counts)


def told(key: str, known: int | None, statements: list[str]) -> str:
    """What changed, with its SQL."""
    lines = [f"{n}. {sql[:240]}" for n, sql in enumerate(statements, start=1)]
    return "\n".join([f"{key}: {len(statements)} statements, committed {known}", *lines])
