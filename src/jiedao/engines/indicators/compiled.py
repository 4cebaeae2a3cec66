"""Statements that were compiled once (and formulas in words), kept on the disk: Ibis takes seconds to write those of all
figures, and every process would do so again after each start.

They lie in the mirror's folder, a file for each state of the code; whoever takes it away only waits
once more. A line is written at once and read whole or not at all.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Final

from django.apps import apps

_MOST: Final = 10_000
"""Statements of one state of the code: there is an end to the questions that pages ask."""
_lock = Lock()


def kept(question: str, compile_it: Callable[[], str]) -> str:
    """The statement for a question (or words for a formula); made where no process has made it."""
    place = _path()
    known = _known(place)
    found = known.get(question)
    if found is None:
        found = compile_it()
        with _lock:
            known[question] = found
            if len(known) <= _MOST:
                _append(place, question, found)
    return found


@cache
def _known(place: Path) -> dict[str, str]:
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(_read(lines))


def _read(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        try:
            question, statement, seal = json.loads(line)
        except ValueError:  # torn off when the machine stopped
            continue
        if seal == _seal(question, statement):
            yield question, statement


def _append(place: Path, question: str, statement: str) -> None:
    line = json.dumps([question, statement, _seal(question, statement)]) + "\n"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        for other in place.parent.glob("statements-*.jsonl"):
            other.unlink(missing_ok=True)  # of code that is not run any more
    handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _seal(question: str, statement: str) -> str:
    return hashlib.sha256(f"{question}\n{statement}".encode()).hexdigest()[:16]


def _path() -> Path:
    from jiedao.engines.mirror import store

    return store.root() / f"statements-{_state_of_the_code()}.jsonl"


@cache
def _state_of_the_code() -> str:
    """Another text whenever a file of the program, or of its words, is another one: formulas are code."""
    seen = hashlib.sha256(version("ibis-framework").encode())
    for place in sorted({*_packages()}):
        for path in sorted(one for end in ("*.py", "*.mo") for one in place.rglob(end)):
            known = path.stat()
            seen.update(f"{path} {known.st_mtime_ns} {known.st_size}\n".encode())
    return seen.hexdigest()[:16]


def _packages() -> Iterator[Path]:
    """Ours, and those that others add to it (not what every Django has)."""
    import jiedao

    yield Path(jiedao.__file__).parent
    for config in apps.get_app_configs():
        if not config.name.startswith(("jiedao.", "django.", "allauth")):
            yield Path(config.path)
