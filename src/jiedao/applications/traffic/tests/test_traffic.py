"""Campaigns and spaces are counted; vehicles wait for their term; hazards are rechecked."""

from datetime import timedelta

import pytest

from jiedao.applications.traffic.hazards import HAZARD
from jiedao.applications.traffic.kinds import ACTION, SITE
from jiedao.applications.traffic.tests.conftest import go, refused, shown
from jiedao.applications.traffic.vehicles import VEHICLE
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown


def found(town: SmallTown, kind: str, **facts: object) -> Case:
    """罗社区 finds something in the west; it is for 城管科."""
    new = NewCase("幸福路口", "staff", kind, longitude=114.305, latitude=22.705,
                  unit_id=town.units.city.pk, attributes=facts, find_place=False)  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.clerk_west))


def test_a_campaign_says_what_it_found(town: SmallTown) -> None:
    lead = actor_of(town.handler)
    said = {"title": "早高峰整治", "units": "交警中队、城管科", "unit": town.units.city.pk}
    with refused(Forbidden):
        add(town.id, ACTION, said, actor=actor_of(town.reader))
    row = add(town.id, ACTION, said, actor=lead)
    with refused(Invalid):
        make_move(town.id, ACTION, row.number, "complete", {}, actor=lead)
    done = make_move(town.id, ACTION, row.number, "complete", {"offences": 31}, actor=lead)
    assert (done.state, done.attributes["offences"]) == ("done", 31)


@pytest.mark.parametrize("ahead", [True, False])
def test_spaces_count_from_a_day_that_has_come(town: SmallTown, ahead: bool) -> None:
    day = clock.today() + timedelta(days=1 if ahead else 0)
    said = {"title": "田心停车场", "sort": "building", "spaces": 298, "opened_on": day}
    actor = actor_of(town.dispatcher)
    if ahead:
        with refused(Invalid, "建成后再填"):
            add(town.id, SITE, said, actor=actor)
    else:
        assert add(town.id, SITE, said, actor=actor).attributes["spaces"] == 298


def test_a_vehicle_is_not_removed_before_its_term(town: SmallTown) -> None:
    case = found(town, VEHICLE, sort="car", plate="粤B12345")
    shown(case, "before")
    with refused(Forbidden):
        go(town, case, "tag", town.clerk_east, notified_by="贴单")
    go(town, case, "tag", town.handler, notified_by="贴单、短信")
    shown(case, "after")
    with refused(Forbidden, "期限未满"):
        go(town, case, "remove", town.handler, yard="二号停车场")
    with clock.at(clock.now() + timedelta(days=15)):
        assert go(town, case, "remove", town.handler, yard="二号停车场").state == "removed"


def test_a_hazard_is_struck_off_by_another_person(town: SmallTown) -> None:
    case = found(town, HAZARD, sort="sight", cause="绿化遮挡")
    go(town, case, "set_measure", town.handler, way="measure", measure="修剪绿化、增设凸镜")
    with refused(Invalid, "处置后照片"):
        go(town, case, "rectify", town.handler)
    shown(case, "after")
    go(town, case, "rectify", town.handler)
    with refused(Forbidden):
        go(town, case, "strike_off", town.handler)
    failed = go(town, case, "fail", town.checker, reason="仍有遮挡")
    assert (failed.state, "rectified_on" in failed.attributes) == ("found", False)
    shown(case, "after")
    go(town, case, "rectify", town.handler)
    shown(case, "check")
    done = go(town, case, "strike_off", town.checker)
    assert (done.state, done.attributes["rectified_on"]) == ("struck_off", str(clock.today()))
