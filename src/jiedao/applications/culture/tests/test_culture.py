"""Findings are bound, rectified and rechecked; events are held safely and counted."""

from typing import Any

import pytest

from jiedao.applications.culture.checklists import CHECKLISTS
from jiedao.applications.culture.events import EVENT, PRACTICE
from jiedao.applications.culture.findings import FINDING, POINT
from jiedao.applications.culture.kinds import CHECK, SITE
from jiedao.applications.culture.tests.conftest import go, refused, shown
from jiedao.engines.cases.actions import NewCase, open_many
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import Draft, add, add_many, make_move
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown

HERE = {"place": (114.305, 22.705)}


def imported(town: SmallTown) -> Case:
    """The district found something; 林调度 takes the list in."""
    new = NewCase("幸福路口非机动车乱停", "staff", FINDING, longitude=114.305, latitude=22.705,
                  attributes={"source": "district", "document": "二季度测评"},
                  find_place=False)  # fmt: skip
    return open_many(town.id, [new], actor=actor_of(town.dispatcher))[0]


def test_a_finding_is_bound_rectified_and_rechecked(town: SmallTown) -> None:
    case = imported(town)
    with refused(Forbidden):
        go(town, case, "bind", town.handler, unit=town.units.city.pk)
    bound = go(town, case, "bind", town.dispatcher, unit=town.units.city.pk)
    assert (bound.unit_id, bound.due_at is None) == (town.units.city.pk, False)
    with refused(Invalid, "处置后照片"):
        go(town, case, "rectify", town.handler, note="已划线规范")
    shown(case, "after")
    with refused(Forbidden):
        go(town, case, "rectify", town.co_handler, note="已划线规范")
    go(town, case, "rectify", town.handler, note="已划线规范")
    with refused(Forbidden):
        go(town, case, "strike_off", town.handler)
    again = go(town, case, "fail", town.checker, reason="仍有乱停")
    assert (again.state, again.return_count, again.due_at is None) == ("bound", 1, False)
    shown(case, "after")
    go(town, case, "rectify", town.handler, note="已加设停放区")
    assert go(town, case, "strike_off", town.checker).state == "struck_off"


def test_our_own_inspection_makes_findings(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    point = add(town.id, POINT, {"title": "幸福市场", "sort": "market"} | HERE, actor=clerk)
    visit = add(town.id, CHECK, {}, actor=clerk, subject=(POINT, point.pk))
    said = {question.key: "ok" for question in CHECKLISTS[0].questions}
    said |= {"clean": "fault", "clean_note": "垃圾桶满溢"}
    make_move(town.id, CHECK, visit.number, "complete", said, actor=clerk)
    case = Case.objects.get(kind=FINDING)
    assert (case.attributes["source"], case.subject_id) == ("own", point.pk)


def test_a_large_event_has_its_safety_plan(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    said: dict[str, Any] = {"title": "元宵灯会", "sort": "culture", "capacity": 300} | HERE
    row = add(town.id, EVENT, said, actor=clerk)
    for key in ("announce", "hold"):
        with refused(Invalid, "安全方案"):
            make_move(town.id, EVENT, row.number, key, {}, actor=clerk)
    plan = {"code": "2", "safety_plan": "分区疏导，设医疗点"}
    row = add(town.id, EVENT, said | plan, actor=clerk)
    with refused(Forbidden):
        make_move(town.id, EVENT, row.number, "announce", {}, actor=actor_of(town.clerk_east))
    make_move(town.id, EVENT, row.number, "announce", {}, actor=clerk)
    held: Any = make_move(town.id, EVENT, row.number, "hold",
                          {"on": "2024-02-24", "attended": 280}, actor=clerk)  # fmt: skip
    assert (held.state, held.attended, str(held.day)) == ("held", 280, "2024-02-24")


def test_what_was_held_elsewhere_comes_in_as_held(town: SmallTown) -> None:
    drafts = [Draft({"title": f"第{n}场", "sort": "sport", "day": "2024-03-02"} | HERE, state="held",
                    extra={"attended": 30}) for n in range(3)]  # fmt: skip
    added = add_many(town.id, EVENT, drafts, actor=actor_of(town.clerk_west))
    assert [(one.record.state, one.record.attended) for one in added if one.record] == [  # type: ignore[attr-defined]
        ("held", 30)
    ] * 3


@pytest.mark.parametrize("said", [{}, {"volunteers": 12, "hours": 36}])
def test_volunteers_and_hours_are_counted(town: SmallTown, said: dict[str, Any]) -> None:
    clerk = actor_of(town.clerk_west)
    site = add(town.id, SITE, {"title": "百师园", "opened_on": "2024-05-01"} | HERE, actor=clerk)
    row = add(town.id, PRACTICE, {"title": "义剪"}, actor=clerk, subject=(SITE, site.pk))
    if not said:
        with refused(Invalid):
            make_move(town.id, PRACTICE, row.number, "hold", {"attended": 50}, actor=clerk)
        return
    held = make_move(town.id, PRACTICE, row.number, "hold", {"attended": 50} | said, actor=clerk)
    assert (held.attributes["volunteers"], held.attributes["hours"]) == (12, 36)
