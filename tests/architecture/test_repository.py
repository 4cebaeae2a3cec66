"""What may not stand in the repository, and what must stand in it together."""

import re
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture import tree

# A registry's address in a lock ties everybody to it; a folder of one machine helps nobody else.
REGISTRY = re.compile(
    r"pypi\.org|files\.pythonhosted|--(extra-)?index-url|--find-links|registry\.npm|^(index-url|registry)\s*=",
    re.MULTILINE,
)
PLACES = (str(tree.ROOT) + "/", str(tree.ROOT.parent / "shared") + "/", str(Path.home()) + "/")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_versions_and_hashes_only(lock: str) -> None:
    text = (tree.ROOT / lock).read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==[\w.+!-]+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block


def test_no_registry_and_no_place_of_one_machine() -> None:
    this_folder = tree.ROOT / "tests" / "architecture"
    found = []
    for path in tree.tracked():
        if this_folder in path.parents or "/static/vendor/" in str(path):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        registry = REGISTRY.search(text)
        found += [f"{tree.name(path)}: {registry.group()}"] if registry else []
        found += [f"{tree.name(path)}: {place}" for place in PLACES if place in text]
    assert found == []


def test_the_dependency_list_is_the_truth() -> None:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = project["project"]["dependencies"] + groups["build"] + groups["dev"] + groups["spark"]
    names = {plain_name(each) for each in wanted}
    page = (tree.ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z0-9._-]+)`", page, re.MULTILINE))
    assert listed == names


def test_locks_hold_what_is_asked_for() -> None:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    locked = (tree.ROOT / "requirements.lock").read_text()
    held = set(re.findall(r"^([a-z0-9._-]+)==", locked, re.MULTILINE))
    assert {plain_name(each) for each in asked} <= held


def plain_name(requirement: str) -> str:
    """``django`` of ``django>=5.2,<5.3``."""
    return re.split(r"[\[<>=! ]", requirement)[0].lower().replace("_", "-")


def test_run_is_plain_sh() -> None:
    for name in ("run", ".ci/run", "tests/steps.sh"):
        path = tree.ROOT / name
        subprocess.run(["sh", "-n", str(path)], check=True)
        assert not re.search(r"\[\[|\bfunction\b|<<<|\blocal\b", path.read_text()), name
    assert (tree.ROOT / "run").stat().st_mode & 0o111
    assert (tree.ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.slow
def test_what_is_imported_is_asked_for() -> None:
    """A library that only happens to be installed is missing on the next machine."""
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())
    to_run = {plain_name(each) for each in project["project"]["dependencies"]}
    # Pydantic's own core, locked with it; its documentation imports from both.
    to_run |= {"pydantic-core", "jiedao"}
    groups = project["dependency-groups"]
    to_develop = to_run | {plain_name(each) for each in groups["dev"]}
    on_spark = to_develop | {plain_name(each) for each in groups["spark"]}
    distributions = packages_distributions()
    strangers = set()
    for path in tree.ours(".py"):
        is_product = tree.PACKAGE in path.parents and "tests" not in path.parts
        for name in {each.partition(".")[0] for each in tree.imported(path)}:
            owners = {plain_name(each) for each in distributions.get(name, ())}
            known = on_spark if tree.ROOT / "tests" / "spark" in path.parents else to_develop
            if owners and not owners & (to_run if is_product else known):
                strangers.add(f"{tree.name(path)}: {name}")
    assert strangers == set()
