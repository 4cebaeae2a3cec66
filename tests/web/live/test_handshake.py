"""Who may listen: our own pages only, by their session cookie."""

from typing import Any

import pytest
from django.conf import settings

from jiedao.web.live.handshake import Handshake


def scope(method: str = "GET", query: str = "", **headers: str) -> dict[str, Any]:
    named = {"host": f"localhost:{settings.LIVE_PORT}"} | headers
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    return {"method": method, "headers": pairs, "query_string": query.encode()}


def test_reads_session_and_last_event() -> None:
    asked = Handshake.of(scope(cookie="theme=dark; sessionid=abc", last_event_id="17"))
    assert (asked.session_key, asked.last_event_id, asked.exactly) == ("abc", 17, True)


def test_a_page_may_say_since_when_in_its_address() -> None:
    asked = Handshake.of(scope(query="since=5"))
    assert (asked.last_event_id, asked.exactly) == (5, False)
    assert Handshake.of(scope(query="since=x")).last_event_id is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 0),
        ({"origin": f"http://localhost:{settings.PORT}"}, 0),
        ({"origin": f"http://localhost:{settings.LIVE_PORT}"}, 0),
        ({"origin": "http://localhost:1"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": f"http://evil.example:{settings.PORT}"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "evil.example"}, 400),
        ({"host": ""}, 400),
    ],
)
def test_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    assert Handshake.of(scope(**headers)).refusal() == status


def test_only_get() -> None:
    assert Handshake.of(scope(method="POST")).refusal() == 405


def test_our_page_is_named_in_the_answer() -> None:
    origin = f"http://localhost:{settings.PORT}"
    allowed = dict(Handshake.of(scope(origin=origin)).cors())
    assert allowed[b"access-control-allow-origin"] == origin.encode()
    assert Handshake.of(scope()).cors() == []


def test_a_broken_cookie_is_no_session() -> None:
    assert Handshake.of(scope(cookie="a=b=c;;;\x01")).session_key == ""
