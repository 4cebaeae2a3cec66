"""What leaves the statistics and stays in sight: appeals against lateness, exempted demands."""

import pytest

from jiedao.engines.cases.models import Approval, Request
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import UNHAPPY, Desk, also, at, reported

WHY = "现场被施工围挡，无法进入"


def late(town: SmallTown) -> Desk:
    """Rubbish that was cleared eight hours after it was reported: four were given."""
    with at():
        desk = reported(town)
    with at(8):
        desk.to_closed()
    return desk


def test_an_upheld_appeal_exempts_and_the_lateness_stays(town: SmallTown) -> None:
    desk = late(town)
    with at(9):
        with pytest.raises(Forbidden):
            desk.do("ask_appeal", town.co_handler, reason=WHY, clock="inner")
        desk.do("ask_appeal", town.handler, reason=WHY, clock="inner")
        with pytest.raises(Forbidden, match="正在复核"):
            desk.do("ask_appeal", town.handler, reason=WHY, clock="inner")
        with pytest.raises(Forbidden):
            desk.do("decide_appeal", town.handler, upheld=True)
        desk.do("decide_appeal", town.supervisor, upheld=True, note="情况属实")
    inner = desk.case.clocks.get(kind="inner")
    assert (inner.exempted, inner.late) == (True, True)
    assert not desk.case.clocks.get(kind="sign_for").exempted, "only what was appealed against"
    html = browser(town.supervisor).get(f"/cases/{desk.number}/")
    assert "超期申诉" in html
    assert WHY in html


def test_who_appealed_does_not_decide_whatever_post_they_hold(town: SmallTown) -> None:
    desk = late(town)
    also(town, town.handler, "centre", "supervisor")
    with at(9):
        desk.do("ask_appeal", town.handler, reason=WHY, clock="inner")
        with pytest.raises(Forbidden, match="自己提出"):
            desk.do("decide_appeal", town.handler, upheld=True)
        desk.do("decide_appeal", town.supervisor, upheld=False, note="理由不足")
    assert not desk.case.clocks.get(kind="inner").exempted


def test_there_is_nothing_to_appeal_against_in_time(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        with pytest.raises(Forbidden, match="没有超期"):
            desk.do("ask_appeal", town.handler, reason=WHY, clock="inner")
    desk = late(town)
    with at(9), pytest.raises(Invalid) as refused:
        desk.do("ask_appeal", town.handler, reason=WHY, clock="first_contact")
    assert refused.value.code == "not_late"


def test_the_form_offers_the_limits_that_were_missed(town: SmallTown) -> None:
    desk = late(town)
    with at(9):
        html = browser(town.handler).get(f"/cases/{desk.number}/moves/ask_appeal/")
    assert 'value="inner"' in html
    assert 'value="first_contact"' not in html


def redone(town: SmallTown) -> tuple[Desk, str]:
    desk = reported(town)
    desk.to_closed()
    number = desk.receipt.request.number
    with pytest.raises(Conflict, match="重办"):
        desk.do("ask_exemption", town.caller, request=number, reason="要求拆除全部路灯")
    desk.do("visit", town.caller, answered=True, **UNHAPPY)
    return desk, number


def test_two_persons_find_a_demand_unreasonable_and_a_third_decides(town: SmallTown) -> None:
    desk, number = redone(town)
    also(town, town.reader, "centre", "caller")
    also(town, town.caller, "office", "leader")
    desk.do("ask_exemption", town.caller, request=number, reason="要求拆除全部路灯")
    with pytest.raises(Forbidden, match="正在审核"):
        desk.do("ask_exemption", town.reader, request=number, reason="要求拆除全部路灯")
    with pytest.raises(Forbidden, match="第二个人"):
        desk.do("decide_exemption", town.supervisor, upheld=True)
    with pytest.raises(Forbidden, match="自己"):
        desk.do("second_exemption", town.caller)
    assert desk.number in browser(town.reader).get("/cases/approvals/")
    assert desk.number not in browser(town.supervisor).get("/cases/approvals/")
    desk.do("second_exemption", town.reader, note="同意")
    assert desk.number not in browser(town.reader).get("/cases/approvals/")
    assert desk.number in browser(town.supervisor).get("/cases/approvals/")
    with pytest.raises(Forbidden, match="自己"):
        desk.do("decide_exemption", town.caller, upheld=True)
    desk.do("decide_exemption", town.supervisor, upheld=True, note="确属不合理")
    request = Request.objects.get(number=number)
    assert (request.exempted, request.satisfaction) == (True, "dissatisfied")
    assert Approval.objects.get(kind="exemption").seconded_by == town.reader
    assert desk.case.state == "archived"
