"""Extracts and compiles the translations: ``python -m jiedao.web.messages [--check] [PACKAGE …]``.

Every package under ``src/jiedao`` with a Django app keeps its own ``locale/en/LC_MESSAGES``; the
Chinese sentences in code and templates are the ids, and ``django.po`` is where English is written.
Told are the sentences without English, and those whose English lacks a place (``%(n)s``).
"""

import argparse
import ast
import re
import sys
from collections.abc import Container, Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from jiedao.web import catalogs
from jiedao.web.catalogs import Entry, Id

ROOT = Path(__file__).resolve().parents[1]
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop", "_noop"}
TWO = {"ngettext", "ngettext_lazy"}
LEFT_OUT = {"tests", "migrations", "style"}
"""Folders whose sentences nobody needs in English: ``web/style`` is for developers."""

_STRING = r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
_IN_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext)\({_STRING}(?:\s*,\s*{_STRING})?")
_PLACE = re.compile(r"%\(\w+\)s|%[sd]")


def packages() -> list[Path]:
    """The folders with an ``apps.py``: each keeps the sentences of its own files."""
    return sorted(path.parent for path in ROOT.rglob("apps.py"))


def owner(path: Path, folders: Container[Path]) -> Path | None:
    """The innermost package that a file belongs to."""
    return next((folder for folder in path.parents if folder in folders), None)


def sentences(path: Path) -> Iterator[Id]:
    """The ids of a file: text, or (text, plural)."""
    text = path.read_text(encoding="utf-8")
    found = of_template(text) if path.suffix == ".html" else of_code(text)
    return (one for one in found if catalogs.is_chinese(one))


def of_template(text: str) -> Iterator[Id]:
    """What stands in ``trans``, ``blocktrans`` and ``_("…")``."""
    for match in _IN_TEMPLATE.finditer(templatize(text)):
        first = str(ast.literal_eval(match.group(2)))
        yield (first, str(ast.literal_eval(match.group(3)))) if match.group(3) else first


def of_code(text: str) -> Iterator[Id]:
    """What gettext is called with, and titles of pydantic fields (``Field(title="原因")``)."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[Id]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    words = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
    texts = [word for word in words if isinstance(word, str)]
    if name in ONE and texts:
        yield texts[0]
    elif name in TWO and len(texts) == 2:
        yield texts[0], texts[1]
    elif name == "Field":
        for keyword in node.keywords:
            if keyword.arg in {"title", "description"} and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def renew(folder: Path, found: dict[Id, set[str]]) -> list[str]:
    """Write the package's ``django.po`` and ``.mo``; returns what is amiss, a line each."""
    path = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    old = {one.key: one for one in catalogs.read(path)} if path.exists() else {}
    entries = []
    for one in sorted(found, key=str):
        before = old.get(one if isinstance(one, str) else one[0])
        english = before.texts if before and len(before.texts) == _forms(one) else ()
        entries.append(Entry(one, english or ("",) * _forms(one), tuple(sorted(found[one]))))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogs.write(path, entries)
    return [line for entry in entries if (line := _amiss(entry))]


def _forms(one: Id) -> int:
    return 1 if isinstance(one, str) else 2


def _amiss(entry: Entry) -> str:
    if not all(entry.texts):
        return f"no English: {entry.key}"
    places = set(_PLACE.findall(entry.key))
    # A singular may say "one" for the number; every other form needs all places.
    if set(_PLACE.findall(entry.texts[-1])) != places:
        return f"places differ: {entry.key} → {entry.texts[-1]}"
    return ""


def collect() -> dict[Path, dict[Id, set[str]]]:
    """Package → id → the files it stands in."""
    folders = packages()
    found: dict[Path, dict[Id, set[str]]] = {folder: {} for folder in folders}
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]):
        folder = owner(path, folders)
        if folder is None or LEFT_OUT & set(path.relative_to(ROOT).parts):
            continue
        for one in sentences(path):
            found[folder].setdefault(one, set()).add(str(path.relative_to(ROOT.parent)))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Renew the catalogues; with ``--check`` return 1 where something is amiss."""
    parser = argparse.ArgumentParser(
        prog="python -m jiedao.web.messages",
        description="Extract and compile the English translations of every package.",
        epilog="example: python -m jiedao.web.messages web foundation.staff",
    )
    parser.add_argument("--check", action="store_true", help="fail where something is amiss")
    parser.add_argument("only", nargs="*", metavar="PACKAGE", help="all of them by default")
    options = parser.parse_args(arguments)
    total = 0
    for folder, found in collect().items():
        name = ".".join(folder.relative_to(ROOT).parts)
        if not found or (options.only and name not in options.only):
            continue
        amiss = renew(folder, found)
        total += len(amiss)
        sys.stdout.write(f"{name}: {len(found)} sentences, {len(amiss)} amiss\n")
        sys.stdout.writelines(f"    {line}\n" for line in amiss)
    return 1 if options.check and total else 0


if __name__ == "__main__":
    raise SystemExit(main())
