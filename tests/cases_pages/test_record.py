"""A case's page: what it shows to whom, and what stays hidden until a reason is given."""

import re

import pytest

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.kernel.models import History
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import Desk, at, picture, reported

TEXT = "幸福路1号垃圾没人清，我的电话13800005678"


def test_who_may_open_it(town: SmallTown) -> None:
    desk = reported(town)
    url = f"/cases/{desk.number}/"
    for account in (town.dispatcher, town.handler, town.clerk_west, town.grid_worker, town.reader):
        page = browser(account)
        assert desk.number in page.get(url), account.name
        assert page.status == 200
    for account in (town.co_handler, town.clerk_east, town.stranger):
        page = browser(account)
        page.get(url)
        assert page.status == 404, account.name
    for account in (town.nobody, town.admin):
        page = browser(account)
        page.get(url)
        assert page.status == 403, account.name
    stranger = browser(None)
    stranger.get(url)
    assert stranger.status == 303
    assert stranger.last["Location"].startswith("/sign-in/")


def test_a_requests_number_finds_its_case(town: SmallTown) -> None:
    desk = reported(town)
    assert desk.number in browser(town.dispatcher).get(f"/cases/{desk.receipt.request.number}/")


def test_secret_matters_are_not_for_the_whole_area(town: SmallTown) -> None:
    desk = reported(town, "邻居漏水起纠纷")
    url = f"/cases/{desk.number}/"
    page = browser(town.grid_worker)
    page.get(url)
    assert page.status == 404
    page = browser(town.dispatcher)
    page.get(url)
    assert page.status == 200


def test_of_several_requests_each_clock_says_whose_it_is(town: SmallTown) -> None:
    desk = reported(town)
    page, url = browser(town.handler), f"/cases/{desk.number}/?part=head"
    mine = desk.receipt.request.number
    assert mine not in page.get(url), "alone it need not be said"
    other = reported(town, "还是那堆垃圾", contact_name="李大爷", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    labels = re.findall(r'<span class="clock-label">(.*?)</span>', page.get(url))
    printed = browser(town.dispatcher).get(f"/cases/{desk.number}/sheet/")
    for number in (mine, other.receipt.request.number):
        assert any("首联" in label and number in label for label in labels), labels
        assert f"首联 {number}" in printed
    assert any("签收" in label and "R" not in label for label in labels), "the case's own"


def test_numbers_and_names_are_masked(town: SmallTown) -> None:
    desk = reported(town, TEXT)
    html = browser(town.handler).get(f"/cases/{desk.number}/")
    assert "138****5678" in html
    assert "13800005678" not in html
    assert "张阿姨" not in html
    assert "张" in html


def test_a_requester_is_revealed_for_a_reason_that_is_logged(town: SmallTown) -> None:
    desk = reported(town)
    url = f"/cases/{desk.number}/requests/{desk.receipt.request.number}/reveal/"
    page = browser(town.handler)
    assert "张阿姨" in page.post(url, reason="约上门时间")
    assert "13800005678" in page.post(url, reason="约上门时间")
    line = History.objects.filter(kind="person", verb="revealed").latest("id")
    assert (line.actor_id, line.note) == (town.handler.pk, "约上门时间")
    assert "张阿姨" not in page.post(url, reason="看")
    assert page.status == 422
    reader = browser(town.reader)
    assert "张阿姨" not in reader.post(url, reason="想知道是谁")
    assert reader.status == 403
    stranger = browser(town.co_handler)
    stranger.post(url, reason="想知道是谁")
    assert stranger.status == 404


def test_the_original_text_is_read_for_a_reason(town: SmallTown) -> None:
    desk = reported(town, TEXT)
    url = f"/cases/{desk.number}/text/"
    page = browser(town.handler)
    assert "13800005678" in page.post(url, reason="回拨电话核实")
    line = History.objects.filter(kind="case", verb="revealed").latest("id")
    assert line.actor_id == town.handler.pk
    assert "13800005678" not in page.post(url, reason="")
    reader = browser(town.reader)
    assert "13800005678" not in reader.post(url, reason="回拨电话核实")
    assert reader.status == 403


def test_nothing_on_the_page_shows_a_number_in_clear(town: SmallTown) -> None:
    """Earlier requests, the reply, the result, the demand: whoever wrote it (PIPL art. 6)."""
    reported(town, "平安路1号有人摆摊，电话13800005678")
    desk = reported(town, TEXT)
    desk.to_checked()
    Case.objects.filter(pk=desk.case.pk).update(result="已电话13800005678告知")
    Request.objects.filter(case=desk.case).update(
        reply="已致电13800005678",
        satisfaction="dissatisfied",
        attributes={"demand": "打13800005678"},
    )
    for url in (f"/cases/{desk.number}/", f"/cases/{desk.number}/sheet/"):
        html = browser(town.handler).get(url)
        assert "138****5678" in html
        assert "13800005678" not in html, url


def test_it_says_what_one_may_do_and_why_not(town: SmallTown) -> None:
    desk = reported(town)
    handler = browser(town.handler).get(f"/cases/{desk.number}/")
    assert f"/cases/{desk.number}/moves/sign/" in handler
    checker = browser(town.checker).get(f"/cases/{desk.number}/")
    assert "/moves/sign/" not in checker
    colleague = browser(town.squad_member)
    colleague.get(f"/cases/{desk.number}/")
    assert colleague.status == 404
    desk.to_handled()
    assert f"/cases/{desk.number}/moves/check_pass/" in browser(town.checker).get(
        f"/cases/{desk.number}/"
    )


def test_all_clocks_are_shown_the_nearest_first(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        html = browser(town.handler).get(f"/cases/{desk.number}/?part=head")
    places = [html.index(f'clock-label">{word}') for word in ("签收", "办理", "首联")]
    assert places == sorted(places)
    assert html.count('class="lead"') == 1


@pytest.mark.parametrize("part", ["head", "moves", "about", "place", "body"])
def test_a_part_reloads_on_its_own(town: SmallTown, part: str) -> None:
    desk = reported(town)
    html = browser(town.handler).get(f"/cases/{desk.number}/?part={part}")
    assert "<html" not in html
    assert f'id="case-{desk.case.pk}-{part}"' in html


def test_earlier_requests_of_the_same_caller(town: SmallTown) -> None:
    first = reported(town, "平安路1号垃圾没人清理")
    second = reported(town, "幸福路1号占道摆摊")
    assert first.number in browser(town.dispatcher).get(f"/cases/{second.number}/")
    other = reported(town, "井盖破损", contact_name="李大爷", contact_phone="13900001234")
    assert first.number not in browser(town.dispatcher).get(f"/cases/{other.number}/")


def test_files_are_served_to_those_who_see_the_case(town: SmallTown) -> None:
    desk = reported(town)
    desk.to_handling()
    page = browser(town.handler)
    picked = picture()
    picked.name = "现场.jpg"
    page.post(f"/cases/{desk.number}/files/", stage="after", files=picked)
    assert page.status == 204
    row = Attachment.objects.get(case=desk.case)
    assert (row.stage, row.kind, row.account_id) == ("after", "photo", town.handler.pk)
    assert f"/cases/files/{row.pk}/" in page.get(f"/cases/{desk.number}/")
    page.get(f"/cases/files/{row.pk}/")
    assert page.last["Content-Type"] == "image/jpeg"
    stranger = browser(town.co_handler)
    stranger.get(f"/cases/files/{row.pk}/")
    assert stranger.status == 404
    reader = browser(town.reader)
    again = picture()
    again.name = "x.jpg"
    reader.post(f"/cases/{desk.number}/files/", stage="after", files=again)
    assert reader.status == 403


def test_every_request_of_a_case_stands_apart(town: SmallTown) -> None:
    desk = reported(town)
    other = reported(town, "还是那堆垃圾", contact_name="李大爷", contact_phone="13900001234")
    other.do("merge", town.dispatcher, into=desk.number)
    html = browser(town.dispatcher).get(f"/cases/{desk.number}/")
    for row in Request.objects.filter(case=desk.case):
        assert row.number in html
    assert "139****1234" in html
    merged = browser(town.dispatcher).get(f"/cases/{other.number}/")
    assert desk.number in merged


def test_the_timeline_tells_in_both_languages(town: SmallTown) -> None:
    desk = reported(town)
    desk.do("sign", town.handler)
    desk.do("return", town.handler, reason="不是我们管的路段")
    page = browser(town.dispatcher)
    html = page.get(f"/cases/{desk.number}/?part=body")
    assert "退回 · 城管科" in html
    assert "不是我们管的路段" in html
    assert "陈城管" in html
    page.client.cookies["django_language"] = "en"
    english = page.get(f"/cases/{desk.number}/?part=body")
    assert "Return · 城管科" in english


def test_a_community_reads_the_secret_matters_it_leads(town: SmallTown) -> None:
    desk = reported(town, "邻居漏水起纠纷")
    assert desk.case.unit_id == town.units.west.pk
    lead, other = browser(town.clerk_west), browser(town.clerk_east)
    lead.get(f"/cases/{desk.number}/")
    assert lead.status == 200
    other.get(f"/cases/{desk.number}/")
    assert other.status == 404


def test_the_unit_named_in_an_objection_reads_and_answers(town: SmallTown) -> None:
    desk = reported(town)
    url = f"/cases/{desk.number}/"
    named = browser(town.co_handler)
    named.get(url)
    assert named.status == 404
    desk.do("object", town.handler, reason="这是水务设施，应由水务科办理", citation="B01 井盖",
            proposed_unit=town.units.water.pk)  # fmt: skip
    assert desk.number in named.get("/cases/approvals/")
    assert "moves/hear/" in named.get(url)
    named.post(
        f"{url}moves/hear/", version=desk.case.version, text="不在我科管养范围", agrees="false"
    )
    assert named.status == 204
    assert desk.number not in named.get("/cases/approvals/")
    arbiter = browser(town.arbiter)
    assert "不在我科管养范围" in arbiter.get(url)
    arbiter.post(
        f"{url}moves/arbitrate/", version=desk.case.version, upheld="false",
        reason="路面垃圾归城管",
    )  # fmt: skip
    assert arbiter.status == 204
    named.get(url)
    assert named.status == 404


def test_an_open_page_whose_case_went_elsewhere_says_so_once(town: SmallTown) -> None:
    desk = reported(town)
    page = browser(town.handler)
    page.get(f"/cases/{desk.number}/")
    desk.do("return", town.handler, reason="不是我们管的路段")
    asked = {"HX-Request": "true", "HX-Target": f"case-{desk.case.pk}-head"}
    assert "不在您的查看范围内" in page.get(f"/cases/{desk.number}/?part=head", **asked)
    assert page.status == 200
    asked = {"HX-Request": "true", "HX-Target": f"case-{desk.case.pk}-body"}
    assert "垃圾" not in page.get(f"/cases/{desk.number}/?part=body", **asked)
    page.get(f"/cases/{desk.number}/")
    assert page.status == 404


PRIMARY = re.compile(r'<button class="btn btn-primary[^>]*>([^<]+)</button>')


def filled(town: SmallTown, desk: Desk, who: str) -> list[str]:
    html = browser(getattr(town, who)).get(f"/cases/{desk.number}/?part=moves")
    return PRIMARY.findall(html)


def test_the_filled_button_is_what_is_due_next(town: SmallTown) -> None:
    desk = reported(town)
    assert filled(town, desk, "handler") == ["签收"]
    desk.to_handling()
    assert filled(town, desk, "handler") == ["首次联系"]
    desk.do("contact", town.handler, reached=False, note="无人接听")
    assert filled(town, desk, "handler") == ["首次联系"], "nobody was reached yet"
    desk.do("contact", town.handler, reached=True)
    assert filled(town, desk, "handler") == ["办结反馈"]
    assert filled(town, desk, "supervisor") == []
    desk.do("ask_suspension", town.handler, reason="等待材料到货", until="2027-03-01")
    assert filled(town, desk, "supervisor") == ["审批挂账"]


def test_what_waits_for_others_is_not_filled_and_says_so(town: SmallTown) -> None:
    desk = reported(town, "门口积水很深")
    desk.do("sign", town.co_handler)
    desk.do("contact", town.co_handler, reached=True)
    assert filled(town, desk, "co_handler") == []
    html = browser(town.co_handler).get(f"/cases/{desk.number}/?part=moves")
    assert "还有 1 个协办单位没有反馈" in html
    assert filled(town, desk, "handler") == ["协办反馈"]
    desk.do("report_part", town.handler, text="已清理淤泥")
    assert filled(town, desk, "handler") == []
    assert filled(town, desk, "co_handler") == ["办结反馈"]
