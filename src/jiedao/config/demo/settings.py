"""A demo town's settings, from ``towns/KEY.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOWNS = Path(__file__).parents[4] / "towns"


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """How large the generated town is, and what the town's own settings are."""

    key: str
    title: str
    title_en: str
    seed: int = 7
    grids: int = 150
    buildings: int = 6000
    premises: int = 9000
    enterprises: int = 3000
    staff: int = 400
    requests: int = 12_000
    """A year's, for scale 1."""
    first_requests: int = 1_500
    """Those of the recent weeks, which come first."""
    police_grids: int = 36
    economic_grids: int = 12
    livelihood_grids: int = 24
    communities: tuple[str, ...] = ()
    """Their names, without “社区”; the demo town's own where none are given."""
    code: str = ""
    """The sub-district's code; one that is given to no place where none is given."""
    town: Mapping[str, Any] = field(default_factory=dict)
    """``kernel.Town.settings``: office hours, limits, what is switched on."""

    @property
    def called(self) -> str:
        """The town's name without “街道”, as its units carry it."""
        return self.title.partition("街道")[0]

    @property
    def prefix(self) -> str:
        """What the user names of a second demo town begin with."""
        return "" if self.key == DEMO else f"{self.key}."


DEMO = "demo"
RUN_SETTING = "demo_run"
"""Where a town's settings keep what it lives through (``year.Run``)."""


def demo_settings(key: str = DEMO) -> DemoSettings:
    """The settings of the demo town, for a town of that key: ``towns/KEY.toml`` where there is
    such a file, else those of the demo town under another key."""
    path = TOWNS / f"{key}.toml"
    with (path if path.exists() else TOWNS / f"{DEMO}.toml").open("rb") as file:
        data = tomllib.load(file)
    return DemoSettings(
        key=key,
        title=data["title"],
        title_en=data["title_en"],
        town=data.get("settings", {}),
        **data.get("generator", {}),
    )
