"""The tree as the architecture tests see it: tracked files, parsed once."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jiedao"
APPLICATIONS = PACKAGE / "applications"
_NOT_OURS = ("/migrations/", "/static/vendor/")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or is about to be in the repository; all files in an unpacked copy."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else _walk()
    return tuple(path for name in sorted(set(names)) if (path := ROOT / name).is_file())


def _walk() -> list[str]:
    hidden = {".venv", "var", "build", "__pycache__"}
    return [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if not hidden.intersection(path.relative_to(ROOT).parts)
    ]


def ours(*suffixes: str) -> list[Path]:
    """Tracked files of these kinds that people wrote by hand."""
    return [
        path
        for path in tracked()
        if path.suffix in suffixes and not any(part in str(path) for part in _NOT_OURS)
    ]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, nested ones as well."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> Iterator[str]:
    """The dotted names a file imports, wherever in it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    """The path as it is written in a message."""
    return str(path.relative_to(ROOT))


_SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
           tokenize.ENDMARKER}  # fmt: skip


def code_lines(text: str) -> int:
    """Lines that hold code: no blank ones, comments or docstrings."""
    lines: set[int] = set()
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        docstring = token.type == tokenize.STRING and before in (
            tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
        )  # fmt: skip
        if token.type not in _SILENT and not docstring:
            lines.update(range(token.start[0], token.end[0] + 1))
        before = before if token.type in (tokenize.NL, tokenize.COMMENT) else token.type
    return len(lines)
