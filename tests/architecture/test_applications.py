"""Every folder in applications/ is live, and each manifest's ``uses`` equals its imports."""

from pathlib import Path

import pytest
from django.apps import apps

from jiedao.kernel import registry
from jiedao.kernel.application import Application
from tests.architecture import tree

FOLDERS = sorted(
    path for path in tree.APPLICATIONS.iterdir() if path.is_dir() and path.name != "__pycache__"
)
# What every application stands on need not be named.
BENEATH = ("jiedao.kernel", "jiedao.web")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_is_a_live_application(folder: Path) -> None:
    config = apps.get_app_config(folder.name)
    assert isinstance(config, Application), "Django took another AppConfig of its apps.py"
    assert config.name == f"jiedao.applications.{folder.name}"
    assert registry.applications[folder.name] is config


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_uses_equals_imports(folder: Path) -> None:
    manifest = registry.applications[folder.name]
    assert set(manifest.uses) == packages_imported(folder)


def packages_imported(folder: Path) -> set[str]:
    """``engines.cases``, ``foundation.places`` …: the packages below that the folder imports."""
    used: set[str] = set()
    for path in folder.rglob("*.py"):
        if "tests" in path.relative_to(folder).parts:
            continue
        for name in tree.imported(path):
            parts = name.split(".")
            if parts[0] == "jiedao" and parts[1] in {"engines", "foundation"}:
                used.add(".".join(parts[1:3]))
    return used


def test_the_house_has_only_known_floors() -> None:
    """What is imported from jiedao by an application is a floor below it, or itself."""
    strangers = [
        f"{tree.name(path)}: {name}"
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        if "tests" not in path.relative_to(folder).parts
        for name in tree.imported(path)
        if name.startswith("jiedao.")
        and not name.startswith(
            (
                *BENEATH,
                "jiedao.engines.",
                "jiedao.foundation.",
                f"jiedao.applications.{folder.name}",
            )
        )
    ]
    assert strangers == []
