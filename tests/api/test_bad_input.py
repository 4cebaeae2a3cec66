"""Bad input: a clear sentence as problem+json, nothing half-done, never a 500."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.kernel.models import History
from tests.api.conftest import INSIDE, Api, open_to_public
from tests.cast import SmallTown


def refused(caller: Api, got: Any, status: int, code: str = "") -> None:
    assert caller.status == status, got
    assert caller.last["Content-Type"].startswith("application/problem+json")
    assert got["status"] == status
    assert got["title"]
    assert not code or got["code"] == code
    assert not Request.objects.exists()
    assert not Case.objects.exists()
    assert not History.objects.filter(kind="case").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 5),
        ("text", None),
        ("text", ["a"]),
        ("text", ""),
        ("text", " \n\t "),
        ("text", "\u0000\u0007\ud800"),
        ("text", "字" * 20_001),
        ("item", "nothing"),
        ("item", 999_999),
        ("item", 10**15),
        ("item", True),
        ("item", 1.5),
        ("item", {"id": 1}),
        ("longitude", "114.3"),
        ("longitude", None),
        ("longitude", 200),
        ("longitude", 1e308),
        ("latitude", 91),
        ("latitude", [22]),
        ("datum", "mars"),
        ("address", 7),
        ("address", "路" * 301),
        ("contact", "13800005678"),
        ("contact", {"phone": 13800005678}),
        ("contact", {"phone": "123456"}),
        ("contact", {"phone": "not a number"}),
        ("contact", {"name": "名" * 61}),
        ("contact", {"mail": "a@b"}),
        ("channel", "大厅"),
        ("channel", "x" * 41),
        ("foreign_number", "7" * 81),
        ("foreign_number", 7),
        ("secret", "yes"),
        ("secret", 1),
        ("received_at", "2099-01-01T00:00:00Z"),
        ("received_at", "0001-01-01T00:00:00Z"),
        ("received_at", "9999-12-31T23:59:59-14:00"),
        ("received_at", "yesterday"),
        ("platform_due_at", "9999-12-31T23:59:59Z"),
        ("platform_due_at", "2026-13-01"),
        ("kind", "nonsense"),
        ("unknown", 1),
        ("__proto__", {}),
    ],
)
def test_a_field_that_cannot_be(town: SmallTown, channel: Api, field: str, value: Any) -> None:
    body = {"text": "门口", "longitude": INSIDE[0], "latitude": INSIDE[1], field: value}
    got = channel.post("requests", json.dumps(body))
    refused(channel, got, 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"\xff\xfe", 400),
        (b'{"text": NaN}', 400),
        (b'{"text": "a", "longitude": Infinity, "latitude": 1}', 400),
        (b'{"text": "a", "longitude": 1e400, "latitude": 1}', 422),
        (b'{"text": "a", "item": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
        (b'{"text":' * 20 + b"1" + b"}" * 20, 422),
    ],
)
def test_a_body_that_is_none(town: SmallTown, channel: Api, body: bytes, status: int) -> None:
    refused(channel, channel.post("requests", body), status)


def test_ten_megabytes(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", {"text": "长" * 3_400_000})
    refused(channel, got, 413, "too_large")


def test_half_a_point(town: SmallTown, channel: Api) -> None:
    refused(channel, channel.post("requests", {"text": "门口", "latitude": 22.7}), 422)


@pytest.mark.parametrize("key", ["键", "a" * 81, "a b", "\x01"])
def test_a_retry_key_is_short_and_plain(town: SmallTown, channel: Api, key: str) -> None:
    got = channel.post("requests", {"text": "门口"}, Idempotency_Key=key)
    refused(channel, got, 422, "bad_key")


def test_control_characters_are_cleaned(town: SmallTown, channel: Api) -> None:
    channel.post(
        "requests", {"text": "门\u0000口\u0007有\u202e垃圾\r\n第二行", "address": "路\u0000口"}
    )
    assert channel.status == 201
    row = Request.objects.get()
    assert row.text == "门口有垃圾\n第二行"
    assert row.address == "路口"


def test_the_sentence_is_in_the_readers_language(town: SmallTown, channel: Api) -> None:
    got = channel.post("requests", {"text": ""}, Accept_Language="en")
    assert channel.status == 422
    assert got["title"].isascii(), got


@pytest.mark.parametrize("method", ["put", "delete", "patch", "get"])
def test_a_wrong_method(town: SmallTown, channel: Api, method: str) -> None:
    response = getattr(channel._client, method)("/api/v1/requests")
    assert response.status_code == 405
    assert response["Content-Type"].startswith("application/problem+json")
    assert "POST" in response["Allow"]


@pytest.mark.parametrize("address", ["nothing", "requests/", "cases/x/y/z", "../admin", "%00"])
def test_an_address_that_is_none(town: SmallTown, channel: Api, address: str) -> None:
    got = channel.get(address)
    assert channel.status in (404, 422), got
    assert channel.last["Content-Type"].startswith("application/problem+json")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
fields = st.sampled_from(
    [
        "text",
        "item",
        "longitude",
        "latitude",
        "datum",
        "address",
        "contact",
        "channel",
        "foreign_number",
        "secret",
        "kind",
        "received_at",
        "platform_due_at",
        "other",
    ]
)
likely = st.fixed_dictionaries(
    {"text": st.text(min_size=1, max_size=40)},
    optional={
        "item": st.sampled_from(["A01", "B02", "", "9"]) | st.integers(-3, 30),
        "longitude": st.floats(114.2, 114.4),
        "latitude": st.floats(22.6, 22.8),
        "datum": st.sampled_from(["wgs84", "gcj02", "bd09", "cgcs2000"]),
        "address": st.text(max_size=20) | st.just("幸福路1号"),
        "contact": st.fixed_dictionaries(
            {}, optional={"name": st.text(max_size=20), "phone": st.from_regex(r"1[3-9][0-9]{9}\Z")}
        ),
        "foreign_number": st.text(max_size=10),
        "secret": st.booleans(),
        "received_at": st.datetimes().map(lambda t: t.isoformat()),
        "platform_due_at": st.datetimes().map(lambda t: t.isoformat() + "+08:00"),
    },
)
bodies = json_values | st.dictionaries(fields, json_values, max_size=6) | likely
unhurried = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(body=bodies)
@unhurried
def test_no_body_is_a_fault_of_ours(town: SmallTown, channel: Api, body: Any) -> None:
    channel.post("requests", json.dumps(body))
    assert channel.status in (200, 201, 400, 409, 422)


@given(body=st.binary(max_size=200))
@unhurried
def test_no_octets_are_a_fault_of_ours(town: SmallTown, channel: Api, body: bytes) -> None:
    channel.post("requests", body)
    assert channel.status in (400, 422)


@given(
    move=st.sampled_from(["dispatch", "accept", "classify", "object", "assign", "visit", "merge"]),
    data=st.dictionaries(
        st.sampled_from(
            [
                "unit",
                "item",
                "co_units",
                "condition",
                "level",
                "longitude",
                "latitude",
                "handler",
                "request",
                "into",
                "reason",
                "proposed_unit",
                "citation",
                "note",
                "version",
            ]
        ),
        json_values,
        max_size=4,
    ),
)
@unhurried
def test_no_move_is_a_fault_of_ours(
    town: SmallTown, channel: Api, move: str, data: dict[str, Any]
) -> None:
    number = channel.post("requests", {"text": "说不清的事"})["case"]
    caller = Api(town.token(town.dispatcher))
    caller.post(f"cases/{number}/moves/{move}", json.dumps(data))
    assert caller.status in (200, 400, 403, 404, 409, 422)


@given(
    query=st.dictionaries(
        st.sampled_from(
            [
                "state",
                "unit",
                "item",
                "area",
                "q",
                "limit",
                "cursor",
                "order",
                "from",
                "to",
                "open",
                "late",
                "level",
            ]
        ),
        st.text(max_size=20),
        max_size=4,
    )
)
@unhurried
def test_no_list_is_a_fault_of_ours(town: SmallTown, query: dict[str, str]) -> None:
    caller = Api(town.token(town.dispatcher))
    caller.get("cases", **query)
    assert caller.status in (200, 422)


@given(
    head=st.sampled_from(
        [
            b"",
            b"\xff\xd8\xff\xe0",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBP",
            b"PK\x03\x04",
            b"%PDF-",
            b"\0\0\0\x18ftypM4A ",
            b"ID3",
        ]
    ),
    tail=st.binary(max_size=200),
    name=st.from_regex(r"[^/\\\x00-\x1f\ud800-\udfff]{1,12}\.jpg\Z"),
)
@unhurried
def test_no_file_is_a_fault_of_ours(
    town: SmallTown, channel: Api, head: bytes, tail: bytes, name: str
) -> None:
    number = channel.post("requests", {"text": "垃圾", "foreign_number": "F"})["number"]
    Attachment.objects.all().delete()
    channel.upload(f"requests/{number}/attachments", files=[SimpleUploadedFile(name, head + tail)])
    assert channel.status in (201, 422), channel.last.content


@given(body=bodies)
@unhurried
def test_nothing_of_the_public_is_a_fault_of_ours(town: SmallTown, body: Any) -> None:
    open_to_public(town, public_rate=10_000)
    anybody = Api()
    anybody.post("requests?town=small", json.dumps(body))
    assert anybody.status in (200, 201, 400, 401, 409, 422)
