"""The small profile of these tests, replayed on the hand's breadth of ground of the demo's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jiedao.config.demo.plan import PersonPlan, PostPlan, TownPlan
from jiedao.config.replay import building
from jiedao.config.replay.building import Replayed
from jiedao.config.replay.profile import Profile, read
from tests.demo.tiny import tiny_plan

SMALL = Path(__file__).parent / "small.toml"


def silent(_title: str, _total: int) -> Callable[[int], None]:
    return lambda _count: None


def small() -> Profile:
    return read(SMALL)


def paper_town() -> TownPlan:
    """With a second caller: what one asks another must second."""
    plan = tiny_plan()
    second = PersonPlan("caller-2", "演示回访二", "", (PostPlan("centre", "caller", ""),))
    return replace(plan, people=(*plan.people, second))


def small_replayed(profile: Profile | None = None) -> Replayed:
    return building.replay("small", profile or small(), silent, plan=paper_town())
