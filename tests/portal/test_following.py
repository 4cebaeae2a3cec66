"""Following one's request: progress without names, and what one may still do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.actions.evidence import add_evidence
from jiedao.engines.cases.models import Attachment, Case, Message, Request
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from tests.api.test_requests import photo
from tests.cast import SmallTown
from tests.portal.test_reporting import PIN, follow, sent

Ticket = tuple[str, str]
GOOD = dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied")


@pytest.fixture
def ticket(phone: Client) -> Ticket:
    return follow(
        sent(phone, text="幸福路垃圾没人清", pin=PIN, photos=[photo()], phone="13712344321")
    )


@pytest.fixture
def move(open_town: SmallTown) -> Callable[..., None]:
    def make(account: Account, key: str, **data: Any) -> None:
        case = Case.objects.get()
        make_move(open_town.id, case.number, key, data, actor=actor_of(account))

    return make


@pytest.fixture
def closed(open_town: SmallTown, ticket: Ticket, move: Callable[..., None]) -> Ticket:
    town = open_town
    move(town.handler, "sign")
    move(town.handler, "contact", reached=True, note="联系过")
    for stage, account in (("after", town.handler), ("check", town.checker)):
        if stage == "check":
            move(town.handler, "handle", result="清理完毕")
        add_evidence(
            Case.objects.get(),
            prepare([Upload("p.jpg", photo(), 114.305, 22.708, clock.now())]),
            stage=stage,
            actor=actor_of(account),
        )
    move(town.checker, "check_pass")
    move(town.dispatcher, "close", reply="垃圾已清理，谢谢您反映。")
    return ticket


def page(phone: Client, ticket: Ticket, act: str = "", **fields: Any) -> Any:
    address = f"/track/{ticket[0]}/{ticket[1]}/{act}{'/' if act else ''}"
    return phone.post(address, fields) if act else phone.get(address)


def test_number_and_code_open_the_page(phone: Client, ticket: Ticket) -> None:
    response = phone.post(
        "/track/", {"number": f" {ticket[0].lower()} ", "code": ticket[1].lower()}
    )
    assert response.status_code == 303
    assert f"/track/{ticket[0]}/{ticket[1]}/" in response["Location"]
    text = phone.get(response["Location"]).content.decode()
    assert "已分派" in text
    assert "幸福路垃圾没人清" in text


def test_wrong_ones_do_not_and_trying_ends(phone: Client, ticket: Ticket) -> None:
    for _n in range(20):
        response = phone.post("/track/", {"number": ticket[0], "code": "ABCDEFGH"})
        assert response.status_code == 422
        assert "编号或查询码不对" in response.content.decode()
    response = phone.post("/track/", {"number": ticket[0], "code": ticket[1]})
    assert "输错次数太多" in response.content.decode()


def test_progress_names_nobody(
    open_town: SmallTown, phone: Client, ticket: Ticket, move: Callable[..., None]
) -> None:
    move(open_town.handler, "sign")
    move(open_town.handler, "contact", reached=True, note="联系过")
    text = page(phone, ticket).content.decode()
    assert "办理中" in text
    for name in ("陈城管", "林调度", "13712344321", "137****4321"):
        assert name not in text


def test_the_reply_and_the_after_photo(phone: Client, closed: Ticket) -> None:
    text = page(phone, closed).content.decode()
    assert "垃圾已清理，谢谢您反映。" in text
    assert "请您评价" in text
    rows = {row.stage: row for row in Attachment.objects.all()}
    address = f"/track/{closed[0]}/{closed[1]}/files"
    assert phone.get(f"{address}/{rows['after'].pk}").status_code == 200
    assert phone.get(f"{address}/{rows['report'].pk}").status_code == 200
    assert phone.get(f"{address}/{rows['check'].pk}").status_code == 404
    assert phone.get(f"/track/{closed[0]}/ABCDEFGH/files/{rows['after'].pk}").status_code == 404


class TestActs:
    def test_add_text_and_photo(self, phone: Client, ticket: Ticket) -> None:
        response = page(phone, ticket, "add", text="又多了一堆", photos=[photo("red")])
        assert response.status_code == 303
        assert Message.objects.get().text == "又多了一堆"
        assert Attachment.objects.count() == 2
        assert "又多了一堆" in page(phone, ticket).content.decode()

    def test_adding_nothing_is_told(self, phone: Client, ticket: Ticket) -> None:
        response = page(phone, ticket, "add", text=" ")
        assert response.status_code == 422
        assert "请写明内容。" in response.content.decode()

    def test_urge_once_a_day(self, phone: Client, ticket: Ticket) -> None:
        assert page(phone, ticket, "urge").status_code == 303
        again = page(phone, ticket, "urge")
        assert "今天已经催过" in again.content.decode()
        assert Case.objects.get().urge_count == 1

    def test_withdraw(self, phone: Client, ticket: Ticket) -> None:
        assert page(phone, ticket, "withdraw", reason="自己解决了").status_code == 303
        assert Case.objects.get().state == "withdrawn"
        text = page(phone, ticket).content.decode()
        assert "已撤回" in text
        assert page(phone, ticket, "urge").status_code == 422

    def test_rate_only_when_closed(self, phone: Client, ticket: Ticket) -> None:
        assert page(phone, ticket, "rate", **GOOD).status_code == 422
        assert Request.objects.get().satisfaction == ""

    def test_rate(self, phone: Client, closed: Ticket) -> None:
        assert page(phone, closed, "rate", **GOOD).status_code == 303
        assert Request.objects.get().satisfaction == "satisfied"
        assert Case.objects.get().state == "archived"
        assert "请您评价" not in page(phone, closed).content.decode()

    def test_all_four_aspects(self, phone: Client, closed: Ticket) -> None:
        response = page(phone, closed, "rate", speed="satisfied", effect="great")
        assert response.status_code == 422
        assert Request.objects.get().satisfaction == ""

    def test_dissatisfied_is_redone(self, phone: Client, closed: Ticket) -> None:
        page(phone, closed, "rate", **{**GOOD, "effect": "dissatisfied"}, remark="还有垃圾")
        assert Case.objects.get().state == "handling"
        assert "办理中" in page(phone, closed).content.decode()

    @pytest.mark.parametrize("act", ["explode", "sign"])
    def test_nothing_else(self, phone: Client, ticket: Ticket, act: str) -> None:
        assert page(phone, ticket, act).status_code == 404

    def test_not_with_a_wrong_code(self, phone: Client, ticket: Ticket) -> None:
        assert phone.post(f"/track/{ticket[0]}/ABCDEFGH/withdraw/").status_code == 404
        assert Case.objects.get().state == "dispatched"


@pytest.mark.parametrize(
    "address",
    [
        "/track/%00/%00/",
        "/track/R1/%EF%BF%BF/",
        "/track/" + "R" * 300 + "/X/",
        "/track/R1/X/files/99999999999999999999",
    ],
)
def test_odd_addresses(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 404
