"""Whatever the code writes into history has a title: no reader meets a verb of the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiedao.foundation.places import verbs as of_places
from jiedao.foundation.staff.links import record_links
from jiedao.foundation.staff.wording import VERBS
from jiedao.foundation.town import actions as of_towns
from tests.architecture import tree

_LINE_VERB = 2
"""Where ``history.Line`` takes its verb."""
_NAMED = {"MOVED": of_places.MOVED, "SETTINGS_CHANGED": of_towns.SETTINGS_CHANGED}


def written(path: Path) -> Iterator[str]:
    """The verbs that a module writes: those of ``log`` and ``Line``, and those that it hands to
    functions of its own that take a ``verb``."""
    module = ast.parse(path.read_text())
    places = {"Line": _LINE_VERB, "log": 0} | dict(_own(module))
    for call in ast.walk(module):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _id(call.func)
        place = places.get(name)
        if place is None:
            continue
        given = [one.value for one in call.keywords if one.arg == "verb"]
        for value in (*call.args[place : place + 1], *given):
            yield from _verbs(value)


def _own(module: ast.Module) -> Iterator[tuple[str, int]]:
    for one in ast.walk(module):
        if isinstance(one, ast.FunctionDef) and one.name != "log":
            names = [arg.arg for arg in one.args.args if arg.arg not in ("self", "cls")]
            if "verb" in names:
                yield one.name, names.index("verb")


def _id(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _verbs(value: ast.expr) -> Iterator[str]:
    for one in ast.walk(value):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
        elif isinstance(one, ast.Name) and one.id in _NAMED:
            yield _NAMED[one.id]


def _modules() -> list[Path]:
    found = (path for path in tree.PACKAGE.rglob("*.py") if "tests" not in path.parts)
    return sorted(
        path for path in found
        if "history" in (text := path.read_text()) or ".log(" in text
    )  # fmt: skip


def test_every_verb_that_is_written_has_a_title() -> None:
    titles = dict(VERBS)
    for link in record_links:
        titles |= link.verbs
    found = {verb: path for path in _modules() for verb in written(path)}
    assert {"visited", "reported", "exported", "days_set", "moved"} <= found.keys()
    nameless = {verb: str(path) for verb, path in found.items() if verb not in titles}
    assert not nameless


@pytest.mark.parametrize("verb", ["dispatch", "reported", "rated"])
def test_the_audit_reads_what_is_done_to_cases(verb: str) -> None:
    link = record_links.find("case")
    assert link is not None
    assert link.verbs[verb].zh not in ("", verb)
