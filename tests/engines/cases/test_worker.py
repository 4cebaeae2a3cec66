"""What happens by itself when a time comes."""

from datetime import timedelta

import pytest

from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import residents
from jiedao.foundation.staff.models import Notice
from jiedao.kernel import history
from jiedao.kernel.errors import Conflict, Invalid, TooMany
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, also, at, reported

pytestmark = pytest.mark.django_db(transaction=True)


def verbs(town: SmallTown, case_id: int) -> list[str]:
    return [line.verb for line in history.timeline(town.id, "case", case_id)]


def test_a_clock_warns_then_lapses_and_the_case_moves_up(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
    with at(5):
        worker.mind_clocks()
    assert "warned" in verbs(town, desk.case.pk)
    assert "lapsed" not in verbs(town, desk.case.pk)
    with at(6.5):
        worker.mind_clocks()
        assert worker.mind_clocks() == 0, "once is enough"
    assert (desk.case.escalation, verbs(town, desk.case.pk)[-1]) == (1, "escalated")
    assert Notice.objects.filter(unit=town.units.office, kind="escalated").exists()
    with at(days=3):
        worker.mind_clocks()
    assert desk.case.escalation == 2
    with at(days=4):
        desk.photo("after")
        desk.do("handle", town.handler, result="已清理")
    inner = desk.case.clocks.get(kind="inner")
    assert inner.late, "doing it at last does not erase that it was late"


def test_a_suspended_case_resumes_by_itself(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        until = (MONDAY + timedelta(days=7)).date()
        desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
        desk.do("decide_suspension", town.supervisor, upheld=True)
    with at(days=6):
        assert worker.mind_clocks() == 0, "no clock runs"
        assert worker.resume_suspended() == 0
    with at(days=8):
        assert worker.resume_suspended() == 1
    assert desk.case.suspended_until is None


def test_an_objection_nobody_rules_on_falls_to_the_fallback_unit(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        desk.do(
            "object", town.handler, reason="属于水务设施", citation="B02",
            proposed_unit=town.units.water.pk,
        )  # fmt: skip
    with at(1):
        assert worker.rule_by_default() == 0
    with at(days=3):
        assert worker.rule_by_default() == 1
    assert (desk.case.unit, desk.case.arbitrated) == (town.units.centre, True)


def test_a_lone_night_shift_is_checked_the_next_workday(town: SmallTown) -> None:
    with at(14):
        desk = reported(town, "晚上噪音扰民")
        also(town, town.handler, "centre", "checker")
        desk.do("sign", town.handler)
        desk.do("handle", town.handler, result="已劝停")
        with pytest.raises(Invalid, match="夜班"):
            desk.do("check_pass", town.handler, note="已停")
        desk.do("check_pass", town.handler, note="已停", night_shift=True)
    with at(24):
        desk.do("decide_night_check", town.checker, upheld=False, note="住户说没有停")
    assert desk.case.state == "handling"


def test_a_resident_adds_urges_and_withdraws(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        residents.add_text(desk.receipt.request, "垃圾更多了")
        residents.urge(desk.receipt.request)
        with pytest.raises(TooMany):
            residents.urge(desk.receipt.request)
    with at(25):
        residents.urge(desk.receipt.request)
    assert desk.case.urge_count == 2
    residents.withdraw(desk.receipt.request, "已经自己清理")
    assert desk.case.state == "withdrawn"
    with pytest.raises(Conflict):
        residents.add_text(desk.receipt.request, "再说一句")


def test_a_withdrawn_request_leaves_the_others(town: SmallTown) -> None:
    desk, other = reported(town), reported(town, "垃圾成堆", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    residents.withdraw(desk.receipt.request)
    assert desk.case.state == "dispatched"


def test_a_resident_rates_once_after_closing(town: SmallTown) -> None:
    desk = reported(town)
    with pytest.raises(Conflict):
        residents.give_rating(desk.receipt.request, HAPPY)
    desk.to_closed()
    with pytest.raises(Invalid):
        residents.give_rating(desk.receipt.request, {"speed": "satisfied"})
    residents.give_rating(desk.receipt.request, UNHAPPY, "没有清干净")
    assert (desk.case.state, desk.case.redo_count) == ("handling", 1)
    with pytest.raises(Conflict):
        residents.give_rating(desk.receipt.request, HAPPY)
