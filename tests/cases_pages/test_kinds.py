"""The pages of a kind with a way of its own: drawn from its declaration alone."""

import re
from typing import Any

import pytest

from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Attachment, Case
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.declarations import Kind
from tests.cases_pages.conftest import Browser, browser
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1, picture, reported
from tests.hazards import KEY

LIST, BOARD, NEW = f"/cases/kind/{KEY}/", f"/cases/kind/{KEY}/board/", f"/cases/kind/{KEY}/new/"


def found(town: SmallTown, **more: Any) -> Case:
    facts = {"sort": "major", "money": 300, **more.pop("attributes", {})}
    new = NewCase("配电箱线路老化", "staff", KEY, attributes=facts, **(IN_GRID_1 | more))
    return open_case(town.id, new, actor=actor_of(town.dispatcher))


def make(who: Account, case: Case, key: str, **fields: Any) -> Browser:
    page = browser(who)
    case.refresh_from_db()
    fields.setdefault("version", case.version)
    page.last_html = page.post(f"/cases/{case.number}/moves/{key}/", **fields)  # type: ignore[attr-defined]
    return page


def photo() -> Any:
    body = picture()
    body.name = "p.jpg"
    return body


def test_the_list_shows_its_states_and_columns(town: SmallTown, hazards: Kind) -> None:
    case, plain = found(town), reported(town)
    page = browser(town.dispatcher)
    html = page.get(LIST)
    assert page.status == 200
    assert case.number in html
    assert plain.number not in html
    for words in ("隐患等级", "重大", "已发现", NEW, BOARD):
        assert words in html, words
    assert case.number in page.get(f"{LIST}?state=found")
    assert case.number not in page.get(f"{LIST}?state=struck_off")
    options = page.get(f"{LIST}?options=state")
    assert "已销号" in options
    assert "待分拨" not in options
    assert case.number in page.get(f"{LIST}?q=线路老化")
    assert case.number in page.get("/cases/?state=found")
    assert case.number in page.get(f"/cases/?kind={KEY}")


def test_strangers_and_unknown_kinds(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    other = browser(town.stranger)
    assert case.number not in other.get(LIST)
    other.get(f"/cases/{case.number}/")
    assert other.status == 404
    for url in (LIST, BOARD, NEW):
        for account, status in ((town.nobody, 403), (None, 303)):
            page = browser(account)
            page.get(url)
            assert page.status == status, (url, account)
    page = browser(town.dispatcher)
    for url in ("/cases/kind/nothing/", "/cases/kind/nothing/board/", "/cases/kind/nothing/new/"):
        page.get(url)
        assert page.status == 404, url


def test_the_board_has_the_states_of_its_way(town: SmallTown, hazards: Kind) -> None:
    found(town)
    page = browser(town.dispatcher)
    for url in (BOARD, f"/cases/board/?kind={KEY}"):
        html = page.get(url)
        assert "已责令" in html
        assert "待签收" not in html
        assert "线路老化" in html
    assert "线路老化" not in page.get("/cases/board/")


def test_somebody_opens_one_through_the_form(town: SmallTown, hazards: Kind) -> None:
    page = browser(town.dispatcher)
    html = page.get(NEW)
    for words in ("隐患等级", "一般", "整改资金", "元", "内容"):
        assert words in html, words
    refused = page.send(NEW, text="灭火器过期", sort="", place="114.305,22.705")
    assert page.status == 422
    assert "灭火器过期" in refused
    page.send(
        NEW, text="灭火器过期", sort="general", money="80", place="114.305,22.705",
        unit="", unit_text="城管科", photos=photo(),
    )  # fmt: skip
    case = Case.objects.get()
    assert page.last["Location"] == f"/cases/{case.number}/"
    assert (case.kind, case.state, case.unit_id) == (KEY, "found", town.units.city.pk)
    assert case.attributes["sort"] == "general"
    assert case.attributes["money"] == 80
    assert (case.requests.count(), case.attachments.count()) == (0, 1)


def test_who_asked_gets_a_number_of_their_own(town: SmallTown, hazards: Kind) -> None:
    page = browser(town.clerk_west)
    page.send(
        NEW, text="楼道堆物", sort="general", contact_phone="13800005678", place="114.305,22.705"
    )
    assert Case.objects.get().requests.get().requester == town.auntie
    for account in (town.reader, town.checker):
        page = browser(account)
        page.get(NEW)
        assert page.status == 403, account.name


def test_it_says_what_it_is_about(town: SmallTown, hazards: Kind) -> None:
    plain = reported(town)
    page = browser(town.dispatcher)
    query = f"subject_kind=case&subject_id={plain.case.pk}"
    assert f'href="/cases/{plain.number}/"' in page.get(f"{NEW}?{query}")
    page.send(
        NEW, text="同一处", sort="general", place="114.305,22.705",
        subject_kind="case", subject_id=plain.case.pk,
    )  # fmt: skip
    case = Case.objects.get(kind=KEY)
    assert (case.subject_kind, case.subject_id) == ("case", plain.case.pk)
    assert f'href="/cases/{plain.number}/"' in page.get(f"/cases/{case.number}/")
    page.send(
        NEW, text="无此记录", sort="general", place="114.305,22.705",
        subject_kind="case", subject_id=99_999_999,
    )  # fmt: skip
    assert Case.objects.get(text="无此记录").subject_id is None


def test_the_record_shows_its_facts_and_moves(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    page = browser(town.dispatcher)
    html = page.get(f"/cases/{case.number}/")
    for words in ("隐患等级", "300 元", "责令整改", "已发现", "隐患 ·", "告知"):
        assert words in html, words
    assert "未归类" not in html
    form = page.get(f"/cases/{case.number}/moves/order/")
    for words in ("责令单位", "几个工作日内", "截止日期", "/cases/suggest/units/"):
        assert words in form, words


def test_its_moves_are_made_through_their_forms(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    sentence = make(town.handler, case, "order", unit=town.units.city.pk)
    assert sentence.status == 404, "it lies with nobody yet"
    assert make(town.dispatcher, case, "order", unit="", unit_text="城管科").status == 204
    refused = make(town.handler, case, "begin")
    assert refused.status == 403
    assert "重大隐患要先明确" in refused.last_html  # type: ignore[attr-defined]
    elements = {"measures": "更换线路", "responsible": "王老板", "days": 10, "plan": "停电疏散"}
    form = browser(town.handler).get(f"/cases/{case.number}/moves/list_major/")
    assert 'value="300"' in form, "filled in with what the case already has"
    assert make(town.handler, case, "list_major", money=20000, **elements).status == 204
    assert make(town.handler, case, "begin").status == 204
    form = browser(town.handler).get(f"/cases/{case.number}/moves/ask_recheck/")
    assert form.count("必填") == 1, "the photo that the move cannot do without"
    missing = make(town.handler, case, "ask_recheck", note="已更换")
    assert missing.status == 422
    assert "处置后照片" in missing.last_html  # type: ignore[attr-defined]
    assert make(town.handler, case, "ask_recheck", note="已更换", files=photo()).status == 204
    assert list(Attachment.objects.values_list("stage", flat=True)) == ["after"]
    assert make(town.checker, case, "fail", reason="插座仍无接地").status == 204
    html = browser(town.handler).get(f"/cases/{case.number}/")
    for words in ("复查不合格", "整改资金", "20000 元", "人员已撤出"):
        assert words in html, words


def test_taken_over_moves_have_the_forms_of_the_loop(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    make(town.dispatcher, case, "order", unit=town.units.city.pk, workdays=7)
    form = browser(town.handler).get(f"/cases/{case.number}/moves/ask_extension/")
    assert "工作日" in form
    make(town.handler, case, "ask_extension", amount=3, reason="等待配件到货")
    assert case.number in browser(town.supervisor).get("/cases/approvals/")
    form = browser(town.supervisor).get(f"/cases/{case.number}/moves/decide_extension/")
    assert "等待配件到货" in form
    assert make(town.supervisor, case, "decide_extension", upheld="true").status == 204


def test_it_waits_for_whoever_makes_the_next_move(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    people = {"dispatcher": town.dispatcher, "handler": town.handler, "checker": town.checker}

    def waits_for() -> list[str]:
        return [
            who
            for who, account in people.items()
            if case.number in browser(account).get("/cases/mine/")
        ]

    assert waits_for() == ["dispatcher"]
    make(town.dispatcher, case, "order", unit=town.units.city.pk)
    assert waits_for() == ["handler"]
    make(town.handler, case, "list_major", money=1, measures="更换", responsible="王老板",
         days=3, plan="疏散")  # fmt: skip
    make(town.handler, case, "begin")
    make(town.handler, case, "ask_recheck", files=photo())
    assert waits_for() == ["checker"]


def test_the_other_pages_know_it(town: SmallTown, hazards: Kind) -> None:
    case = found(town)
    page = browser(town.dispatcher)
    assert "已发现" in page.get("/search/?q=线路老化")
    home = page.get("/")
    if page.status in (301, 302, 303):
        home = page.get(page.last["Location"])
    assert f'href="{LIST}"' in home
    assert case.number in page.get(f"/cases/{case.number}/sheet/")
    assert case.number not in page.get("/cases/desk/")
    answer = page.client.get(f"/cases/export/?kind={KEY}&format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "隐患等级" in text
    assert "300 元" in text


@pytest.mark.parametrize("kind", ["request", "grid_event"])
def test_kinds_that_go_the_loop_have_the_same_pages(town: SmallTown, kind: str) -> None:
    page = browser(town.dispatcher)
    values = {"text": "门前有垃圾", "place": "114.305,22.705"}
    if kind == "grid_event":
        values["sort"] = "hazard"
    assert "事项" in page.get(f"/cases/kind/{kind}/new/")
    page.send(f"/cases/kind/{kind}/new/", **values)
    case = Case.objects.get()
    assert (case.kind, case.state, case.requests.count()) == (kind, "dispatched", 1)
    assert case.number in page.get(f"/cases/kind/{kind}/")
    assert "门前有垃圾" in page.get(f"/cases/kind/{kind}/board/")


def test_home_puts_what_has_a_clock_first_and_bounds_each_kind(
    town: SmallTown, hazards: Kind
) -> None:
    old = [found(town).number for _turn in range(8)]
    asked = reported(town, "说不清是什么事")
    urgent = found(town)
    Case.objects.update(due_at=None)
    Case.objects.filter(pk=urgent.pk).update(due_at=clock.now())
    html = browser(town.dispatcher).get("/home/")
    shown = re.findall(r'<a href="/cases/(C\d+)/"><span class="mono">', html)
    # The one with a clock, then the newest without, six of the kind at most: not all the others.
    assert shown == [urgent.number, asked.number, *old[:2:-1]]
    assert f'href="/cases/mine/?kind={KEY}"' in html
    assert "还有 3 件" in html
    assert "?kind=request" not in html
