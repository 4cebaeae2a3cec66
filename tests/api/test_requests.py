"""POST /api/v1/requests and what its sender may do afterwards."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.foundation.staff import tokens
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.api.conftest import INSIDE, OUTSIDE, Api, open_to_public
from tests.cast import SmallTown

RUBBISH = {"text": "幸福路有垃圾没人清", "longitude": INSIDE[0], "latitude": INSIDE[1]}


def photo(colour: str = "green") -> io.BytesIO:
    body = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(body, "JPEG")
    body.seek(0)
    body.name = "照片.jpg"
    return body


def test_a_request_is_placed_classed_and_dispatched_at_once(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", RUBBISH)
    assert channel.status == 201
    assert set(got) == {"number", "tracking_code", "case", "state", "item", "unit", "due_at"}
    assert got["number"].startswith("R")
    assert got["case"].startswith("C")
    assert got["state"] == "dispatched"
    assert got["item"] == {"id": town.items.rubbish.pk, "code": "A01", "name": "暴露垃圾"}
    assert got["unit"]["code"] == "city"
    assert got["due_at"].endswith("+08:00")
    case = Case.objects.get(number=got["case"])
    assert case.grid_id == town.places.grid_1.pk
    assert case.channel == "hotline_12345"
    assert channel.last["Location"] == f"/api/v1/cases/{got['case']}"


def test_without_a_rule_it_waits_at_the_dispatch_desk(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", {"text": "有一件说不清楚的事"})
    assert channel.status == 201
    assert (got["item"], got["unit"], got["due_at"], got["state"]) == (None, None, None, "reported")


@pytest.mark.parametrize("given", ["A02", "id", "digits"])
def test_the_item_is_named_by_code_or_id(town: SmallTown, channel: Api, given: str) -> None:
    stall = town.items.stall
    ways: dict[str, int | str] = {"A02": "A02", "id": stall.pk, "digits": str(stall.pk)}
    item = ways[given]
    got = channel.post("requests", {"text": "门口", "item": item})
    assert channel.status == 201
    assert got["item"]["code"] == "A02"


def test_a_retry_by_key_gives_the_same_answer(town: SmallTown, channel: Api) -> None:
    first = channel.post("requests", RUBBISH, Idempotency_Key="k-1")
    again = channel.post("requests", RUBBISH, Idempotency_Key="k-1")
    assert channel.status == 200
    assert again == first
    assert Request.objects.count() == 1


def test_a_key_does_not_serve_for_another_text(town: SmallTown, channel: Api) -> None:
    channel.post("requests", RUBBISH, Idempotency_Key="k-1")
    got = channel.post("requests", {"text": "另一件事"}, Idempotency_Key="k-1")
    assert (channel.status, got["code"]) == (409, "key_reused")
    assert Request.objects.count() == 1


def test_a_retry_by_foreign_number_gives_the_same_answer(town: SmallTown, channel: Api) -> None:
    first = channel.post("requests", {**RUBBISH, "foreign_number": "GD-77"})
    again = channel.post("requests", {"text": "改过的文字", "foreign_number": "GD-77"})
    assert channel.status == 200
    assert again == first
    assert Request.objects.get().foreign_number == "GD-77"


def test_two_channels_may_use_the_same_number(town: SmallTown, channel: Api) -> None:
    other = Api(town.channel_token("district_platform"))
    one = channel.post("requests", {**RUBBISH, "foreign_number": "7"})
    two = other.post("requests", {**RUBBISH, "foreign_number": "7"})
    assert (other.status, one["number"] == two["number"]) == (201, False)


def test_the_platforms_clock_runs_beside_ours(
    town: SmallTown, channel: Api, staff: Callable[[str], Api]
) -> None:
    due = (clock.now() + timedelta(minutes=40)).isoformat()
    got = channel.post("requests", {**RUBBISH, "platform_due_at": due})
    detail = staff("dispatcher").get(f"cases/{got['case']}")
    assert {row["kind"] for row in detail["clocks"]} >= {"platform", "inner", "sign_for"}
    assert detail["due_clock"] == "platform"


def test_gcj02_points_are_converted_and_kept(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", {**RUBBISH, "datum": "gcj02"})
    assert channel.status == 201, got
    case = Case.objects.get(number=got["case"])
    assert case.lon is not None
    assert abs(case.lon - INSIDE[0]) > 0.001
    assert case.attributes["source_point"][:2] == list(INSIDE)


def test_a_contact_is_kept_encrypted_and_shown_masked(
    town: SmallTown, channel: Api, staff: Callable[[str], Api]
) -> None:
    contact = {"name": "王小明", "phone": "13712344321"}
    got = channel.post("requests", {**RUBBISH, "contact": contact})
    assert channel.status == 201
    text = str(staff("dispatcher").get(f"cases/{got['case']}"))
    assert "137****4321" in text
    assert "13712344321" not in text
    assert "王小明" not in text
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_person")
        assert "13712344321" not in str(cursor.fetchall())


def test_an_account_enters_on_behalf(town: SmallTown, staff: Callable[[str], Api]) -> None:
    clerk = staff("clerk_west")
    clerk.post("requests", {**RUBBISH, "channel": "staff"})
    assert clerk.status == 201
    assert Request.objects.get().channel == "staff"


@pytest.mark.parametrize("who", ["auditor", "nobody"])
def test_an_account_without_the_permission_enters_nothing(
    town: SmallTown, staff: Callable[[str], Api], who: str
) -> None:
    caller = staff(who)
    got = caller.post("requests", RUBBISH)
    assert caller.status == 403
    assert got["title"].startswith("您没有")
    assert not Request.objects.exists()


def test_a_channel_speaks_only_for_itself(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", {**RUBBISH, "channel": "staff"})
    assert (channel.status, got["code"]) == (422, "other_channel")


@pytest.mark.parametrize("header", ["Bearer jd_wrong", "Bearer x", "Basic abc", "Bearer"])
def test_a_wrong_token_is_refused_never_taken_for_the_public(town: SmallTown, header: str) -> None:
    open_to_public(town)
    anybody = Api()
    got = anybody.post("requests?town=small", RUBBISH, Authorization=header)
    assert anybody.status == 401
    assert anybody.last["WWW-Authenticate"] == "Bearer"
    assert anybody.last["Content-Type"].startswith("application/problem+json")
    assert got["status"] == 401


def test_a_revoked_token_is_refused(town: SmallTown) -> None:
    secret = town.channel_token("x")
    tokens.revoke(tokens.resolve(secret), actor=SYSTEM)  # type: ignore[arg-type]
    caller = Api(secret)
    caller.post("requests", RUBBISH)
    assert caller.status == 401


class TestThePublic:
    def test_sends_where_the_town_opened_its_interface(self, town: SmallTown) -> None:
        open_to_public(town)
        anybody = Api()
        got = anybody.post("requests?town=small", RUBBISH)
        assert anybody.status == 201, got
        assert Request.objects.get().channel == "api"

    def test_needs_no_key_where_one_town_is_open(self, town: SmallTown) -> None:
        open_to_public(town)
        anybody = Api()
        anybody.post("requests", RUBBISH)
        assert anybody.status == 201
        assert Request.objects.get().town_id == town.id

    def test_is_sent_away_where_it_is_closed(self, town: SmallTown) -> None:
        anybody = Api()
        got = anybody.post("requests?town=small", RUBBISH)
        assert (anybody.status, got["code"]) == (401, "token_needed")

    def test_finds_no_unknown_town(self, town: SmallTown) -> None:
        anybody = Api()
        anybody.post("requests?town=atlantis", RUBBISH)
        assert anybody.status == 404

    def test_may_not_speak_for_a_platform(self, town: SmallTown) -> None:
        open_to_public(town)
        anybody = Api()
        for more in (
            {"channel": "hotline_12345"},
            {"foreign_number": "7"},
            {"platform_due_at": "2030-01-01T00:00:00Z"},
        ):
            anybody.post("requests?town=small", {**RUBBISH, **more})
            assert anybody.status == 401

    def test_is_slowed_down_and_a_channel_is_not(self, town: SmallTown, channel: Api) -> None:
        open_to_public(town, public_rate=3)
        anybody = Api()
        for n in range(4):
            got = anybody.post("requests?town=small", {"text": f"第 {n} 件"})
        assert (anybody.status, got["code"]) == (429, "too_fast")
        assert int(anybody.last["Retry-After"]) > 0
        for n in range(5):
            channel.post("requests", {"text": f"第 {n} 件"})
            assert channel.status == 201

    def test_gets_no_others_answer_by_guessing_a_key(self, town: SmallTown) -> None:
        open_to_public(town)
        one, two = Api(), Api()
        one.post("requests", {"text": "我家的事"}, Idempotency_Key="1")
        got = two.post("requests", {"text": "随便"}, Idempotency_Key="1")
        assert two.status == 409
        assert "tracking_code" not in got

    def test_sees_no_case(self, town: SmallTown) -> None:
        open_to_public(town)
        anybody = Api()
        for address in ("cases", "cases/C1", "units", "areas"):
            anybody.get(address)
            assert anybody.status == 401


class TestFollowing:
    def test_progress_in_public_words(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        anybody = Api()
        seen = anybody.get(f"requests/{got['number']}", code=got["tracking_code"], town="small")
        assert anybody.status == 200
        assert seen["progress"] == "已分派"
        assert "unit" not in seen

    def test_a_wrong_code_and_a_wrong_number_sound_the_same(
        self, town: SmallTown, channel: Api
    ) -> None:
        got = channel.post("requests", RUBBISH)
        anybody = Api()
        one = anybody.get(f"requests/{got['number']}", code="ABCDEFGH", town="small")
        two = anybody.get("requests/R99999999999", code=got["tracking_code"], town="small")
        assert one == two
        assert anybody.status == 404

    def test_guessing_codes_ends(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        anybody = Api()
        for _n in range(20):
            anybody.get(f"requests/{got['number']}", code="ABCDEFGH", town="small")
        anybody.get(f"requests/{got['number']}", code=got["tracking_code"], town="small")
        assert anybody.status == 429

    def test_an_expired_code_says_so(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        Request.objects.update(tracking_expires_at=clock.now() - timedelta(days=1))
        seen = Api().get(f"requests/{got['number']}", code=got["tracking_code"], town="small")
        assert seen["code"] == "tracking_expired"

    def test_a_channel_follows_its_own_and_no_others(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        assert channel.get(f"requests/{got['number']}")["number"] == got["number"]
        other = Api(town.channel_token("district_platform"))
        other.get(f"requests/{got['number']}")
        assert other.status == 404
        other.get("cases")
        assert other.status == 403


class TestFiles:
    def test_by_tracking_code(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        anybody = Api()
        stored = anybody.upload(
            f"requests/{got['number']}/attachments?town=small",
            code=got["tracking_code"],
            files=[photo(), photo("red")],
        )
        assert anybody.status == 201, stored
        rows = list(Attachment.objects.order_by("id"))
        assert [(row.stage, row.public, row.kind) for row in rows] == [
            ("report", True, "photo")
        ] * 2
        assert stored["items"][0]["width"] == 40

    def test_not_without_it(self, town: SmallTown, channel: Api) -> None:
        got = channel.post("requests", RUBBISH)
        anybody = Api()
        anybody.upload(f"requests/{got['number']}/attachments?town=small", files=[photo()])
        assert anybody.status == 404
        assert not Attachment.objects.exists()

    def test_at_most_nine_in_all(self, town: SmallTown, channel: Api) -> None:
        number = channel.post("requests", RUBBISH)["number"]
        channel.upload(f"requests/{number}/attachments", files=[photo() for _n in range(6)])
        assert channel.status == 201
        got = channel.upload(f"requests/{number}/attachments", files=[photo() for _n in range(4)])
        assert (channel.status, got["code"]) == (422, "too_many")
        assert Attachment.objects.count() == 6

    @pytest.mark.parametrize(
        ("name", "body", "code"),
        [
            ("a.jpg", b"hello", "not_a_photo"),
            ("a.jpg", b"", "not_a_photo"),
            ("a.html", b"<script>alert(1)</script>", "not_a_photo"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_photo"),
            ("a.zip", b"PK\x03\x04" + b"x" * 50, "unknown_file"),
            ("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 50, "not_a_photo"),
        ],
    )
    def test_what_is_no_picture_is_refused_with_its_name(
        self, town: SmallTown, channel: Api, name: str, body: bytes, code: str
    ) -> None:
        number = channel.post("requests", RUBBISH)["number"]
        file = io.BytesIO(body)
        file.name = name
        got = channel.upload(f"requests/{number}/attachments", files=[photo(), file])
        assert (channel.status, got["code"]) == (422, code)
        assert name in got["title"]
        assert not Attachment.objects.exists()

    def test_an_empty_form_is_told(self, town: SmallTown, channel: Api) -> None:
        number = channel.post("requests", RUBBISH)["number"]
        got = channel.upload(f"requests/{number}/attachments")
        assert (channel.status, got["code"]) == (422, "no_files")

    def test_a_photo_loses_what_it_tells_of_its_sender(
        self, town: SmallTown, channel: Api, settings: Any
    ) -> None:
        body = io.BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        Image.new("RGB", (40, 30)).save(body, "JPEG", exif=exif)
        body.seek(0)
        body.name = "x.jpg"
        number = channel.post("requests", RUBBISH)["number"]
        channel.upload(f"requests/{number}/attachments", files=[body])
        row = Attachment.objects.get()
        assert b"SecretCamera" not in (settings.MEDIA_ROOT / row.file).read_bytes()


def test_points_outside_the_town(town: SmallTown, channel: Api) -> None:
    """Refused from the public and from accounts; a platform's order cannot be refused: marked."""
    open_to_public(town)
    far = {"text": "这里", "longitude": OUTSIDE[0], "latitude": OUTSIDE[1]}
    for caller in (Api(), Api(town.token(town.clerk_west))):
        got = caller.post("requests", far)
        assert (caller.status, got["code"]) == (422, "outside_town")
    got = channel.post("requests", far)
    assert channel.status == 201
    assert Case.objects.get().marks == ["outside_town"]
