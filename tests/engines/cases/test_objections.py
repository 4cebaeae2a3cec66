"""Objections: what they cite, who is heard, by when it is ruled, and when they fall away."""

from datetime import date, timedelta

import pytest

from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import residents
from jiedao.engines.cases.models import Approval
from jiedao.foundation.staff.models import Unit
from jiedao.kernel import towns
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, reported

RULING = {"upheld": True, "reason": "应由水务科办理"}


def objected(town: SmallTown, citation: str = "B02", named: Unit | None = None) -> Desk:
    desk = reported(town)
    desk.to_handling()
    desk.do(
        "object", town.handler, reason="属于水务设施", citation=citation,
        proposed_unit=(named or town.units.water).pk,
    )  # fmt: skip
    return desk


def state_of(kind: str) -> str:
    return Approval.objects.get(kind=kind).state


def test_an_objection_cites_a_line_of_the_catalogue(town: SmallTown) -> None:
    with pytest.raises(Invalid) as refused:
        objected(town, "不归我们管")
    assert (refused.value.field, refused.value.code) == ("citation", "unknown_item")
    objected(town, "B02 随便什么字")
    assert Approval.objects.get(kind="objection").citation == "B02 道路积水"


def test_the_named_unit_is_heard_before_the_ruling(town: SmallTown) -> None:
    with at():
        desk = objected(town)
    with at(1):
        with pytest.raises(Invalid) as refused:
            desk.do("arbitrate", town.arbiter, **RULING)
        assert refused.value.code == "not_heard"
        desk.do("hear", town.co_handler, text="同意由我科办理", agrees=True)
        desk.do("arbitrate", town.arbiter, **RULING)
    assert state_of("objection") == "upheld"


def test_a_ruling_without_a_hearing_says_why_or_waits_for_its_time(town: SmallTown) -> None:
    with at():
        at_once, later = objected(town), objected(town)
    with at(1):
        at_once.do("arbitrate", town.arbiter, unheard="台风期间不能等待", **RULING)
    with at(7):
        later.do("arbitrate", town.arbiter, **RULING)
    assert at_once.case.unit == later.case.unit == town.units.water


def test_the_times_are_the_towns(town: SmallTown) -> None:
    town.town.settings["limits"] = {"arbitration": {"amount": 3, "unit": "workdays"}}
    town.town.save()
    towns.forget()
    with at():
        objected(town)
    row = Approval.objects.get(kind="objection")
    assert row.decide_by is not None
    assert row.decide_by > MONDAY + timedelta(days=2)


def test_an_outside_body_is_heard_by_letter(town: SmallTown) -> None:
    desk = objected(town, named=town.units.police)
    with pytest.raises(Forbidden):
        desk.do("hear", town.co_handler, text="不是我科", agrees=False)
    desk.do("hear", town.dispatcher, text="派出所复函：不属治安事项", agrees=False)
    assert Approval.objects.get(kind="objection").hearing.startswith("派出所复函")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_ruled_by_default_while_a_case_is_suspended(town: SmallTown) -> None:
    with at():
        desk = objected(town)
        until = date(2026, 3, 9)
        desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
        desk.do("decide_suspension", town.supervisor, upheld=True)
    with at(days=3):
        assert worker.rule_by_default() == 0
    assert (desk.case.unit, desk.case.clocks.filter(kind="sign_for").count()) == (
        town.units.city,
        1,
    )
    with at(days=4):
        desk.do("resume", town.supervisor)
        assert worker.rule_by_default() == 0, "the arbiter has the whole time again"
    with at(days=8):
        assert worker.rule_by_default() == 1


def asked_for_everything(town: SmallTown) -> Desk:
    desk = objected(town)
    desk.do("ask_extension", town.handler, reason="需要多次清运", amount=2)
    until = date(2026, 3, 9)
    desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
    return desk


def test_what_a_unit_asked_lapses_when_the_case_leaves_it(town: SmallTown) -> None:
    with at():
        desk = asked_for_everything(town)
        desk.do("return", town.handler, reason="地址不清，无法处置")
    states = Approval.objects.filter(case=desk.case).values_list("state", flat=True)
    assert list(states) == ["lapsed"] * 3


def test_a_withdrawn_case_leaves_nothing_to_decide_or_resume(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        until = date(2026, 3, 9)
        desk.do(
            "object", town.handler, reason="属于水务设施", citation="B02",
            proposed_unit=town.units.water.pk,
        )  # fmt: skip
        desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
        desk.do("decide_suspension", town.supervisor, upheld=True)
        residents.withdraw(desk.receipt.request)
    assert (desk.case.state, desk.case.suspended_until) == ("withdrawn", None)
    assert state_of("objection") == "lapsed"


def test_a_case_whose_requests_were_all_withdrawn_is_archived_when_it_closes(
    town: SmallTown,
) -> None:
    desk = reported(town)
    desk.to_handling()
    residents.withdraw(desk.receipt.request, "已经自己清理")
    desk.photo("after")
    desk.do("handle", town.handler, result="已清理")
    desk.photo("check")
    desk.do("check_pass", town.checker, note="现场已干净。")
    assert desk.do("close", town.dispatcher, reply="已清理").state == "archived"


def test_precedents_are_listed_for_those_who_see_their_case(town: SmallTown) -> None:
    desk = objected(town)
    desk.do("hear", town.co_handler, text="同意由我科办理", agrees=True)
    desk.do("arbitrate", town.arbiter, precedent=True, **RULING)
    page = browser(town.dispatcher).get("/cases/precedents/")
    assert "B02 道路积水" in page
    assert "应由水务科办理" in page
    assert "B02 道路积水" not in browser(town.clerk_east).get("/cases/precedents/")
