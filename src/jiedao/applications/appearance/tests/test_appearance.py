"""Disorder is put right or penalised, buildings leave the stock, stations stay clear."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from jiedao.applications.appearance import names
from jiedao.applications.appearance.reactions import count_towards_task
from jiedao.applications.appearance.tests.conftest import go, refused, shown
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add, edit, make_move
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SmallTown


def found(town: SmallTown, kind: str, about: Any = None, **facts: Any) -> Case:
    """罗社区 finds something in the west; it is for 城管科 to put right."""
    new = NewCase("幸福路1号门前", "staff", kind, longitude=114.305, latitude=22.705,
                  unit_id=town.units.city.pk, attributes=facts, find_place=False)  # fmt: skip
    if about is not None:
        new.subject_kind, new.subject_id = about.kind, about.pk
    return open_case(town.id, new, actor=actor_of(town.clerk_west))


def test_an_action_finds_disorder_that_is_shown_before_and_after(town: SmallTown) -> None:
    lead = actor_of(town.handler)
    action = add(town.id, names.ACTION,
                 {"title": "夜市整治", "sort": "appearance", "scheme": "沿街逐户整治",
                  "unit": town.units.city.pk}, actor=lead)  # fmt: skip
    make_move(town.id, names.ACTION, action.number, "complete", {"forces": 24}, actor=lead)
    case = found(town, names.DISORDER, action, sort="vending")
    go(town, case, "warn", town.clerk_west)
    with refused(Invalid, "处置前照片"):
        go(town, case, "put_right", town.handler)
    shown(case, "before")
    shown(case, "after")
    with refused(Forbidden):
        go(town, case, "put_right", town.reader)
    done = go(town, case, "put_right", town.handler)
    assert (done.state, done.subject_id, done.closed_at is None) == ("put_right", action.pk, False)


def test_only_officers_file_and_penalise(town: SmallTown, officer: Account) -> None:
    case = found(town, names.DISORDER, sort="frontage")
    shown(case, "before")
    filing = {"document": "平城执立〔2026〕8号"}
    with refused(Forbidden):
        go(town, case, "file", town.handler, **filing)
    with refused(Invalid, "将来"):
        go(town, case, "file", officer, filed_on=clock.today() + timedelta(days=1), **filing)
    go(town, case, "file", officer, **filing)
    go(town, case, "decide", officer, evidence="照片、笔录", decision="平城执罚8号", fine="500")
    with refused(Invalid, "处置后照片"):
        go(town, case, "close_file", officer)
    shown(case, "after")
    closed = go(town, case, "close_file", officer)
    assert closed.state == "penalised"
    assert (closed.attributes["filed_on"], closed.attributes["fine"]) == (
        str(clock.today()), "500",
    )  # fmt: skip


def test_a_building_leaves_the_stock_when_another_person_confirms(town: SmallTown) -> None:
    task = add(town.id, names.TASK, {"title": "本年任务", "target": "1000"},
               actor=actor_of(town.dispatcher))  # fmt: skip
    case = found(town, names.BUILDING, origin="stock", floor_area="250.5")
    shown(case, "before")
    go(town, case, "list", town.clerk_west)
    shown(case, "after")
    with refused(Invalid, "文号"):
        go(town, case, "dispose", town.handler, disposal="regularised")
    with refused(Forbidden):
        go(town, case, "dispose", town.clerk_east, disposal="demolished")
    go(town, case, "dispose", town.handler, disposal="demolished")
    with refused(Forbidden):
        go(town, case, "confirm", town.handler, note="已拆除")
    shown(case, "check")
    done = go(town, case, "confirm", town.checker, note="现场已拆平")
    assert done.state == "disposed"
    line = History.objects.filter(kind="case", record_id=case.pk, verb="confirm").latest("id")
    for _again in range(2):
        count_towards_task(line.pk)
    row = Thing.objects.get(pk=task.pk)
    assert (Decimal(row.attributes["done"]), row.version) == (Decimal("250.5"), 2)
    with refused(Invalid, "不能填写"):
        edit(town.id, names.TASK, row.number, {"done": "900"}, actor=actor_of(town.dispatcher))


def test_a_building_that_still_stands_goes_back(town: SmallTown) -> None:
    case = found(town, names.BUILDING, origin="new", floor_area="80")
    shown(case, "after")
    go(town, case, "dispose", town.handler, disposal="demolished")
    back = go(town, case, "send_back", town.checker, reason="二层还没有拆")
    assert (back.state, "disposed_on" in back.attributes) == ("in_stock", False)


@pytest.mark.parametrize("vehicle", [False, True])
def test_a_station_is_checked_cleared_and_looked_at_again(town: SmallTown, vehicle: bool) -> None:
    clerk = actor_of(town.clerk_west)
    station = add(town.id, names.STATION,
                  {"title": "老李收购站", "place": (114.305, 22.705), "unit": town.units.city.pk},
                  actor=clerk)  # fmt: skip
    bad = "vehicle" if vehicle else "permit"
    said = dict.fromkeys(("permit", "work", "fire", "waste", "vehicle"), "ok")
    said |= {bad: "fault", f"{bad}_note": "现场照片已存"}
    for _twice in range(2):
        visit = add(town.id, names.CHECK, {}, actor=clerk, subject=(station.kind, station.pk))
        make_move(town.id, names.CHECK, visit.number, "complete", said, actor=clerk)
    known = Thing.objects.get(pk=station.pk).attributes
    assert (known["checked_on"], known["faults"]) == (str(clock.today()), 1)
    case = Case.objects.get(kind=names.VIOLATION)
    assert case.attributes["sort"] == ("vehicle" if vehicle else "station")
    shown(case, "after")
    go(town, case, "clear", town.handler)
    with refused(Forbidden):
        go(town, case, "relapse", town.handler, reason="又摆出来了")
    again = go(town, case, "relapse", town.checker, reason="又摆出来了")
    assert (again.state, again.attributes["relapses"]) == ("found", 1)
    assert "cleared_on" not in again.attributes
    shown(case, "after")
    go(town, case, "clear", town.handler)
    shown(case, "check")
    assert go(town, case, "keep_clear", town.checker).state == "kept_clear"
