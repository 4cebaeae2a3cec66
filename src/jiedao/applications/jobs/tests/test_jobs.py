"""Somebody is helped until he works; a family without a job stays open until one of them does."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.jobs.kinds import FAMILY, HELP, SEEKER
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def clerk(town: SmallTown) -> Actor:
    """罗社区 helps people of the west into work."""
    return appoint(town, town.clerk_west, "west", "jobs_clerk")


def go(town: SmallTown, row: Any, key: str, actor: Actor, **data: Any) -> Any:
    return make_move(town.id, row.kind, row.number, key, data, actor=actor)


def seeker(town: SmallTown, actor: Actor, **more: Any) -> Any:
    values = {"title": "JY-0001", "group": "difficulty", "holder": "李大爷", "day": "2026-01-08",
              "area": town.places.west.pk}  # fmt: skip
    return add(town.id, SEEKER, values | more, actor=actor)


def test_contacts_offers_and_help_until_employed(town: SmallTown, clerk: Actor) -> None:
    with refused(Forbidden):
        seeker(town, actor_of(town.grid_worker))
    row = seeker(town, clerk)
    with refused(Forbidden):
        go(town, row, "contact", actor_of(town.clerk_east), note="想做保安")
    with refused(Invalid, "在将来"):
        go(town, row, "contact", clerk, contacted_on="2099-01-01", note="想做保安")
    go(town, row, "contact", clerk, contacted_on="2026-02-01", note="想做保安")
    seen = go(
        town, row, "offer", clerk, contacted_on="2026-02-09", note="愿意试工", post="园区保安"
    )
    assert (seen.attributes["contacts"], seen.attributes["offers"]) == (2, 1)
    service = add(town.id, HELP, {"title": "职业指导", "help": "guidance"}, actor=clerk,
                  subject=(SEEKER, row.pk))  # fmt: skip
    go(town, service, "give", clerk, on="2026-03-03")
    row = Thing.objects.get(pk=row.pk)
    assert row.attributes["helped_on"] == "2026-03-03"
    with refused(Invalid):
        go(town, row, "employ", clerk, employed_on="2026-04-01")
    done = go(town, row, "employ", clerk, employed_on="2026-04-01", proof="劳动合同")
    assert (done.state, done.attributes["employed_on"]) == ("employed", "2026-04-01")
    with refused(Conflict):
        go(town, row, "contact", clerk, note="回访")


def test_help_that_is_told_late_takes_nothing_back(town: SmallTown, clerk: Actor) -> None:
    row = seeker(town, clerk)
    for day in ("2026-05-01", "2026-03-01"):
        service = add(town.id, HELP, {"title": "岗位推荐", "help": "referral"}, actor=clerk,
                      subject=(SEEKER, row.pk))  # fmt: skip
        go(town, service, "give", clerk, on=day)
    assert Thing.objects.get(pk=row.pk).attributes["helped_on"] == "2026-05-01"


def test_a_family_is_open_until_one_of_them_works(town: SmallTown, clerk: Actor) -> None:
    values = {"title": "LJ-01", "day": date(2026, 2, 1), "area": town.places.west.pk}
    row = add(town.id, FAMILY, values, actor=clerk)
    with refused(Invalid, "早于发现"):
        go(town, row, "solve", clerk, solved_on="2026-01-31", note="长子入职电子厂")
    done = go(town, row, "solve", clerk, solved_on="2026-02-20", note="长子入职电子厂")
    assert (done.state, done.attributes["solved_on"]) == ("has_job", "2026-02-20")


def test_the_share_that_was_helped_and_the_open_families(town: SmallTown, clerk: Actor) -> None:
    for n, helped in enumerate((True, True, False)):
        row = seeker(town, clerk, title=f"JY-{n}")
        if helped:
            service = add(town.id, HELP, {"title": "职业指导", "help": "guidance"}, actor=clerk,
                          subject=(SEEKER, row.pk))  # fmt: skip
            go(town, service, "give", clerk, on="2026-03-03")
    left = seeker(town, clerk, title="JY-9")
    go(town, left, "leave", clerk, left_on="2026-02-01", reason="迁出本街道")
    seeker(town, clerk, title="JY-10", group="graduate")
    assert round(figure(town, "employment_difficulty_help_rate", "2026") or 0, 2) == 66.67
    assert figure(town, "employment_difficulty_help_rate", "2026-04..2026-12") == 0
    assert figure(town, "zero_employment_households", "2026") == 0
    values = {"title": "LJ-01", "day": "2026-02-01", "area": town.places.west.pk}
    family = add(town.id, FAMILY, values, actor=clerk)
    assert figure(town, "zero_employment_households", "2026") == 1
    go(town, family, "solve", clerk, solved_on="2026-02-20", note="长子入职电子厂")
    assert figure(town, "zero_employment_households", "2026") == 0
