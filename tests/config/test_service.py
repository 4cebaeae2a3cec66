"""The processes as they run in service: nothing acknowledged is lost, changes are heard at once."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.installation import Installation, answers, installation, kill_all

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

# Prints a channel's token and the key of a session of the dispatcher.
TOWN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tests.cast import small_town
town = small_town()
session = SessionStore()
session[SESSION_KEY] = str(town.dispatcher.pk)
session[BACKEND_SESSION_KEY] = "jiedao.foundation.staff.signing.backend.AccountBackend"
session[HASH_SESSION_KEY] = town.dispatcher.get_session_auth_hash()
session.save()
print(town.channel_token("hotline_12345"))
print(session.session_key)
"""
# Every request has its case, its history line, and its place; numbers are counted without gaps.
COUNT = """
import json
from jiedao.engines.cases.models import Case, Request
from jiedao.kernel.models import History
print(json.dumps({
    "numbers": sorted(Request.objects.values_list("number", flat=True)),
    "without_case": Request.objects.filter(case__isnull=True).count(),
    "cases": Case.objects.count(),
    "without_history": len(
        set(Case.objects.values_list("pk", flat=True))
        - set(History.objects.filter(kind="case").values_list("record_id", flat=True))
    ),
}))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "service") as made:
        made.migrate()
        yield made


def send(port: int, token: str, text: str) -> str:
    """Deliver a request as a channel does; the number, once it is acknowledged."""
    caller = HTTPConnection("127.0.0.1", port, timeout=30)
    body = json.dumps({"text": text, "longitude": 114.305, "latitude": 22.708})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        caller.request("POST", "/api/v1/requests", body, headers)
        answer = caller.getresponse()
        content = json.loads(answer.read())
        assert answer.status == 201, content
        return str(content["number"])
    finally:
        caller.close()


class Load:
    """Eight senders until they are told to stop, or the server is gone."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()

    def run(self, sender: int) -> None:
        count = 0
        while not self.stopped.is_set():
            count += 1
            try:
                number = send(self._port, self._token, f"垃圾没人清，第{sender}处第{count}次")
            except (OSError, HTTPException, json.JSONDecodeError):
                return
            self.acknowledged.append(number)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(place: Installation) -> None:
    token, _session = place.do(TOWN).split()
    with place.serving("--with-worker") as process, ThreadPoolExecutor(8) as senders:
        load = Load(place.port, token)
        for sender in range(8):
            senders.submit(load.run, sender)
        until = time.monotonic() + 60
        while len(load.acknowledged) < 100 and time.monotonic() < until:
            time.sleep(0.05)
        kill_all(process)
        load.stopped.set()
    acknowledged = set(load.acknowledged)
    assert len(acknowledged) >= 100
    found = json.loads(place.do(COUNT))
    assert acknowledged - set(found["numbers"]) == set()
    assert len(found["numbers"]) == found["cases"]
    assert (found["without_case"], found["without_history"]) == (0, 0)

    # And it works on as if nothing had happened.
    with place.serving():
        number = send(place.port, token, "积水")
    assert number not in found["numbers"]


def test_an_open_page_hears_of_a_change_within_two_seconds(place: Installation) -> None:
    token, session = place.do(TOWN).split()
    with place.serving():
        page = HTTPConnection("127.0.0.1", place.port + 1, timeout=10)
        origin = f"http://127.0.0.1:{place.port}"
        headers = {"Cookie": f"sessionid={session}", "Origin": origin}
        page.request("GET", "/live/events", headers=headers)
        stream = page.getresponse()
        assert stream.status == 200
        assert stream.headers["Access-Control-Allow-Origin"] == origin
        _wait_for(stream, "event: hello")
        begun = time.monotonic()
        send(place.port, token, "井盖破损")
        told = json.loads(_wait_for(stream, '"kind":"case"').partition("data: ")[2])
        assert time.monotonic() - begun < 2
        assert told["verb"]
        page.close()


def _wait_for(stream: object, text: str) -> str:
    while line := stream.readline().decode():  # type: ignore[attr-defined]
        if text in line:
            return str(line)
    raise AssertionError(f"the stream ended without {text!r}")


def test_up_greets_and_stops_cleanly(place: Installation) -> None:
    process = place.start("up", "--empty")
    try:
        assert process.stdout is not None
        begun = time.monotonic()
        told = ""
        while "Ctrl-C" not in told and time.monotonic() - begun < 90:
            told += process.stdout.readline()
        assert f"http://127.0.0.1:{place.port}" in told
        place.wait_ready(process)
        # A second one is told that the port is taken, and how to choose another.
        assert "JIEDAO_PORT=" in place.jiedao("up", "--empty", ok=False)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
    assert not answers(place.port)
    assert not answers(place.port + 1)


def test_ten_megabytes_over_the_wire_get_an_answer(place: Installation) -> None:
    token, _session = place.do(TOWN).split()
    with place.serving():
        caller = HTTPConnection("127.0.0.1", place.port, timeout=30)
        body = json.dumps({"text": "x" * 10 * 1024 * 1024})
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        caller.request("POST", "/api/v1/requests", body, headers)
        answer = caller.getresponse()
        assert answer.status == 413
        assert json.loads(answer.read())["code"] == "too_large"
