"""Reporting on the public page, without scripts: what, where, send."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from jiedao.engines.cases.models import Attachment, Case, Request
from tests.api.conftest import INSIDE, OUTSIDE
from tests.api.test_requests import photo
from tests.cast import SmallTown

PIN = f"{INSIDE[0]},{INSIDE[1]}"


def sent(phone: Client, intake: str = "request", /, **fields: Any) -> Any:
    """The form as a browser without scripts sends it, with its hidden key."""
    page = phone.get(f"/report/{intake}/").content.decode()
    found = re.search(r'name="retry" value="([^"]+)"', page)
    assert found
    return phone.post(f"/report/{intake}/", {"retry": found[1], "website": "", **fields})


def follow(response: Any) -> tuple[str, str]:
    """Number and code from the address that a report leads to."""
    assert response.status_code == 303, response.content.decode()
    found = re.fullmatch(r"/track/(R\d+)/([A-Z0-9]{8})/receipt/(\?town=\w+)?", response["Location"])
    assert found, response["Location"]
    return found[1], found[2]


def test_a_report_arrives_with_everything(open_town: SmallTown, phone: Client) -> None:
    number, code = follow(
        sent(
            phone,
            text="幸福路口垃圾没人清",
            photos=[photo(), photo("red")],
            address="幸福路1号",
            pin=PIN,
            name="王小明",
            phone="13712344321",
            secret="1",
        )
    )
    row = Request.objects.select_related("case").get(number=number)
    assert row.channel == "public_page"
    assert row.secret
    assert row.case.state == "dispatched"
    assert row.case.grid_id == open_town.places.grid_1.pk
    assert row.requester is not None
    assert Attachment.objects.filter(request=row, public=True, stage="report").count() == 2
    page = phone.get(f"/track/{number}/{code}/receipt/").content.decode()
    assert number in page
    assert code in page
    assert "data:image/svg+xml" in page
    assert "王小明" not in page


def test_words_alone_are_enough(phone: Client) -> None:
    follow(sent(phone, text="有一件说不清楚的事"))
    assert Case.objects.get().state == "reported"


def test_a_double_tap_makes_one_request(phone: Client) -> None:
    fields = {"retry": "abcdefgh12345", "text": "路灯坏了"}
    one = phone.post("/report/request/", fields)
    two = phone.post("/report/request/", fields)
    assert follow(one) == follow(two)
    assert Request.objects.count() == 1


def test_changed_and_sent_again_is_another_request(phone: Client) -> None:
    one = phone.post("/report/request/", {"retry": "abcdefgh12345", "text": "路灯坏了"})
    two = phone.post(
        "/report/request/",
        {"retry": "abcdefgh12345", "text": "路灯坏了，还有井盖", "photos": [photo()]},
    )
    assert follow(one) != follow(two)
    assert Attachment.objects.get().size > 0


def test_it_works_without_cookies(open_town: SmallTown) -> None:
    """No session, no CSRF cookie: a phone that keeps nothing may report all the same."""
    follow(Client(enforce_csrf_checks=True).post("/report/request/", {"text": "路灯坏了"}))


class TestSnap:
    def test_a_photo_and_a_place_are_enough(self, phone: Client) -> None:
        number, _code = follow(sent(phone, "snap", photos=[photo()], pin=PIN))
        row = Request.objects.select_related("case").get(number=number)
        assert (row.channel, row.case.kind, row.case.marks) == ("snap", "snap", ["composed_text"])
        assert row.text == "随手拍"

    def test_words_class_it(self, open_town: SmallTown, phone: Client) -> None:
        follow(sent(phone, "snap", photos=[photo()], pin=PIN, text="井盖没了"))
        assert Case.objects.get().unit_id == open_town.units.water.pk

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"pin": PIN, "text": "垃圾"}, "请先拍一张照片。"),
            ({"photos": "photo", "text": "垃圾"}, "请在地图上标出位置，或写明地点。"),
        ],
    )
    def test_both_are_needed(self, phone: Client, fields: dict[str, Any], sentence: str) -> None:
        given = {**fields, **({"photos": [photo()]} if "photos" in fields else {})}
        response = sent(phone, "snap", **given)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Request.objects.exists()

    def test_all_that_is_missing_is_said_at_once(self, phone: Client) -> None:
        page = sent(phone, "snap", address="\u3000").content.decode()
        assert "请先拍一张照片。" in at_field(page, "photos")
        assert "请在地图上标出位置，或写明地点。" in at_field(page, "address")
        assert "autofocus" in at_field(page, "photos")
        assert "autofocus" not in at_field(page, "address")


def at_field(page: str, name: str) -> str:
    """What stands at a field, from its label to the next one."""
    begin = page.index(f'<label for="report-{name}"')
    return page[begin : page.find("<label for=", begin + 1)]


@pytest.mark.parametrize(
    ("intake", "needed", "either", "free"),
    [
        ("request", ["text"], [], ["photos", "address", "pin", "name", "phone"]),
        ("snap", ["photos"], ["address", "pin"], ["text", "name", "phone"]),
    ],
)
def test_what_is_needed_is_said_from_the_beginning(
    phone: Client, intake: str, needed: list[str], either: list[str], free: list[str]
) -> None:
    page = phone.get(f"/report/{intake}/").content.decode()
    said = {"必填": needed, "至少填一样": either, "选填": free}
    for words, names in said.items():
        for name in names:
            label = re.search(rf'<label for="report-{name}">[^\n]*</label>', page)
            assert label
            assert f">{words}</span>" in label[0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " "}, "请写明要反映的事情。"),
        ({"text": "字" * 2001}, "最多 2000 个字。"),
        ({"pin": f"{OUTSIDE[0]},{OUTSIDE[1]}"}, "不在本街道范围内"),
        ({"pin": "here"}, "请在地图上重新标注位置。"),
        ({"pin": "x,y"}, "请在地图上重新标注位置。"),
        ({"pin": "nan,inf"}, "请"),
        ({"phone": "12345678901234"}, "电话"),
        ({"website": "http://spam.example"}, "请不要填写“网址”一栏"),
    ],
)
def test_a_clear_sentence_and_nothing_lost(
    phone: Client, fields: dict[str, Any], sentence: str
) -> None:
    kept = {"text": "幸福路口的路灯坏了", "address": "幸福路1号", "name": "王小明"}
    response = sent(phone, **{**kept, **fields})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "王小明" in page
    assert "幸福路1号" in page
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.jpg", b"not a photo"), ("b.zip", b"PK\x03\x04zzz"), ("c.svg", b"<svg/>")],
)
def test_a_bad_file_is_named_and_nothing_is_taken(phone: Client, name: str, body: bytes) -> None:
    file = io.BytesIO(body)
    file.name = name
    response = sent(phone, text="垃圾", photos=[photo(), file])
    assert response.status_code == 422
    assert name in response.content.decode()
    assert not Request.objects.exists()


def test_ten_photos_are_one_too_many(phone: Client) -> None:
    response = sent(phone, text="垃圾", photos=[photo() for _n in range(10)])
    assert response.status_code == 422
    assert "一次最多 9 个附件" in response.content.decode()


def test_too_often_from_one_address(open_town: SmallTown, phone: Client) -> None:
    open_town.town.settings["public_rate"] = 2
    open_town.town.save()
    for n in range(3):
        response = sent(phone, text=f"第 {n} 件")
    assert response.status_code == 429
    assert "提交太频繁" in response.content.decode()
    assert "第 2 件" in response.content.decode()
    assert Request.objects.count() == 2


class TestFrontPage:
    def test_a_stranger_sees_the_town(self, phone: Client) -> None:
        page = phone.get("/").content.decode()
        assert "有事请告诉我们" in page
        assert "随手拍" in page
        assert "/report/snap/" in page

    def test_figures_are_counted(self, open_town: SmallTown, phone: Client) -> None:
        assert "其中已办结" not in phone.get("/").content.decode()
        for n in range(3):
            follow(sent(phone, text=f"第 {n} 件"))
        from jiedao.portal import figures

        figures.forget()
        found = figures.figures_of(open_town.id)
        assert (found.received, found.closed, found.share) == (3, 0, "")
        assert "其中已办结" in phone.get("/").content.decode()

    def test_staff_go_to_their_own(self, open_town: SmallTown) -> None:
        browser = Client()
        browser.force_login(open_town.handler)
        assert browser.get("/")["Location"].endswith("/home/")

    def test_a_closed_page_leads_to_the_sign_in(self, town: SmallTown) -> None:
        assert Client().get("/")["Location"].endswith("/home/")

    @pytest.mark.parametrize("address", ["/report/request/", "/track/", "/track/R1/X/"])
    def test_a_closed_page_is_closed(self, town: SmallTown, address: str) -> None:
        assert Client().get(f"{address}?town=small").status_code == 404

    @pytest.mark.parametrize("address", ["/report/nothing/", "/report/request/?town=atlantis"])
    def test_nowhere(self, phone: Client, address: str) -> None:
        assert phone.get(address).status_code == 404

    def test_in_english(self, phone: Client) -> None:
        page = phone.get("/", headers={"Accept-Language": "en"}).content.decode()
        assert "Report a problem" in page
        assert "有事请告诉我们" not in page

    def test_in_large_print(self, phone: Client) -> None:
        phone.cookies["text"] = "large"
        assert 'data-text="large"' in phone.get("/").content.decode()
