"""Levels reach who answers, drills say what they showed, cells know their AEDs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from jiedao.applications.emergency.aeds import AED, CELL, cover
from jiedao.applications.emergency.aeds import CHECK as AED_CHECK
from jiedao.applications.emergency.checklists import CHECKLISTS
from jiedao.applications.emergency.floods import POINT
from jiedao.applications.emergency.kinds import BODY, CHECK, DRILL, RESPONDER
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid, Refused
from jiedao.kernel.models import History
from tests.cast import SmallTown

HERE = {"place": (114.305, 22.705)}


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


def test_a_level_from_the_threshold_on_reaches_who_answers(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    said = {"title": "幸福路下沉段", "threshold": 15} | HERE
    with refused(Invalid, "责任单位和责任人"):
        add(town.id, POINT, said, actor=clerk)
    said |= {"unit": town.units.water.pk, "owner": town.co_handler.pk}
    point = add(town.id, POINT, said, actor=clerk)
    for level, told in ((10, 0), (18, 2)):
        with refused(Forbidden):
            make_move(town.id, POINT, point.number, "measure", {"level": level},
                      actor=actor_of(town.clerk_east))  # fmt: skip
        make_move(town.id, POINT, point.number, "measure", {"level": level}, actor=clerk)
        assert Notice.objects.filter(kind="flood", record_id=point.pk).count() == told


def test_a_point_put_right_leaves_the_list(town: SmallTown) -> None:
    said = {"title": "平安路口", "threshold": 10, "unit": town.units.city.pk,
            "owner": town.handler.pk} | HERE  # fmt: skip
    point = add(town.id, POINT, said, actor=actor_of(town.handler))
    with refused(Forbidden):
        make_move(town.id, POINT, point.number, "approve", {}, actor=actor_of(town.handler))
    lead = actor_of(town.leader)
    make_move(town.id, POINT, point.number, "approve", {}, actor=lead)
    make_move(town.id, POINT, point.number, "start", {"on": "2024-03-01"},
              actor=actor_of(town.handler))  # fmt: skip
    done: Any = make_move(town.id, POINT, point.number, "accept", {"on": "2024-05-20"}, actor=lead)
    assert (done.state, str(done.finished_on)) == ("accepted", "2024-05-20")


def test_a_drill_says_what_it_showed(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    drill = add(town.id, DRILL, {"title": "疏散演练", "sort": "fire"} | HERE, actor=clerk)
    with refused(Invalid, "发现的问题"):
        make_move(town.id, DRILL, drill.number, "hold", {"attended": 60}, actor=clerk)
    held: Any = make_move(town.id, DRILL, drill.number, "hold",
                          {"attended": 60, "summary": "三单元楼道有杂物"}, actor=clerk)  # fmt: skip
    assert (held.state, held.attended) == ("held", 60)


@pytest.mark.parametrize("days", [0, 1])
def test_a_responder_counts_by_the_certificate(town: SmallTown, days: int) -> None:
    said = {"title": "幸福路小区物业", "certificate": "SZ-0001",
            "certified_on": clock.today() + timedelta(days=days)} | HERE  # fmt: skip
    clerk = actor_of(town.clerk_west)
    if days:
        with refused(Invalid, "将来"):
            add(town.id, RESPONDER, said, actor=clerk)
    else:
        first = add(town.id, RESPONDER, said, actor=clerk)
        assert add(town.id, RESPONDER, said, actor=clerk).pk == first.pk


def test_the_gaps_of_a_body_are_what_its_check_found(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    body = add(town.id, BODY, {"title": "西岭社区应急工作站", "people": 12} | HERE, actor=clerk)
    said = {question.key: "ok" for question in CHECKLISTS[0].questions}
    said |= {"radio": "fault", "radio_note": "卫星电话欠费"}
    visit = add(town.id, CHECK, {}, actor=clerk, subject=(BODY, body.pk))
    make_move(town.id, CHECK, visit.number, "complete", said, actor=clerk)
    assert Thing.objects.get(pk=body.pk).attributes["gaps"] == 1


def test_a_cell_knows_by_its_devices_whether_it_is_covered(town: SmallTown) -> None:
    clerk = actor_of(town.clerk_west)
    cell = add(town.id, CELL, {"title": "西岭1-1"} | HERE, actor=clerk)
    assert cell.due_at is not None
    aed = add(town.id, AED, {"title": "一号AED", "code": "A1", "battery_until": "2028-01-31",
                             "day": "2024-02-01"} | HERE,
              actor=clerk, subject=(CELL, cell.pk))  # fmt: skip
    settle(aed)
    known = Thing.objects.get(pk=cell.pk)
    assert known.attributes == {
        "covered": True, "cover_since": "2024-02-01", "cover_until": "2028-01-31",
    }  # fmt: skip
    assert known.due_at is not None
    assert known.due_at.astimezone(clock.TOWN_ZONE).date() == date(2028, 1, 31)
    check = add(town.id, AED_CHECK, {}, actor=clerk, subject=(AED, aed.pk))
    make_move(town.id, AED_CHECK, check.number, "complete",
              {"works": False, "battery_until": "2028-01-31"}, actor=clerk)  # fmt: skip
    settle(aed)
    assert Thing.objects.get(pk=cell.pk).attributes == {"covered": False}


def settle(aed: Any) -> None:
    """The worker hears of the last line about the device, twice."""
    line = History.objects.filter(kind=AED, record_id=aed.pk).latest("id")
    for _again in range(2):
        cover(line.pk)
