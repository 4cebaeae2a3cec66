"""“Is it this one?” on the public page: asked before sending, never merged by itself."""

import re
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases import public
from jiedao.engines.cases.actions.incoming import SAME_AS
from jiedao.engines.cases.models import Case, Request
from tests.api.test_requests import photo
from tests.cast import SmallTown
from tests.engines.cases.desk import Desk, reported
from tests.portal.test_reporting import PIN, follow, sent

HEAP = "小区南门外垃圾成堆，臭味很大没人清理"
REWORDED = "南门外垃圾堆成山没人清理，臭味很大请处理"
QUESTION = "是不是这一件？"
TOKEN = re.compile(r'name="same" value="([^"]+)"')


def known(town: SmallTown, text: str = HEAP, **fields: Any) -> Desk:
    return reported(town, text, **({"latitude": 22.708} | fields))


def asked(phone: Client, /, **fields: Any) -> str:
    """The page that asks, with what was typed still in it."""
    response = sent(phone, text=REWORDED, pin=PIN, **fields)
    page = str(response.content.decode())
    assert response.status_code == 200, page
    assert QUESTION in page
    assert REWORDED in page
    return page


def test_it_is_asked_before_anything_is_taken_in(open_town: SmallTown, phone: Client) -> None:
    known(open_town)
    page = asked(phone, phone="13712344321")
    assert Request.objects.count() == 1
    assert "暴露垃圾" in page
    assert "已分派" in page
    assert "13712344321" in page


def test_yes_is_on_record_with_a_number_of_ones_own(open_town: SmallTown, phone: Client) -> None:
    first = known(open_town)
    token = TOKEN.search(asked(phone))
    assert token
    number, code = follow(sent(phone, text=REWORDED, pin=PIN, asked="1", same=token[1]))
    row = Request.objects.select_related("case").get(number=number)
    assert row.attributes[SAME_AS] == first.number
    assert row.case_id != first.case.pk
    assert row.case.merged_into_id is None
    # A person looks whether it is the same before anybody is sent out for it.
    assert (row.case.state, first.case.state) == ("accepted", "dispatched")
    assert "由工作人员核对" in phone.get(f"/track/{number}/{code}/receipt/").content.decode()
    assert phone.get(f"/track/{number}/{code}/").status_code == 200


def test_no_goes_on_as_ever(open_town: SmallTown, phone: Client) -> None:
    known(open_town)
    asked(phone)
    number, code = follow(sent(phone, text=REWORDED, pin=PIN, asked="1", same=""))
    row = Request.objects.select_related("case").get(number=number)
    assert (row.attributes, row.case.state) == ({}, "dispatched")
    assert "由工作人员核对" not in phone.get(f"/track/{number}/{code}/receipt/").content.decode()


def test_a_made_up_answer_is_none(open_town: SmallTown, phone: Client) -> None:
    first = known(open_town)
    number, _code = follow(sent(phone, text=REWORDED, pin=PIN, asked="1", same=str(first.case.pk)))
    assert Request.objects.get(number=number).attributes == {}


def test_what_was_sent_already_gets_its_receipt(phone: Client) -> None:
    fields = {"retry": "abcdefgh12345", "text": HEAP, "pin": PIN}
    one = follow(phone.post("/report/request/", fields))
    assert follow(phone.post("/report/request/", fields)) == one
    assert Case.objects.count() == 1


def test_photos_are_not_lost_by_asking(open_town: SmallTown, phone: Client) -> None:
    known(open_town)
    follow(sent(phone, text=REWORDED, pin=PIN, photos=[photo()]))


@pytest.mark.parametrize("fields", [{"secret": True}, {"longitude": 114.335}])
def test_secret_and_distant_matters_are_not_asked_about(
    open_town: SmallTown, phone: Client, fields: dict[str, Any]
) -> None:
    known(open_town, **fields)
    follow(sent(phone, text=REWORDED, pin=PIN))


def test_who_wants_secrecy_is_not_asked(open_town: SmallTown, phone: Client) -> None:
    known(open_town)
    follow(sent(phone, text=REWORDED, pin=PIN, secret="1"))


class TestByItself:
    """The part that the form fetches when its last step is reached."""

    def part(self, phone: Client, **fields: Any) -> str:
        response = phone.post("/report/request/alike/", {"text": REWORDED, "pin": PIN, **fields})
        assert response.status_code == 200
        return str(response.content.decode()).strip()

    def test_it_is_a_part_that_says_it_was_asked(self, open_town: SmallTown, phone: Client) -> None:
        first = known(open_town)
        part = self.part(phone)
        assert QUESTION in part
        assert 'name="asked" value="1"' in part
        assert first.number not in part
        assert "<html" not in part
        assert Request.objects.count() == 1

    def test_nothing_alike_or_something_wrong_is_nothing(
        self, open_town: SmallTown, phone: Client
    ) -> None:
        known(open_town)
        assert self.part(phone, text="路边的井盖不见了") == ""
        assert self.part(phone, text="") == ""
        assert self.part(phone, pin="114.9,22.9") == ""

    def test_who_asks_too_often_is_told_nothing(self, open_town: SmallTown, phone: Client) -> None:
        known(open_town)
        for _ in range(public.QUESTIONS):
            public.questions.take(f"{open_town.id} 127.0.0.1", public.QUESTIONS)
        assert self.part(phone) == ""
