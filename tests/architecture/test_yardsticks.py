"""Files under 400 lines, functions under 50; complexity is ruff's (C901, pyproject.toml)."""

import tomllib

from tests.architecture import tree

FILE_LINES = 400
FUNCTION_LINES = 50
COMPLEXITY = 8


def test_files_stay_short() -> None:
    lengths = {
        tree.name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tree.ours(".py", ".html", ".js", ".css", ".sh")
    }
    assert {path: count for path, count in lengths.items() if count >= FILE_LINES} == {}


def test_functions_stay_short() -> None:
    too_long = {
        f"{tree.name(path)}:{node.lineno} {node.name}": length
        for path in tree.ours(".py")
        for node in tree.functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) >= FUNCTION_LINES
    }
    assert too_long == {}


def test_the_linter_watches_complexity() -> None:
    settings = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert settings["mccabe"]["max-complexity"] < COMPLEXITY
    assert "C90" in settings["select"]
    assert not any(
        "C90" in rule for rules in settings["per-file-ignores"].values() for rule in rules
    )


def test_nothing_is_left_to_do() -> None:
    marks = ("TODO", "FIXME", "XXX")
    left = [
        f"{tree.name(path)}: {mark}"
        for path in tree.ours(".py", ".html", ".js", ".css", ".md")
        if path.parent != tree.ROOT / "tests" / "architecture"
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert left == []
