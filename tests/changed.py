"""``--changed``: of the tests that need a database or the whole house, only those of what is changed.

Before a commit that is enough, and soon done; everything runs before a merge. What is changed is
what differs from the last commit, by folder: a change in ``src/jiedao/engines/cases`` runs the tests
of ``tests/engines/cases`` and those that lie in the folder itself.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_DEEP = 2
"""So many folders below ``src/jiedao`` or ``tests`` are told apart: engines/cases, kernel …"""
_HEAVY = ("data", "whole")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    parser.addoption(
        "--changed", action="store_true", help="run tests of data only for what is changed"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has nothing to do with the change."""
    if not config.getoption("changed"):
        return
    folders = {folder_of(path) for path in changed_files(config.rootpath)}
    left = [item for item in items if _is_heavy(item) and _folder(item, config) not in folders]
    config.hook.pytest_deselected(items=left)
    out = set(left)
    items[:] = [item for item in items if item not in out]


def changed_files(root: Path) -> list[str]:
    """Paths below the root that differ from the last commit, new ones as well; none without git."""
    command = ["git", "status", "--porcelain", "--untracked-files=all", "--no-renames", "-z"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return [line[3:] for line in done.stdout.split("\0") if line]


def folder_of(path: str) -> tuple[str, ...]:
    """The part of the house that a file belongs to, be it code or a test of it."""
    parts: Iterable[str] = Path(path).parts[:-1]
    house = [part for part in parts if part not in ("src", "jiedao", "tests")]
    return tuple(house[:_DEEP])


def _folder(item: pytest.Item, config: pytest.Config) -> tuple[str, ...]:
    return folder_of(str(item.path.relative_to(config.rootpath)))


def _is_heavy(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in _HEAVY)
