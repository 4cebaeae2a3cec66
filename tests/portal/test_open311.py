"""Open311 GeoReport v2, as the standard says, and as an ordinary client library reads it."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.kernel import clock
from tests.api.conftest import INSIDE, OUTSIDE, open_to_public
from tests.api.test_requests import photo
from tests.cast import SmallTown

V2 = "/open311/v2"
SENT = {
    "service_code": "A01",
    "lat": str(INSIDE[1]),
    "long": str(INSIDE[0]),
    "description": "幸福路口垃圾没人清",
    "first_name": "小明",
    "last_name": "王",
    "phone": "13712344321",
    "email": "wang@example.com",
}
LINE = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


@pytest.fixture
def client(open_town: SmallTown) -> Client:
    return Client(enforce_csrf_checks=True)


def post(client: Client, extension: str = "json", **fields: Any) -> Any:
    return client.post(f"{V2}/requests.{extension}", {**SENT, **fields})


def read(client: Client, address: str, **query: str) -> Any:
    response = client.get(f"{V2}/{address}", query)
    assert response.status_code == 200, response.content
    return response.json()


class TestDiscovery:
    def test_in_both_formats(self, client: Client) -> None:
        for address in ("/open311/discovery", f"{V2}/discovery"):
            found = client.get(f"{address}.json").json()
            endpoint = found["endpoints"][0]
            assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
            assert endpoint["url"].endswith("/open311/v2")
            assert endpoint["formats"] == ["text/xml", "application/json"]
            assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
            response = client.get(f"{address}.xml")
            assert response["Content-Type"] == "text/xml; charset=utf-8"
            root = ElementTree.fromstring(response.content)
            assert root.tag == "discovery"
            assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"

    def test_at_the_root(self, client: Client) -> None:
        assert client.get(f"{V2}/").status_code == 200


class TestServices:
    def test_list(self, client: Client) -> None:
        found = {one["service_code"]: one for one in read(client, "services.json")}
        assert found["A01"] == {
            "service_code": "A01",
            "service_name": "暴露垃圾",
            "description": "暴露垃圾",
            "metadata": False,
            "type": "realtime",
            "keywords": "垃圾, 乱倒",
            "group": "",
        }
        assert found["request"]["service_name"] == "反映问题"
        assert "snap" in found

    def test_list_in_xml(self, client: Client) -> None:
        response = client.get(f"{V2}/services.xml")
        assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        root = ElementTree.fromstring(response.content)
        assert root.tag == "services"
        assert {one.tag for one in root} == {"service"}
        assert "true" not in {one.findtext("metadata") for one in root}

    def test_definition(self, client: Client) -> None:
        assert read(client, "services/A01.json") == {"service_code": "A01", "attributes": []}
        root = ElementTree.fromstring(client.get(f"{V2}/services/A01.xml").content)
        assert (root.tag, root.findtext("service_code")) == ("service_definition", "A01")

    def test_unknown(self, client: Client) -> None:
        response = client.get(f"{V2}/services/none.json")
        assert response.status_code == 404
        assert response.json()[0]["code"] == 404


class TestPost:
    def test_creates_a_request(self, open_town: SmallTown, client: Client) -> None:
        response = post(client)
        assert response.status_code == 201, response.content
        (got,) = response.json()
        row = Request.objects.select_related("case").get(number=got["service_request_id"])
        assert "token" not in got
        assert row.channel == "open311"
        assert row.case.item_id == open_town.items.rubbish.pk
        assert row.case.state == "dispatched"
        assert row.requester is not None
        assert "查询码" in got["service_notice"]
        assert "不保存电子邮件" in got["service_notice"]

    def test_in_xml(self, client: Client) -> None:
        root = ElementTree.fromstring(post(client, "xml").content)
        assert root.tag == "service_requests"
        assert root.findtext("request/service_request_id", "").startswith("R")

    def test_urlencoded(self, client: Client) -> None:
        response = client.post(
            f"{V2}/requests.json",
            "service_code=A01&address_string=%E5%B9%B8%E7%A6%8F%E8%B7%AF1%E5%8F%B7&description=%E5%9E%83%E5%9C%BE",
            content_type="application/x-www-form-urlencoded; charset=utf-8",
        )
        assert response.status_code == 201
        assert Case.objects.get().address == "幸福路1号"

    def test_with_a_picture(self, client: Client) -> None:
        assert post(client, media=photo()).status_code == 201
        assert Attachment.objects.get().stage == "report"

    def test_a_link_is_kept_and_not_fetched(self, client: Client) -> None:
        post(client, media_url="http://127.0.0.1:1/x.jpg")
        assert Request.objects.get().attributes == {"media_url": "http://127.0.0.1:1/x.jpg"}

    def test_the_general_service_leaves_the_matter_to_the_words(
        self, open_town: SmallTown, client: Client
    ) -> None:
        post(client, service_code="request", description="井盖坏了")
        assert Case.objects.get().item_id == open_town.items.cover.pk

    def test_without_words_they_are_ours(self, client: Client) -> None:
        post(client, description="")
        assert (Case.objects.get().text, Case.objects.get().marks) == (
            "暴露垃圾",
            ["composed_text"],
        )

    def test_by_the_id_of_an_address(self, open_town: SmallTown, client: Client) -> None:
        building = open_town.places.buildings[0]
        post(client, lat="", long="", address_id=building.code)
        assert Case.objects.get().building_id == building.pk

    def test_a_key_speaks_for_its_channel(self, open_town: SmallTown, client: Client) -> None:
        response = post(client, api_key=open_town.channel_token("city_app"))
        assert response.status_code == 201
        assert Request.objects.get().channel == "city_app"

    def test_a_wrong_key(self, client: Client) -> None:
        response = post(client, api_key="jd_wrong")
        assert (response.status_code, response.json()[0]["code"]) == (403, 403)
        assert not Request.objects.exists()

    def test_a_closed_town_needs_a_key(self, town: SmallTown) -> None:
        anybody = Client()
        assert post(anybody, jurisdiction_id="small").status_code == 403
        keyed = post(anybody, api_key=town.channel_token("city_app"))
        assert keyed.status_code == 201

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"service_code": ""}, 400),
            ({"service_code": "none"}, 404),
            ({"jurisdiction_id": "atlantis"}, 404),
            ({"lat": "", "long": ""}, 400),
            ({"lat": ""}, 400),
            ({"lat": "north"}, 400),
            ({"lat": "nan"}, 400),
            ({"lat": str(OUTSIDE[1]), "long": str(OUTSIDE[0])}, 400),
            ({"phone": "12345678901234"}, 400),
            ({"description": "字" * 4001}, 400),
            ({"media_url": "javascript:alert(1)"}, 400),
            ({"lat": "", "long": "", "address_id": "nowhere"}, 400),
        ],
    )
    @pytest.mark.parametrize("extension", ["json", "xml"])
    def test_errors_are_the_standards(
        self, client: Client, fields: dict[str, str], status: int, extension: str
    ) -> None:
        response = post(client, extension, **fields)
        assert response.status_code == status, response.content
        if extension == "json":
            (error,) = response.json()
            assert set(error) == {"code", "description"}
            assert error["code"] == status
        else:
            root = ElementTree.fromstring(response.content)
            assert root.tag == "errors"
            assert root.findtext("error/code") == str(status)
            assert root.findtext("error/description")
        assert not Request.objects.exists()

    def test_a_bad_picture(self, client: Client) -> None:
        import io

        file = io.BytesIO(b"no picture")
        file.name = "x.jpg"
        assert post(client, media=file).status_code == 400
        assert not Request.objects.exists()

    def test_too_often(self, open_town: SmallTown, client: Client) -> None:
        open_to_public(open_town, public_rate=1)
        post(client)
        response = post(client)
        assert response.status_code == 429
        assert response["Retry-After"]


class TestRead:
    def test_nothing_personal(self, open_town: SmallTown, client: Client) -> None:
        number = post(client).json()[0]["service_request_id"]
        (got,) = read(client, f"requests/{number}.json")
        assert set(got) == LINE
        assert got["status"] == "open"
        assert got["status_notes"] == "已分派"
        assert (got["service_code"], got["service_name"]) == ("A01", "暴露垃圾")
        assert got["description"] is None
        assert (got["lat"], got["long"]) == (round(INSIDE[1], 3), round(INSIDE[0], 3))
        assert got["address"] == "西岭第一网格"
        assert got["requested_datetime"].endswith("Z")
        assert got["expected_datetime"].endswith("Z")
        text = json.dumps(got, ensure_ascii=False)
        for word in ("小明", "1371", "幸福路", "陈城管"):
            assert word not in text

    def test_secret_matters_are_not_there(self, open_town: SmallTown, client: Client) -> None:
        number = post(client, service_code="E01").json()[0]["service_request_id"]
        assert read(client, "requests.json") == []
        assert client.get(f"{V2}/requests/{number}.json").status_code == 404
        assert client.get(f"{V2}/tokens/{number}.json").status_code == 404
        assert read(client, "requests.json", service_request_id=number) == []

    def test_a_closed_one(self, client: Client) -> None:
        post(client)
        Request.objects.update(state="answered", replied_at=clock.now())
        Case.objects.update(state="closed", closed_at=clock.now())
        (got,) = read(client, "requests.json", status="closed")
        assert (got["status"], got["status_notes"]) == ("closed", "已办结")
        assert read(client, "requests.json", status="open") == []

    def test_filters(self, client: Client) -> None:
        numbers = [
            post(client, service_code=code, description=f"第 {n} 件").json()[0][
                "service_request_id"
            ]
            for n, code in enumerate(("A01", "B01", "request"))
        ]

        def ids(**query: str) -> list[str]:
            return [one["service_request_id"] for one in read(client, "requests.json", **query)]

        assert ids() == numbers[::-1]
        assert ids(service_code="A01") == numbers[:1]
        assert ids(service_code="A01,request") == [numbers[2], numbers[0]]
        assert ids(service_code="none") == []
        assert ids(service_request_id=",".join(numbers[:2]), status="closed") == numbers[1::-1]
        assert ids(status="open,closed") == numbers[::-1]
        assert ids(page_size="2") == numbers[:0:-1]
        assert ids(page_size="2", page="2") == numbers[:1]

    def test_ninety_days(self, client: Client) -> None:
        moment = clock.now() - timedelta(days=100)
        with clock.at(moment):
            old = post(client, description="旧的").json()[0]["service_request_id"]
        new = post(client, description="新的").json()[0]["service_request_id"]

        def ids(**query: str) -> list[str]:
            return [one["service_request_id"] for one in read(client, "requests.json", **query)]

        day = "%Y-%m-%dT%H:%M:%SZ"
        start = (moment - timedelta(days=1)).strftime(day)
        assert ids() == [new]
        assert ids(start_date=start) == [old]
        soon = (clock.now() + timedelta(minutes=1)).strftime(day)
        assert ids(start_date=start, end_date=soon) == [new]
        assert ids(end_date=(moment + timedelta(days=1)).strftime(day)) == [old]

    @pytest.mark.parametrize(
        "query",
        [
            {"start_date": "yesterday"},
            {"end_date": "0001-01-01"},
            {"status": "lost"},
            {"page": "0"},
            {"page_size": "100000"},
            {"page": "x"},
        ],
    )
    def test_odd_queries(self, client: Client, query: dict[str, str]) -> None:
        response = client.get(f"{V2}/requests.json", query)
        assert response.status_code == 400
        assert response.json()[0]["description"]

    def test_a_token_is_the_number(self, client: Client) -> None:
        number = post(client).json()[0]["service_request_id"]
        assert read(client, f"tokens/{number}.json") == [
            {"service_request_id": number, "token": number}
        ]

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("requests/none.json", 404),
            ("tokens/none.xml", 404),
            ("requests.html", 404),
            ("services.json?jurisdiction_id=atlantis", 404),
            ("requests/%00.json", 404),
        ],
    )
    def test_nowhere(self, client: Client, address: str, status: int) -> None:
        assert client.get(f"{V2}/{address}").status_code == status

    def test_a_wrong_method(self, client: Client) -> None:
        response = client.delete(f"{V2}/requests.json")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, POST"

    def test_a_closed_town(self, town: SmallTown) -> None:
        assert Client().get(f"{V2}/services.json?jurisdiction_id=small").status_code == 403


class Bridge:
    """What the client library does over the network, done by Django's test client."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, url: str, params: dict[str, str] | None = None) -> Any:
        import requests

        response = self._client.get(url.removeprefix("http://testserver"), params or {})
        answer = requests.Response()
        answer.status_code = response.status_code
        answer._content = response.content
        answer.headers["Content-Type"] = response["Content-Type"]
        return answer


class TestClientLibrary:
    """The package ``georeport`` from PyPI, unchanged but for the wire."""

    @pytest.fixture(params=["json", "xml"])
    def library(self, request: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
        georeport = pytest.importorskip("georeport", reason="the client library is not installed")
        from georeport import georeport as module

        monkeypatch.setattr(module.requests, "get", Bridge(client).get)
        return georeport.GeoReport(
            f"http://testserver{V2}", jurisdiction="small", output_format=request.param
        )

    def test_it_reads_us(self, client: Client, library: Any) -> None:
        numbers = [post(client, description=f"{n}").json()[0]["service_request_id"] for n in (1, 2)]
        names = {one["service_code"]: one["service_name"] for one in library.get_service_list()}
        assert names["A01"] == "暴露垃圾"
        assert library.get_service_definition("A01")["service_code"] == "A01"
        rows = library.get_service_requests(service_code="A01", status="open")
        assert [row["service_request_id"] for row in rows] == numbers[::-1]
        assert {row["status"] for row in rows} == {"open"}
