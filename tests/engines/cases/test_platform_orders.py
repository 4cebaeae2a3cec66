"""A superior platform's order: not refused here, only applied for return upward."""

from datetime import timedelta
from typing import Any

import pytest

from jiedao.engines.cases.models import Request
from jiedao.kernel.errors import Forbidden
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, reported

ORDER: dict[str, Any] = {
    "channel": "12345", "foreign_number": "A1", "platform_due_at": MONDAY + timedelta(days=3),
}  # fmt: skip
APPLICATION = {"reason": "地址在邻街道辖区内", "evidence": "行政区划图第 3 号界桩"}
NO: dict[str, Any] = {"reason": "不归我们管", "outcome": "beyond_duty"}


def order(town: SmallTown) -> Desk:
    with at():
        return reported(town, "想问一件事", **ORDER)


def test_a_platforms_order_is_not_declined(town: SmallTown) -> None:
    desk, own = order(town), reported(town, "再问一件事")
    with pytest.raises(Forbidden, match="申请退回平台"):
        desk.do("decline", town.dispatcher, **NO)
    assert desk.case.clocks.get(kind="platform").stopped_at is None
    assert own.do("decline", town.dispatcher, **NO).state == "declined"


def test_applied_for_return_and_taken_back(town: SmallTown) -> None:
    desk, own = order(town), reported(town, "再问一件事")
    with pytest.raises(Forbidden, match="不是上级平台"):
        own.do("ask_return_up", town.dispatcher, **APPLICATION)
    with pytest.raises(Forbidden):
        desk.do("ask_return_up", town.handler, **APPLICATION)
    with at(1):
        desk.do("ask_return_up", town.dispatcher, **APPLICATION)
        with pytest.raises(Forbidden, match="等平台答复"):
            desk.do("ask_return_up", town.dispatcher, **APPLICATION)
    assert desk.case.clocks.get(kind="platform").stopped_at is None, "not ours to stop"
    with at(2):
        case = desk.do("record_return_up", town.dispatcher, upheld=True, note="平台已收回")
    assert (case.state, case.due_at) == ("returned_up", None)
    assert case.clocks.get(kind="platform").stopped_at == MONDAY + timedelta(hours=2)
    row = Request.objects.get(pk=desk.receipt.request.pk)
    assert row.state == "returned"
    assert row.messages.filter(kind="notice", text__contains="邻街道").exists()
    assert "已退回平台" in browser(town.dispatcher).get(f"/cases/{desk.number}/")


def test_refused_by_the_platform_the_work_goes_on(town: SmallTown) -> None:
    desk = order(town)
    desk.do("ask_return_up", town.dispatcher, **APPLICATION)
    desk.do("dispatch", town.dispatcher, item=town.items.noise.pk)
    case = desk.do("record_return_up", town.dispatcher, upheld=False, note="属本辖区")
    assert case.state == "dispatched"
    assert case.clocks.get(kind="platform").stopped_at is None
    desk.do("ask_return_up", town.dispatcher, **APPLICATION)


def test_of_several_requests_only_the_platforms_goes_back(town: SmallTown) -> None:
    desk, own = order(town), reported(town, "再问一件事", contact_phone="13900001234")
    own.do("merge", town.dispatcher, into=desk.number)
    with pytest.raises(Forbidden, match="申请退回平台"):
        desk.do("decline", town.dispatcher, **NO)
    form = browser(town.dispatcher).get(f"/cases/{desk.number}/moves/ask_return_up/")
    assert own.receipt.request.number not in form
    desk.do("ask_return_up", town.dispatcher, **APPLICATION)
    case = desk.do("record_return_up", town.dispatcher, upheld=True)
    assert case.state == "reported"
    assert desk.do("decline", town.dispatcher, **NO).state == "declined"
    states = dict(case.requests.values_list("number", "state"))
    assert states == {
        desk.receipt.request.number: "returned",
        own.receipt.request.number: "declined",
    }
