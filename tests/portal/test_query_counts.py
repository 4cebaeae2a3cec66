"""How many statements the public pages and Open311 cost, committed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.counting import compare, counted, remembering
from tests.api.test_requests import photo
from tests.cast import SmallTown
from tests.portal.test_open311 import SENT, V2
from tests.portal.test_reporting import PIN, follow, sent

FILE = Path(__file__).with_name("query_counts.json")
CALLS: dict[str, Callable[[Client, str], Any]] = {
    "GET front page": lambda phone, _at: phone.get("/"),
    "GET publication": lambda phone, _at: phone.get("/published/micro_projects/"),
    "GET report": lambda phone, _at: phone.get("/report/request/"),
    "POST report, with a photo": lambda phone, _at: phone.post(
        "/report/request/",
        {"text": "垃圾", "pin": PIN, "phone": "13712344321", "photos": [photo()]},
    ),
    "POST report that may be known": lambda phone, _at: phone.post(
        "/report/request/", {"text": "第 9 处垃圾", "pin": PIN}
    ),
    "POST is it this one": lambda phone, _at: phone.post(
        "/report/request/alike/", {"text": "第 9 处垃圾", "pin": PIN}
    ),
    "GET progress": lambda phone, at: phone.get(f"/track/{at}/"),
    "GET receipt": lambda phone, at: phone.get(f"/track/{at}/receipt/"),
    "POST addition": lambda phone, at: phone.post(f"/track/{at}/add/", {"text": "又来了"}),
    "GET Open311 services": lambda phone, _at: phone.get(f"{V2}/services.json"),
    "GET Open311 requests": lambda phone, _at: phone.get(f"{V2}/requests.json"),
    "POST Open311 request": lambda phone, _at: phone.post(f"{V2}/requests.json", SENT),
}


@pytest.mark.parametrize("name", CALLS)
def test_queries(
    open_town: SmallTown, phone: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    remembering(monkeypatch)
    for n in range(5):
        at = "/".join(follow(sent(phone, text=f"第 {n} 处垃圾", pin=PIN, photos=[photo()])))
    phone.get("/")
    phone.get(f"{V2}/requests.json")
    with counted() as statements:
        response = CALLS[name](phone, at)
    assert response.status_code < 400
    compare(FILE, name, statements)
