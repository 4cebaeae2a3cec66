"""The loop, rule by rule: a refusal and its success are the same test with another person."""

from datetime import timedelta

import pytest

from jiedao.engines.cases.models import Approval, Message, Request
from jiedao.kernel import history
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, Desk, also, at, reported


def test_round_the_whole_loop(town: SmallTown) -> None:
    with at():
        desk = reported(town)
    with at(1):
        desk.to_handling()
        desk.do("contact", town.handler, reached=True, note="已电话联系")
        desk.photo("after")
        desk.do("handle", town.handler, result="已清理")
    with at(2):
        desk.photo("check")
        desk.do("check_pass", town.checker)
        desk.do("close", town.dispatcher, reply="您反映的垃圾已清理。")
    with at(3):
        case = desk.do("visit", town.caller, answered=True, **HAPPY)
    assert case.state == "archived"
    assert case.due_at is None
    assert not any(clock.late for clock in case.clocks.all())
    request = case.requests.get()
    assert (request.reply, request.satisfaction) == ("您反映的垃圾已清理。", "satisfied")
    verbs = [line.verb for line in history.timeline(town.id, "case", case.pk)]
    assert verbs == [
        "reported", "dispatch", "sign", "contact", "handle", "check_pass", "close", "visit",
    ]  # fmt: skip


def test_every_past_moment_of_a_case_can_be_restored(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_closed()
    lines = history.timeline(town.id, "case", desk.case.pk)
    now = {"state": desk.case.state, "result": desk.case.result}
    before_signing = history.as_of(now, lines, lines[1].at)
    assert before_signing["state"] in ("dispatched", "handling")
    states = [line.changes["state"][0] for line in lines if "state" in line.changes]
    assert states == ["dispatched", "handling", "handled", "checked"]


@pytest.mark.parametrize("outsider", ["co_handler", "reader", "clerk_east", "stranger", "nobody"])
def test_only_the_lead_unit_signs(town: SmallTown, outsider: str) -> None:
    desk = reported(town)
    with pytest.raises((Forbidden, NotFound)):
        desk.do("sign", getattr(town, outsider))
    assert desk.case.state == "dispatched"
    assert desk.do("sign", town.handler).state == "handling"


def test_declining_needs_one_of_six_reasons_and_tells_the_requester(town: SmallTown) -> None:
    desk = reported(town, "请帮我要回借款")
    with pytest.raises(Invalid) as wrong:
        desk.do("decline", town.dispatcher, reason="不归我们管", outcome="no_mood")
    assert "outcome" in wrong.value.errors
    desk.do("decline", town.dispatcher, reason="请向法院起诉", outcome="statutory_route")
    request = desk.case.requests.get()
    assert (request.state, request.reply) == ("declined", "请向法院起诉")
    assert request.messages.filter(kind="notice", text__contains="请向法院起诉").exists()


def test_dispatch_to_a_lead_and_co_handlers_who_report_to_the_lead(town: SmallTown) -> None:
    desk = reported(town, "门口积水很深")
    assert {(row.unit, row.part) for row in desk.case.assignments.all()} == {
        (town.units.water, "lead"),
        (town.units.city, "co"),
    }
    desk.do("sign", town.co_handler)
    desk.photo("after")
    with pytest.raises(Invalid, match="协办"):
        desk.do("handle", town.co_handler, result="已抽干")
    with pytest.raises(Forbidden):
        desk.do("report_part", town.contractor, text="我们也去了")
    desk.do("report_part", town.handler, text="已清理淤泥")
    assert desk.do("handle", town.co_handler, result="已抽干").state == "handled"


def test_dispatch_needs_a_matter_and_a_live_unit(town: SmallTown) -> None:
    desk = reported(town, "想问一件事")
    with pytest.raises(Invalid, match="事项"):
        desk.do("dispatch", town.dispatcher, unit=town.units.city.pk)
    with pytest.raises(Invalid, match="单位"):
        desk.do("dispatch", town.dispatcher, item=town.items.noise.pk, unit=999_999)
    assert desk.do("dispatch", town.dispatcher, item=town.items.noise.pk).unit == town.units.city


def test_communities_get_no_work_off_the_duty_list(town: SmallTown) -> None:
    desk = reported(town, "想问一件事")
    with pytest.raises(Invalid) as refused:
        desk.do("dispatch", town.dispatcher, item=town.items.rubbish.pk, unit=town.units.west.pk)
    assert refused.value.code == "not_on_duty_list"
    desk.do("dispatch", town.dispatcher, item=town.items.quarrel.pk, unit=town.units.west.pk)
    assert desk.case.unit == town.units.west


def test_of_two_who_press_at_once_one_is_told(town: SmallTown) -> None:
    desk = reported(town)
    seen = desk.case.version
    desk.do("sign", town.handler, version=seen)
    with pytest.raises(Conflict, match="刚被别人处理"):
        desk.do("sign", town.colleague, version=seen)
    with pytest.raises(Conflict, match="处置中"):
        desk.do("sign", town.colleague)


def objected(town: SmallTown) -> Desk:
    desk = reported(town)
    desk.to_handling()
    desk.do(
        "object", town.handler, reason="属于水务设施", citation="B02 道路积水",
        proposed_unit=town.units.water.pk,
    )  # fmt: skip
    return desk


def test_an_objection_is_heard_and_ruled_while_work_goes_on(town: SmallTown) -> None:
    with at():
        desk = objected(town)
    assert desk.case.unit == town.units.city, "the first receiver works meanwhile"
    assert desk.case.state == "handling"
    with pytest.raises(Forbidden):
        desk.do("hear", town.contractor, text="与我无关", agrees=False)
    with at(1):
        desk.do("hear", town.co_handler, text="同意由我科办理", agrees=True)
    with pytest.raises(Forbidden):
        desk.do("arbitrate", town.handler, upheld=True, reason="应由水务科办理")
    with at(2):
        case = desk.do("arbitrate", town.arbiter, upheld=True, reason="应由水务科办理")
    assert (case.unit, case.state, case.arbitrated) == (town.units.water, "dispatched", True)
    ruling = Approval.objects.get(kind="objection")
    assert (ruling.state, ruling.hearing) == ("upheld", "同意由我科办理")


def test_after_a_ruling_there_is_no_way_back(town: SmallTown) -> None:
    desk = objected(town)
    desk.do("hear", town.co_handler, text="清单写明由城管科办理", agrees=False)
    desk.do("arbitrate", town.arbiter, upheld=False, reason="清单写明由城管科办理")
    assert desk.case.unit == town.units.city
    with pytest.raises(Forbidden, match="裁定"):
        desk.do("return", town.handler, reason="还是不该我们办")
    with pytest.raises(Forbidden, match="裁定"):
        desk.do(
            "object", town.handler, reason="再次提出异议", citation="B02",
            proposed_unit=town.units.water.pk,
        )  # fmt: skip


def test_a_ruling_does_not_restart_the_residents_time(town: SmallTown) -> None:
    with at():
        desk = objected(town)
        due = desk.case.clocks.get(kind="inner").due_at
    with at(2):
        desk.do("hear", town.co_handler, text="同意由我科办理", agrees=True)
        desk.do("arbitrate", town.arbiter, upheld=True, reason="应由水务科办理")
    assert desk.case.clocks.get(kind="inner").due_at == due


def test_a_return_needs_a_reason_and_keeps_everything(town: SmallTown) -> None:
    desk = reported(town)
    with pytest.raises(Invalid):
        desk.do("return", town.handler, reason="不")
    desk.do("return", town.handler, reason="地址不清，无法处置")
    case = desk.case
    assert (case.state, case.unit, case.return_count) == ("accepted", None, 1)
    assert case.item == town.items.rubbish
    assert history.timeline(town.id, "case", case.pk)[-1].note == "地址不清，无法处置"


def test_a_dispatcher_to_whom_it_was_returned_may_not_mark_it_handled(town: SmallTown) -> None:
    desk = reported(town)
    desk.do("return", town.handler, reason="地址不清，无法处置")
    also(town, town.dispatcher, "city", "handler")
    desk.do("dispatch", town.dispatcher, unit=town.units.city.pk)
    desk.to_handling()
    desk.photo("after")
    with pytest.raises(Forbidden, match="退回给您"):
        desk.do("handle", town.dispatcher, result="我自己办了")
    assert desk.do("handle", town.handler, result="已清理").state == "handled"


def test_handling_needs_the_evidence_the_matter_asks_for(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    with pytest.raises(Invalid, match="处置后照片"):
        desk.do("handle", town.handler, result="已清理")
    desk.photo("after")
    assert desk.do("handle", town.handler, result="已清理").state == "handled"


def test_nobody_checks_his_own_work(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handled()
    also(town, town.handler, "centre", "checker")
    with at(1):
        desk.photo("check")
        with pytest.raises(Forbidden, match="办理人"):
            desk.do("check_pass", town.handler)
        assert desk.do("check_pass", town.checker).state == "checked"


def test_a_check_on_the_spot_needs_a_picture_taken_after_the_work(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.photo("check")
    with at(1):
        desk.to_handled()
    with at(2):
        with pytest.raises(Invalid, match="现场"):
            desk.do("check_pass", town.checker, note="看过了")
        desk.photo("check")
        assert desk.do("check_pass", town.checker).state == "checked"


def test_a_failed_check_goes_back_without_buying_time(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        due = desk.case.clocks.get(kind="inner").due_at
        desk.to_handled()
        desk.do("check_fail", town.checker, reason="还有垃圾没有清")
    case = desk.case
    assert (case.state, case.return_count, case.due_at) == ("handling", 1, due)
    desk.photo("after")
    desk.do("handle", town.handler, result="重新清理")
    also(town, town.handler, "centre", "checker")
    with at(1), pytest.raises(Forbidden, match="办理人"):
        desk.do("check_pass", town.handler)


def test_a_matter_without_a_check_passes_by_itself(town: SmallTown) -> None:
    desk = reported(town, "和邻居有纠纷")
    desk.do("sign", town.clerk_west)
    case = desk.do("handle", town.clerk_west, result="双方已经和解")
    assert case.state == "checked"


def test_extension_twice_with_reason_told_to_the_requester(town: SmallTown) -> None:
    with at():
        desk = reported(town, "晚上噪音扰民")
        desk.to_handling()
        for _round in range(2):
            desk.do("ask_extension", town.handler, reason="需要多次夜间监测", amount=2)
            with pytest.raises(Forbidden):
                desk.do("decide_extension", town.handler, upheld=True)
            desk.do("decide_extension", town.supervisor, upheld=True, note="同意")
        with pytest.raises(Forbidden, match="两次"):
            desk.do("ask_extension", town.handler, reason="还需要时间", amount=2)
    inner = desk.case.clocks.get(kind="inner")
    assert inner.due_at > MONDAY + timedelta(days=5)
    told = Message.objects.filter(request__case=desk.case, kind="notice", text__contains="夜间监测")
    assert told.count() == 2


def test_no_extension_beyond_the_original_limit_or_when_late(town: SmallTown) -> None:
    with at():
        desk = reported(town, "晚上噪音扰民")
        desk.to_handling()
        with pytest.raises(Invalid, match="原时限"):
            desk.do("ask_extension", town.handler, reason="需要很长时间", amount=3)
    with at(days=10), pytest.raises(Forbidden, match="超期"):
        desk.do("ask_extension", town.handler, reason="忘记办理了", amount=1)


def test_suspension_gives_back_exactly_the_time_that_was_left(town: SmallTown) -> None:
    with at():
        desk = reported(town, "路灯不亮")
        desk.do("sign", town.contractor)
    until = (MONDAY + timedelta(days=10)).date()
    with at(24):
        desk.do("ask_suspension", town.contractor, reason="等待配件到货", until=until)
        desk.do("decide_suspension", town.supervisor, upheld=True)
        left = desk.case.clocks.get(kind="inner").due_at - (MONDAY + timedelta(hours=24))
        assert desk.case.suspended_until is not None
        with pytest.raises(Forbidden, match="挂账"):
            desk.do("handle", town.contractor, result="好了")
    with at(days=5):
        desk.do("resume", town.supervisor)
    inner = desk.case.clocks.get(kind="inner")
    assert inner.due_at - (MONDAY + timedelta(days=5)) == left


@pytest.mark.parametrize(("days", "code"), [(-1, "past_date"), (400, "too_long")])
def test_suspension_ends_on_a_day_within_a_year(town: SmallTown, days: int, code: str) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        until = (MONDAY + timedelta(days=days)).date()
        with pytest.raises(Invalid) as refused:
            desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
    assert refused.value.code == code


def test_a_reply_of_ones_own_for_each_request_of_one_case(town: SmallTown) -> None:
    desk, other = reported(town), reported(town, "幸福路垃圾成堆", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    assert other.case.state == "merged"
    mine, theirs = desk.receipt.request, other.receipt.request
    desk.to_checked()
    desk.do("close", town.dispatcher, reply="已清理。", replies={theirs.number: "谢谢您，已清理。"})
    replies = dict(desk.case.requests.values_list("number", "reply"))
    assert replies == {mine.number: "已清理。", theirs.number: "谢谢您，已清理。"}
    desk.do("visit", town.caller, request=mine.number, answered=True, **HAPPY)
    assert desk.case.state == "closed", "the other one has not been called yet"
    desk.do("visit", town.caller, request=theirs.number, answered=False)
    assert desk.case.state == "archived"


def test_dissatisfied_is_redone_and_the_second_time_supervised(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_closed()
    desk.do("visit", town.caller, answered=True, **UNHAPPY)
    assert (desk.case.state, desk.case.redo_count, desk.case.supervised) == ("handling", 1, False)
    desk.photo("after")
    desk.do("handle", town.handler, result="再次清理")
    desk.photo("check")
    desk.do("check_pass", town.checker)
    desk.do("close", town.dispatcher, reply="已再次清理。")
    desk.do("visit", town.caller, answered=True, **UNHAPPY)
    assert desk.case.supervised


def test_reopening_and_splitting(town: SmallTown) -> None:
    desk, other = reported(town), reported(town, "垃圾和噪音", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    desk.do("split", town.dispatcher, request=other.receipt.request.number)
    own = Request.objects.get(pk=other.receipt.request.pk).case
    assert (own.state, own.pk) not in [("merged", other.case.pk), (own.state, desk.case.pk)]
    desk.to_closed()
    with pytest.raises(Forbidden):
        desk.do("reopen", town.handler, reason="垃圾又出现了")
    assert desk.do("reopen", town.supervisor, reason="垃圾又出现了").state == "accepted"


def test_a_leader_takes_a_case(town: SmallTown) -> None:
    desk = reported(town)
    with pytest.raises(Forbidden):
        desk.do("take_lead", town.handler)
    assert desk.do("take_lead", town.leader, note="我来包案").leader == town.leader


def test_an_outside_body_answers_by_letter_which_the_dispatcher_records(town: SmallTown) -> None:
    desk = reported(town, "想问一件事")
    desk.do("dispatch", town.dispatcher, item=town.items.advice.pk, unit=town.units.police.pk)
    with pytest.raises(Forbidden):
        desk.do("sign", town.handler)
    desk.do("sign", town.dispatcher)
    assert desk.do("handle", town.dispatcher, result="已复函").state == "checked"
