"""The small profile of these tests, replayed on the hand's breadth of ground of the demo's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jiedao.config.demo.plan import OrganisationPlan, PersonPlan, PostPlan, TownPlan
from jiedao.config.replay import building
from jiedao.config.replay.building import Replayed
from jiedao.config.replay.profile import Profile, read
from tests.demo.tiny import SOUTH, WEST, tiny_plan

SMALL = Path(__file__).parent / "small.toml"


def silent(_title: str, _total: int) -> Callable[[int], None]:
    return lambda _count: None


def small() -> Profile:
    return read(SMALL)


def paper_town() -> TownPlan:
    """With three more people in every unit that has any, a second caller (what one asks another
    must second), and some enterprises."""
    plan = tiny_plan()
    busy = dict.fromkeys(post.unit for one in plan.people for post in one.posts)
    more = [
        PersonPlan(f"{unit.lower()}-{n}", f"演示{unit}{n}", "", (PostPlan(unit, "handler", ""),))
        for unit in busy
        for n in range(3)
    ]
    more.append(PersonPlan("caller-2", "演示回访二", "", (PostPlan("centre", "caller", ""),)))
    firms = [
        OrganisationPlan(f"演示企业{n}", "", "企业", "", f"海棠路{n}号", WEST, SOUTH, "3911")
        for n in range(60)
    ]
    return replace(plan, people=(*plan.people, *more), organisations=tuple(firms))


def small_replayed(profile: Profile | None = None) -> Replayed:
    return building.replay("small", profile or small(), silent, plan=paper_town())
