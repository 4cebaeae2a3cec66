"""The outermost check: sizes, addresses, what a page may load."""

import json

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from jiedao.config.edge import Edge, content_policy

TEN_MB = 10 * 1024 * 1024


@pytest.mark.django_db
def test_ten_megabytes_of_json_get_a_sentence(client: Client) -> None:
    body = json.dumps({"text": "噪" * TEN_MB})
    response = client.post("/api/v1/requests", body, content_type="application/json")
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "too_large"
    assert "1 MB" in response.json()["title"]


@pytest.mark.django_db
def test_a_reader_of_pages_gets_a_page(client: Client) -> None:
    response = client.post(
        "/nowhere", b"x" * TEN_MB, content_type="text/plain", headers={"accept": "text/html"}
    )
    assert response.status_code == 413
    assert response["Content-Type"].startswith("text/html")


def test_photos_may_be_larger() -> None:
    edge = Edge(lambda _request: HttpResponse("through"))
    fits = RequestFactory().post("/", {"photo": "x" * TEN_MB})
    assert edge(fits).content == b"through"
    excess = RequestFactory().post("/api/v1/x", {"photo": "x" * (settings.MAX_POST_BYTES + 1)})
    assert edge(excess).status_code == 413


def test_the_sentence_is_in_the_readers_language() -> None:
    edge = Edge(lambda _request: HttpResponse())
    body = RequestFactory().post(
        "/api/v1/x", b"x" * TEN_MB, content_type="text/plain", headers={"accept-language": "en"}
    )
    assert "at most 1 MB" in json.loads(edge(body).content)["title"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1"),
        (2, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_proxies_are_believed(
    settings: Settings, proxies: int, forwarded: str, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    Edge(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == client


def test_a_page_may_load_only_what_is_ours(settings: Settings) -> None:
    request = RequestFactory().get("/", headers={"host": "localhost:8000"})
    policy = content_policy(request)
    assert "script-src 'self';" in policy
    assert f"connect-src 'self' http://localhost:{settings.LIVE_PORT}/live/events" in policy
    settings.LIVE_URL = "/live/events"
    settings.TILE_HOSTS = ["https://tiles.example"]
    assert content_policy(request).endswith("connect-src 'self' ")
    assert "img-src 'self' data: blob: https://tiles.example;" in content_policy(request)


def test_pages_carry_the_policy_and_other_answers_do_not() -> None:
    page = Edge(lambda _request: HttpResponse("x"))(RequestFactory().get("/"))
    assert "Content-Security-Policy" in page
    data = Edge(lambda _request: HttpResponse("x", content_type="image/png"))
    assert "Content-Security-Policy" not in data(RequestFactory().get("/"))
