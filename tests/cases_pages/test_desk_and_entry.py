"""The dispatch desk and the entry on behalf."""

import re

from jiedao.engines.cases.models import Case, Request
from tests.cases_pages.conftest import browser
from tests.cases_pages.test_lists import numbers
from tests.cast import SmallTown
from tests.engines.cases.desk import picture, reported


def unclear(town: SmallTown, text: str = "说不清是什么事") -> Case:
    return reported(town, text).case


def returned(town: SmallTown) -> Case:
    desk = reported(town)
    desk.do("return", town.handler, reason="请重新分拨")
    return desk.case


def test_the_desk_lists_what_has_no_unit(town: SmallTown) -> None:
    waiting, back = unclear(town), returned(town)
    reported(town, "人行道井盖破损")
    page = browser(town.dispatcher)
    html = page.get("/cases/desk/")
    assert numbers(html) == [waiting.number, back.number]
    assert "城管科" in html
    handler = browser(town.handler)
    handler.get("/cases/desk/")
    assert handler.status == 403


def test_the_panel_brings_the_form_filled_in(town: SmallTown) -> None:
    back = returned(town)
    page = browser(town.dispatcher)
    html = page.get(f"/cases/desk/{back.number}/", **{"HX-Request": "true", "HX-Target": "panel"})
    assert f'value="{town.items.rubbish.pk}"' in html
    assert f'value="{town.units.city.pk}"' in html
    assert "<html" not in html


def test_a_text_that_two_items_claim_waits_and_names_both(town: SmallTown) -> None:
    waiting = unclear(town, "门口有垃圾，旁边积水很深")
    assert (waiting.state, waiting.item_id) == ("reported", None)
    page = browser(town.dispatcher)
    listed = page.get("/cases/desk/")
    names = {town.items.rubbish.name, town.items.flooding.name}
    assert all(name in listed for name in names)
    panel = page.get(f"/cases/desk/{waiting.number}/")
    assert "文字里可能是" in panel
    assert all(name in panel for name in names)


def test_what_went_wrong_is_taken_back_from_the_page_and_waits_at_the_desk(
    town: SmallTown,
) -> None:
    case = reported(town).case
    page = browser(town.dispatcher)
    url = f"/cases/{case.number}/moves/recall/"
    assert url in page.get(f"/cases/{case.number}/")
    assert url not in browser(town.handler).get(f"/cases/{case.number}/")
    page.post(url, version=case.version, reason="派错单位，应由水务科办理")
    assert page.status == 204
    assert case.number in page.get("/cases/desk/")
    html = page.get(f"/cases/{case.number}/")
    assert "撤回分拨" in html
    assert "派错单位，应由水务科办理" in html


def test_another_item_brings_its_own_unit(town: SmallTown) -> None:
    back = returned(town)
    page = browser(town.dispatcher)
    page.get(f"/cases/{back.number}/route/?item={town.items.flooding.pk}")
    assert page.last.json() == {
        "unit": {"value": town.units.water.pk, "text": "水务科"},
        "co_units": [town.units.city.pk],
    }


def test_near_by_cases_are_shown(town: SmallTown) -> None:
    near = reported(town, "平安路1号占道摆摊")
    waiting = unclear(town)
    assert near.number in browser(town.dispatcher).get(f"/cases/desk/{waiting.number}/")


def test_the_words_of_others_are_starred_out_where_one_looks_for_the_same(town: SmallTown) -> None:
    reported(town, "13800005678平安路1号占道摆摊")
    waiting = unclear(town)
    page = browser(town.dispatcher)
    for url in (f"/cases/desk/{waiting.number}/", "/cases/new/callers/?contact_phone=13800005678"):
        html = page.get(url)
        assert "138****5678平安路" in html, url
        assert "13800005678平安路" not in html, url


def test_bulk_dispatch_tells_what_was_not_done(town: SmallTown) -> None:
    waiting, back = unclear(town), returned(town)
    page = browser(town.dispatcher)
    html = page.post("/cases/desk/?bulk=dispatch", ids=[waiting.pk, back.pk], unit="", note="")
    assert page.status == 200
    assert waiting.number in html
    assert "请先选定事项" in html
    assert Case.objects.get(pk=back.pk).state == "dispatched"
    assert Case.objects.get(pk=waiting.pk).state == "reported"


def test_bulk_accept_and_decline(town: SmallTown) -> None:
    one, two = unclear(town), unclear(town, "又一件说不清的事")
    page = browser(town.dispatcher)
    page.post("/cases/desk/?bulk=accept", ids=[one.pk])
    assert Case.objects.get(pk=one.pk).state == "accepted"
    page.post("/cases/desk/?bulk=decline", ids=[two.pk], outcome="beyond_duty", reason="")
    assert page.status == 422
    page.post(
        "/cases/desk/?bulk=decline", ids=[two.pk], outcome="beyond_duty", reason="不属街道职责"
    )
    assert Case.objects.get(pk=two.pk).state == "declined"
    clerk = browser(town.clerk_west)
    clerk.post("/cases/desk/?bulk=decline", ids=[one.pk], outcome="beyond_duty", reason="不属职责")
    assert clerk.status == 403
    assert Case.objects.get(pk=one.pk).state == "accepted"


def test_a_community_sees_only_its_own_desk(town: SmallTown) -> None:
    west = unclear(town)
    assert numbers(browser(town.clerk_west).get("/cases/desk/")) == [west.number]
    assert numbers(browser(town.clerk_east).get("/cases/desk/")) == []


ENTRY = {
    "text": "路灯不亮，晚上很黑",
    "channel": "hotline_12345",
    "kind": "request",
    "contact_name": "李大爷",
    "contact_phone": "13900001234",
    "place": "114.305000,22.705000",
    "address": "幸福路1号",
}


def test_staff_take_down_a_request(town: SmallTown) -> None:
    page = browser(town.dispatcher)
    assert page.get("/cases/new/")
    assert page.status == 200
    photo = picture()
    photo.name = "路灯.jpg"
    page.send("/cases/new/", **ENTRY, foreign_number="SZ-1", photos=photo)
    assert page.status == 303, page.last.content.decode()[:3000]
    row = Request.objects.get(foreign_number="SZ-1")
    assert (row.channel, row.case.item_id) == ("hotline_12345", town.items.lamp.pk)
    assert row.attachments.count() == 1
    html = page.get(page.last["Location"])
    assert row.number in html
    page.send("/cases/new/", **ENTRY, foreign_number="SZ-1")
    assert Request.objects.filter(foreign_number="SZ-1").count() == 1


def test_a_form_that_is_sent_twice_is_one_request(town: SmallTown) -> None:
    page = browser(town.dispatcher)
    (key,) = re.findall(r'name="retry" value="([^"]+)"', page.get("/cases/new/"))
    for _press in range(2):
        page.send("/cases/new/", **ENTRY, retry=key)
        assert page.status == 303
    assert Request.objects.count() == 1
    # Changed and sent again it is another one; nobody is stuck with a used key.
    page.send("/cases/new/", **{**ENTRY, "text": "另一件：井盖破损"}, retry=key)
    assert page.status == 303
    assert Request.objects.count() == 2
    assert key not in page.get("/cases/new/")


def test_a_wrong_telephone_is_said_at_its_field(town: SmallTown) -> None:
    page = browser(town.dispatcher)
    html = page.send("/cases/new/", **{**ENTRY, "contact_phone": "12"})
    assert page.status == 422
    assert "路灯不亮，晚上很黑" in html
    assert Request.objects.count() == 0


def test_not_everybody_may_take_down(town: SmallTown) -> None:
    page = browser(town.reader)
    page.send("/cases/new/", **ENTRY)
    assert page.status == 403
    assert Request.objects.count() == 0


def test_earlier_requests_of_the_caller_are_shown_while_typing(town: SmallTown) -> None:
    first = reported(town)
    page = browser(town.dispatcher)
    html = page.get("/cases/new/callers/?contact_phone=138 0000 5678")
    assert first.receipt.request.number in html
    assert "13800005678" not in html
    assert first.receipt.request.number not in page.get("/cases/new/callers/?contact_phone=139")


def test_suggestions_for_search_boxes(town: SmallTown) -> None:
    page = browser(town.dispatcher)
    page.get("/cases/suggest/items/?q=垃圾")
    assert page.last.json()[0]["value"] == str(town.items.rubbish.pk)
    page.get("/cases/suggest/units/?q=水务")
    assert page.last.json() == [
        {"value": str(town.units.water.pk), "text": "水务科", "meta": "water"}
    ]
    open_one = reported(town)
    page.get("/cases/suggest/cases/?q=垃圾")
    assert [row["value"] for row in page.last.json()] == [open_one.number]
    stranger = browser(None)
    stranger.get("/cases/suggest/items/?q=垃圾")
    assert stranger.status == 303


def test_the_order_sheet_is_one_page_without_personal_data(town: SmallTown) -> None:
    desk = reported(town, "垃圾没人清，电话13800005678")
    page = browser(town.handler)
    html = page.get(f"/cases/{desk.number}/sheet/")
    assert desk.number in html
    assert "13800005678" not in html
    assert "张阿姨" not in html
    stranger = browser(town.co_handler)
    stranger.get(f"/cases/{desk.number}/sheet/")
    assert stranger.status == 404
