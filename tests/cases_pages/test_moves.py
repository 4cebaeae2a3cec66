"""Every step of the loop through its page; refusals lose nothing that was typed."""

import re
from typing import Any

from jiedao.engines.cases.models import Case
from jiedao.kernel import clock
from tests.cases_pages.conftest import Browser, browser
from tests.cast import SmallTown
from tests.engines.cases.desk import Desk, picture, reported

CLEARED = "经查，您反映的幸福路垃圾已于当日清运干净，并已要求保洁单位每天巡查。"


def make(page: Browser, desk: Desk, key: str, **fields: Any) -> str:
    """Make a move from the page as it now is."""
    fields.setdefault("version", desk.case.version)
    return page.post(f"/cases/{desk.number}/moves/{key}/", **fields)


def photo(name: str = "p.jpg") -> Any:
    body = picture()
    body.name = name
    return body


def test_the_whole_loop_through_pages(town: SmallTown) -> None:
    desk = reported(town)
    handler, checker = browser(town.handler), browser(town.checker)
    dispatcher, caller = browser(town.dispatcher), browser(town.caller)
    steps: tuple[tuple[Any, str, dict[str, Any], str], ...] = (
        (handler, "sign", {}, "handling"),
        (handler, "contact", {"reached": "true", "note": "约好下午清运"}, "handling"),
        (handler, "handle", {"result": "已清运干净", "files": photo()}, "handled"),
        (
            checker,
            "check_pass",
            {
                "note": "现场干净",
                "files": photo("c.jpg"),
                "place": "114.305000,22.705000",
                "taken_at": f"{clock.now().astimezone(clock.TOWN_ZONE):%Y-%m-%dT%H:%M}",
            },
            "checked",
        ),
        (dispatcher, "close", {"reply": CLEARED}, "closed"),
        (
            caller,
            "visit",
            {
                "answered": "true",
                **dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied"),
            },
            "archived",
        ),
    )
    for page, key, fields, state in steps:
        form = page.get(f"/cases/{desk.number}/moves/{key}/")
        assert page.status == 200, (key, form)
        text = make(page, desk, key, **fields)
        assert page.status == 204, (key, text)
        assert desk.case.state == state, key
    assert sorted(desk.case.attachments.values_list("stage", flat=True)) == ["after", "check"]


def test_refusal_and_success_differ_only_in_the_person(town: SmallTown) -> None:
    desk = reported(town)
    checker = browser(town.checker)
    sentence = make(checker, desk, "sign")
    assert checker.status == 403
    assert "签收" in sentence
    assert desk.case.state == "dispatched"
    handler = browser(town.handler)
    make(handler, desk, "sign")
    assert handler.status == 204
    assert desk.case.state == "handling"


def test_a_stranger_finds_no_case_to_move(town: SmallTown) -> None:
    desk = reported(town)
    for account in (town.co_handler, town.stranger):
        page = browser(account)
        make(page, desk, "sign")
        assert page.status == 404, account.name


def test_an_error_stands_at_its_field_and_nothing_is_lost(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    page = browser(town.handler)
    html = make(
        page, desk, "object", reason="不是我们的路段，属于水务科", citation="", proposed_unit=""
    )
    assert page.status == 422
    assert "不是我们的路段，属于水务科" in html
    assert 'aria-invalid="true"' in html
    assert desk.case.approvals.count() == 0


def test_of_two_who_press_at_once_one_is_told(town: SmallTown) -> None:
    desk = reported(town)
    seen = desk.case.version
    first, second = browser(town.handler), browser(town.colleague)
    make(first, desk, "sign", version=seen)
    assert first.status == 204
    html = make(second, desk, "return", version=seen, reason="不归我们管理的路段")
    assert second.status == 409
    assert "刚被别人处理过" in html
    assert "不归我们管理的路段" in html
    assert f"case:{desk.case.pk}.state" in second.last["HX-Trigger"]
    # The form now carries the fresh version: having read that, one may press again.
    assert f'name="version" value="{desk.case.version}"' in html


def test_without_scripts_a_move_leads_back_to_the_page(town: SmallTown) -> None:
    desk = reported(town)
    page = browser(town.handler)
    page.send(f"/cases/{desk.number}/moves/sign/", version=desk.case.version)
    assert page.status == 303
    assert page.last["Location"] == f"/cases/{desk.number}/"


def test_without_scripts_a_refused_form_comes_with_its_page(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    page, url = browser(town.handler), f"/cases/{desk.number}/moves/handle/"
    html = page.send(url, result="已清运", version=desk.case.version)
    assert page.status == 422
    assert "已清运" in html
    assert f'href="/cases/{desk.number}/"' in html
    assert "</html>" in html
    assert "</html>" not in page.get(url, **{"HX-Request": "true"})


def test_what_was_typed_and_not_picked_counts_when_it_names_one(town: SmallTown) -> None:
    desk = reported(town, "不知道是什么事")
    page = browser(town.dispatcher)
    make(page, desk, "dispatch", item="", item_text="噪音", unit="", unit_text="水务科")
    assert page.status == 204
    case = Case.objects.get(pk=desk.case.pk)
    assert (case.item_id, case.unit_id) == (town.items.noise.pk, town.units.water.pk)


def test_what_names_nothing_is_refused_not_dropped(town: SmallTown) -> None:
    desk = reported(town, "不知道是什么事")
    page = browser(town.dispatcher)
    html = make(page, desk, "dispatch", item="", item_text="飞碟", unit="", unit_text="")
    assert page.status == 422
    assert "飞碟" in html
    assert desk.case.state == "reported"


def test_the_dispatch_form_is_filled_in_from_the_catalogue(town: SmallTown) -> None:
    desk = reported(town)
    desk.do("return", town.handler, reason="请重新分拨")
    html = browser(town.dispatcher).get(f"/cases/{desk.number}/moves/dispatch/")
    assert f'value="{town.items.rubbish.pk}"' in html
    assert "城管科" in html


def test_single_requests_may_have_their_own_reply(town: SmallTown) -> None:
    desk = reported(town)
    other = reported(town, "还是那堆垃圾", contact_name="李大爷", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    desk.to_checked()
    page = browser(town.dispatcher)
    number = other.receipt.request.number
    own = f"李先生，{CLEARED}"
    make(page, desk, "close", reply=CLEARED, **{f"reply_{number}": own})
    assert page.status == 204
    replies = dict(desk.case.requests.values_list("number", "reply"))
    assert replies == {desk.receipt.request.number: CLEARED, number: own}


def test_a_poor_reply_comes_back_once_and_is_sent_when_pressed_again(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_checked()
    page = browser(town.dispatcher)
    html = make(page, desk, "close", reply="已处理。")
    assert page.status == 422
    assert "再按一次就发出" in html
    assert "答复太短" in html
    assert desk.case.state == "checked"
    (told,) = re.findall(r'name="read_over" value="(\w+)"', html)
    make(page, desk, "close", reply="已转办。", read_over=told)
    assert page.status == 422, "other words than those that were told"
    make(page, desk, "close", reply=" 已处理。\r\n", read_over=told)
    assert page.status == 204
    assert desk.case.requests.get().reply.strip() == "已处理。"


def test_what_was_told_beside_the_field_is_not_asked_again(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_checked()
    page = browser(town.dispatcher)
    beside = page.post(f"/cases/{desk.number}/read-over/", reply="已处理。")
    (told,) = re.findall(r'name="read_over" value="(\w+)"', beside)
    make(page, desk, "close", reply="已处理。", read_over=told)
    assert page.status == 204


def test_place_and_level_are_set_with_one_pin(town: SmallTown) -> None:
    desk = reported(town, "不知道是什么事", longitude=None, latitude=None)
    page = browser(town.dispatcher)
    make(page, desk, "classify", item=town.items.noise.pk, level=2, place="114.335000,22.705000")
    assert page.status == 204
    case = Case.objects.get(pk=desk.case.pk)
    assert (case.level, case.grid_id) == (2, town.places.grid_4.pk)


def test_a_check_asks_for_place_and_time_where_it_is_made_on_the_spot(town: SmallTown) -> None:
    desk, heard = reported(town), reported(town, "夜里施工噪音扰民")
    desk.to_handled()
    heard.to_handled()
    page = browser(town.checker)
    assert 'name="taken_at"' not in page.get(f"/cases/{heard.number}/moves/check_pass/")
    form = page.get(f"/cases/{desk.number}/moves/check_pass/")
    assert 'name="taken_at"' in form
    assert 'name="place"' in form
    html = make(page, desk, "check_pass", note="现场干净", files=photo("c.jpg"))
    assert page.status == 422
    assert "请在地图上标注拍摄位置" in html
    assert "现场干净" in html


def test_of_staged_limits_the_form_asks_which(town: SmallTown) -> None:
    plain, staged = reported(town, "夜里施工噪音扰民"), reported(town, "幸福路占道摆摊")
    page = browser(town.handler)
    for desk in (plain, staged):
        desk.to_handling()
    assert 'name="stage"' not in page.get(f"/cases/{plain.number}/moves/ask_extension/")
    assert 'name="stage"' in page.get(f"/cases/{staged.number}/moves/ask_extension/")
    make(page, staged, "ask_extension", amount=2, stage="制止", reason="需要再劝导一次")
    assert page.status == 204
    assert "制止" in browser(town.supervisor).get(f"/cases/{staged.number}/moves/decide_extension/")


def test_extensions_and_suspensions_are_decided_by_somebody_else(town: SmallTown) -> None:
    desk = reported(town, "夜里施工噪音扰民")
    desk.to_handling()
    handler, supervisor = browser(town.handler), browser(town.supervisor)
    make(handler, desk, "ask_extension", amount=1, reason="施工方要求一天整改")
    assert handler.status == 204
    assert "施工方要求一天整改" in supervisor.get("/cases/approvals/")
    assert "施工方要求一天整改" not in browser(town.checker).get("/cases/approvals/")
    make(handler, desk, "decide_extension", upheld="true")
    assert handler.status == 403
    html = make(supervisor, desk, "decide_extension", upheld="true", note="同意")
    assert supervisor.status == 204, html
    assert desk.case.extension_count == 1
