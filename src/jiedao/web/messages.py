"""Extracts and compiles the translations: ``python -m jiedao.web.messages``.

Every package under ``src/jiedao`` with a Django app keeps its own ``locale/en/LC_MESSAGES``; the
Chinese sentences in code and templates are the ids. What has no English yet is told and fails
with ``--check``. Needs Babel, which is a tool of contributors only: the compiled files lie in the
repository.
"""

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str, int, Any]


def packages() -> list[Path]:
    """The folders with an ``apps.py``: each keeps the sentences of its own files."""
    return sorted(path.parent for path in ROOT.rglob("apps.py"))


def owner(path: Path, folders: list[Path]) -> Path | None:
    """The innermost package that a file belongs to."""
    inside = [folder for folder in folders if folder in path.parents]
    return max(inside, key=lambda folder: len(folder.parts), default=None)


def sentences(path: Path) -> Iterator[Found]:
    """``(file, line, id or (id, plural id))`` of every sentence of a file."""
    name = str(path.relative_to(ROOT.parent))
    text = path.read_text(encoding="utf-8")
    source = templatize(text, origin=name) if path.suffix == ".html" else text
    for line, message, _comments, _context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield name, line, message
    if path.suffix == ".py":
        yield from ((name, line, message) for line, message in titles(text))


def titles(text: str) -> Iterator[tuple[int, str]]:
    """Titles and descriptions of pydantic fields: ``Field(title="原因", description="…")``."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Field"):
            continue
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg in {"title", "description"} and isinstance(value, ast.Constant):
                yield value.lineno, str(value.value)


def is_chinese(message: Any) -> bool:
    """Whether a sentence is one of ours (and not a Django string passed through)."""
    text = message[0] if isinstance(message, tuple) else message
    return any("\u4e00" <= character <= "\u9fff" for character in text or "")


def renew(folder: Path, found: list[Found]) -> list[str]:
    """Write the package's ``django.po`` and ``.mo``; returns the ids without English."""
    place = folder / "locale" / "en" / "LC_MESSAGES"
    path = place / "django.po"
    old = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale="en")
    new = Catalog(locale="en", project="jiedao", charset="utf-8", fuzzy=False)
    for name, _line, message in found:
        before = old.get(message if isinstance(message, str) else message[0])
        english = before.string if before else ("" if isinstance(message, str) else ("", ""))
        new.add(message, english, locations=[(name, 0)])
    place.mkdir(parents=True, exist_ok=True)
    _write(path, new)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, new)
    return [str(one.id) for one in new if one.id and not all(_texts(one.string))]


def _texts(string: Any) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def _write(path: Path, catalog: Catalog) -> None:
    # No dates and no line numbers: the file changes only when a sentence does.
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, omit_header=True, include_lineno=False, sort_output=True)
    header = (
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    path.write_bytes(header + buffer.getvalue())


def main(arguments: list[str] | None = None) -> int:
    """Renew every package's catalogue; with ``--check`` say what lacks English and return 1."""
    parser = argparse.ArgumentParser(prog="python -m jiedao.web.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where English is missing")
    parser.add_argument("only", nargs="*", help="packages, such as web or foundation.staff")
    options = parser.parse_args(arguments)
    folders = packages()
    found: dict[Path, list[Found]] = {folder: [] for folder in folders}
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]):
        folder = owner(path, folders)
        if folder and not {"tests", "migrations", "style"} & set(path.parts):
            found[folder] += [one for one in sentences(path) if is_chinese(one[2])]
    missing = 0
    for folder, messages in found.items():
        name = ".".join(folder.relative_to(ROOT).parts)
        if not messages or (options.only and name not in options.only):
            continue
        without = renew(folder, messages)
        missing += len(without)
        sys.stdout.write(f"{name}: {len(messages)} sentences, {len(without)} without English\n")
        sys.stdout.writelines(f"    {text}\n" for text in without[:200])
    return 1 if options.check and missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
