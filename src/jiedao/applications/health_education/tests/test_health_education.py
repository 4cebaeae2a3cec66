"""A school counts when it opens, a health centre when its works are accepted."""

from typing import Any

import pytest

from jiedao.applications.health_education.kinds import CENTRE, SCHOOL, WORKS
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 looks after schools as well."""
    return appoint(town, town.supervisor, "centre", "schools_and_health")


def go(town: SmallTown, row: Any, key: str, actor: Actor, **data: Any) -> Any:
    return make_move(town.id, row.kind, row.number, key, data, actor=actor)


def to_accepted(town: SmallTown, row: Any, office: Actor) -> Any:
    go(town, row, "approve", office)
    go(town, row, "start", office, on="2025-03-01")
    return go(town, row, "accept", office, on="2026-06-30")


def test_a_school_ends_when_it_opens(town: SmallTown, office: Actor) -> None:
    values = {"title": "西岭学校新建工程", "school": "西岭学校", "stage": "nine_year", "construction": "new",
              "places": 2160, "classes": 48, "opens_on": "2026-09-01", "day": "2025-01-10",
              "area": town.places.west.pk}  # fmt: skip
    clerk = actor_of(town.clerk_west)
    row = add(town.id, SCHOOL, values, actor=clerk)
    with refused(Forbidden):
        go(town, row, "approve", clerk)
    with refused(Conflict):
        go(town, row, "open", office, opened_on="2026-09-01")
    assert to_accepted(town, row, office).closed_at is None
    with refused(Invalid, "在将来"):
        go(town, row, "open", office, opened_on="2099-09-01")
    done = go(town, row, "open", office, opened_on="2026-09-01", places=2100)
    assert (done.state, done.closed_at is not None) == ("opened", True)
    assert done.attributes["opened_on"] == "2026-09-01"
    assert (done.attributes["places"], done.attributes["classes"]) == (2100, 48)


def test_works_of_a_centre_are_accepted_by_the_office(town: SmallTown, office: Actor) -> None:
    clerk = actor_of(town.clerk_west)
    centre = add(town.id, CENTRE, {"title": "西岭社康", "area": town.places.west.pk}, actor=clerk)
    values = {"title": "西岭社康扩容", "construction": "enlarge", "day": "2025-02-01"}
    row = add(town.id, WORKS, values, actor=clerk, subject=(CENTRE, centre.pk))
    assert row.community_id == town.places.west.pk
    done = to_accepted(town, row, office)
    assert (done.state, str(done.finished_on)) == ("accepted", "2026-06-30")
    assert figure(town, "health_centres_enlarged", "2026H1") == 1


def test_places_by_stage_and_school(town: SmallTown, office: Actor) -> None:
    for school, stage, places, classes in (("西岭学校", "nine_year", 2160, 48),
                                           ("东港幼儿园", "kindergarten", 360, 12)):  # fmt: skip
        values = {"title": f"{school}工程", "school": school, "stage": stage, "construction": "new",
                  "places": places, "classes": classes, "day": "2025-01-10"}  # fmt: skip
        row = add(town.id, SCHOOL, values, actor=office)
        to_accepted(town, row, office)
        go(town, row, "open", office, opened_on="2026-09-01")
    add(town.id, SCHOOL, values | {"title": "在建"}, actor=office)
    assert figure(town, "school_places_added", "2026") == 2520
    assert figure(town, "school_places_added", "2026", stage="kindergarten") == 360
    assert figure(town, "school_places_added", "2026H1") in (None, 0)
    assert figure(town, "school_classes_added", "2026", school="西岭学校") == 48
    assert figure(town, "schools_built", "2026", ownership="public") == 2
