"""The server of live events, driven as an ASGI server would."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from jiedao.web.live import server as servers
from jiedao.web.live.feed import Event
from jiedao.web.live.server import LiveServer

TOWN_ID = 1


def event(number: int, town_id: int = 1) -> Event:
    return Event(id=number, town_id=town_id, kind="case", record_id=number, verb="x")


class Script:
    """A feed that says what the test wrote into it."""

    def __init__(self, recent: list[Event]) -> None:
        self.recent = recent
        self.next: list[Event] = []
        self.flood: Iterator[list[Event]] = iter(())
        self.fail = False

    def start(self) -> list[Event]:
        return self.recent

    def poll(self) -> list[Event]:
        if self.fail:
            self.fail = False
            raise OSError("the database is away")
        found, self.next = self.next, []
        return found or next(self.flood, [])


class Page:
    """An open page: connects, listens, leaves."""

    def __init__(self, server: LiveServer, **headers: str) -> None:
        named = {"host": f"localhost:{settings.LIVE_PORT}", "cookie": "sessionid=5"} | headers
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": "/live/events",
            "query_string": b"",
            "headers": [
                (key.replace("_", "-").encode(), value.encode()) for key, value in named.items()
            ],
        }
        self._leave = asyncio.Event()
        self.listening = asyncio.Event()
        self.listening.set()
        self.status = 0
        self.text = ""
        self.task = asyncio.create_task(server(self._scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.listening.wait()
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()

    async def hears(self, text: str) -> None:
        # On a busy machine it is late, and no less heard.
        async with asyncio.timeout(30):
            while text not in self.text:
                await asyncio.sleep(0.01)

    def leave(self) -> None:
        self._leave.set()


def run(
    play: Callable[[LiveServer, Script], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
    recent: tuple[Event, ...] = (),
    poll: float = 0.01,
) -> None:
    script = Script(list(recent))
    monkeypatch.setattr(servers, "Feed", lambda: script)
    monkeypatch.setattr(servers, "_POLL_SECONDS", poll)
    monkeypatch.setattr(servers, "_BEAT_SECONDS", 0.05)
    server = LiveServer(lambda key: TOWN_ID if key == "5" else None)

    async def live() -> None:
        messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        told: asyncio.Queue[Any] = asyncio.Queue()
        lifespan = asyncio.create_task(server({"type": "lifespan"}, messages.get, told.put))
        await messages.put({"type": "lifespan.startup"})
        await told.get()
        try:
            await play(server, script)
        finally:
            await messages.put({"type": "lifespan.shutdown"})
            await asyncio.wait_for(lifespan, 5)
            await asyncio.sleep(0.05)

    asyncio.run(live())


def test_an_event_reaches_the_pages_of_its_town(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, script: Script) -> None:
        pages = [Page(server), Page(server)]
        for page in pages:
            await page.hears("event: hello")
        script.next = [event(1, town_id=2), event(2)]
        for page in pages:
            await page.hears("id: 2")
            assert "id: 1\n" not in page.text

    run(play, monkeypatch)


def test_a_stranger_is_told_not_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, _script: Script) -> None:
        page = Page(server, cookie="sessionid=unknown")
        await asyncio.wait_for(page.task, 5)
        assert page.status == 204

    run(play, monkeypatch)


def test_a_page_that_comes_back_gets_what_it_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, script: Script) -> None:
        first = Page(server)
        await first.hears("hello")
        # 4 committed after 6: in the order of arrival it stands behind it.
        script.next = [event(5), event(6), event(4)]
        await first.hears("id: 4")
        again = Page(server, last_event_id="6")
        await again.hears("id: 4")
        assert "id: 5\n" not in again.text
        assert "reload" not in again.text

    run(play, monkeypatch, recent=(event(3),))


def test_a_page_that_is_cut_off_before_anything_happened_knows_what_to_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def play(server: LiveServer, script: Script) -> None:
        first = Page(server)
        await first.hears("id: 3\nevent: hello")
        first.leave()
        watching = Page(server)
        await watching.hears("hello")
        script.next = [event(4)]
        await watching.hears("id: 4\nevent: change")
        again = Page(server, last_event_id="3")
        await again.hears("id: 4\nevent: change")
        await again.hears("id: 4\nevent: hello")

    run(play, monkeypatch, recent=(event(3),))


def test_five_minutes_of_a_storm_offline_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """50 events a second are 15,000: who missed all of them is told to fetch everything, who
    missed some seconds hears each of them once."""
    looks = [list(map(event, range(begin, begin + 100))) for begin in range(1, 15_000, 100)]

    async def play(server: LiveServer, script: Script) -> None:
        watching = Page(server)
        await watching.hears("hello")
        script.flood = iter(looks)
        await watching.hears("id: 15000\n")
        heard = [int(line[4:]) for line in watching.text.splitlines() if line.startswith("id: ")]
        assert heard[1:] == list(range(1, 15_001))
        long = Page(server, last_event_id="0")
        await long.hears("event: reload")
        assert "event: change" not in long.text
        short = Page(server, last_event_id="14500")
        await short.hears("event: hello")
        assert "reload" not in short.text
        assert short.text.count("event: change") == 500

    monkeypatch.setattr(servers, "_QUEUE", 2000)
    run(play, monkeypatch, recent=(event(0),), poll=0.0)


def test_a_page_that_missed_too_much_reloads(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, _script: Script) -> None:
        await asyncio.sleep(0.1)
        await Page(server, last_event_id="12").hears("event: reload")

    run(play, monkeypatch, recent=(event(500), event(501)))


def test_a_quiet_line_is_kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, _script: Script) -> None:
        await Page(server).hears(": still here\n\n: still here")

    run(play, monkeypatch)


def test_survives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_AFTER_FAULT_SECONDS", 0.01)

    async def play(server: LiveServer, script: Script) -> None:
        page = Page(server)
        await page.hears("hello")
        script.fail = True
        script.next = [event(9)]
        await page.hears("id: 9")

    run(play, monkeypatch)


def test_a_page_that_leaves_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(server: LiveServer, _script: Script) -> None:
        page = Page(server)
        await page.hears("hello")
        page.leave()
        await asyncio.wait_for(page.task, 5)
        assert server._pages == set()

    run(play, monkeypatch)


def test_a_page_that_does_not_listen_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_QUEUE", 3)

    async def play(server: LiveServer, script: Script) -> None:
        page = Page(server)
        await page.hears("hello")
        page.listening.clear()
        script.flood = iter([event(number)] for number in range(1, 50))
        async with asyncio.timeout(5):
            while server._pages:
                await asyncio.sleep(0.01)
        page.listening.set()
        await asyncio.wait_for(page.task, 5)
        assert "id: 49\n" not in page.text
        assert server._pages == set()

    run(play, monkeypatch)


def test_stopping_ends_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[Page] = []

    async def play(server: LiveServer, _script: Script) -> None:
        pages.append(Page(server))
        await pages[0].hears("hello")

    run(play, monkeypatch)
    assert pages[0].task.done()
    assert not pages[0].task.cancelled()
