"""The ASGI application of live events: one reader of the history, any number of open pages.

The protocol is that of server-sent events: ``event: change`` with the JSON of one event,
``event: hello`` once the page is connected, with the id of what arrived last, so that a page which
is cut off before anything happened knows what to ask for; ``event: reload`` when it missed more than is
kept in memory and must fetch everything again; a comment every 15 s keeps proxies from hanging
up. What one look at the history brought goes out in one piece, joined once for all pages of a
town.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import close_old_connections, connections

from jiedao.web.live.address import PATH
from jiedao.web.live.feed import Event, Feed, Recent, frames
from jiedao.web.live.handshake import Handshake

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.25
_BEAT_SECONDS = 15.0
_AFTER_FAULT_SECONDS = 2.0
# A page reconnects by itself; then its session is looked at anew.
_STREAM_SECONDS = 600.0
# Looks at the history that a page may be behind: a minute.
_QUEUE = 240
_MAX_PAGES = 5000


@dataclass(eq=False)
class _Page:
    town_id: int
    queue: "asyncio.Queue[bytes | None]" = field(
        default_factory=lambda: asyncio.Queue(maxsize=_QUEUE)
    )

    def put(self, frame: bytes | None) -> bool:
        """Hand over a frame; False when the page is a minute behind."""
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            return False
        return True


class LiveServer:
    """``town_of_session`` maps a session key to the town of who is signed in, or None."""

    def __init__(self, town_of_session: Callable[[str], int | None]) -> None:
        self._town_of_session = town_of_session
        self._pages: set[_Page] = set()
        self._recent = Recent()
        self._feed = Feed()
        self._tail: asyncio.Task[None] | None = None
        # Django's connections belong to a thread: all questions are put by this one.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-database")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._tail = asyncio.create_task(self._follow())
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _stop(self) -> None:
        if self._tail:
            self._tail.cancel()
        for page in list(self._pages):
            page.put(None)
        await self._ask(connections.close_all)
        self._thread.shutdown(wait=False)

    async def _ask(self, question: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, *args)

    async def _follow(self) -> None:
        read: Callable[[], list[Event]] = self._feed.start
        while True:
            try:
                events = await self._ask(read)
                read = self._feed.poll
                self._recent.add(events)
                self._broadcast(events)
            except Exception:  # the database may be restarting; pages stay connected
                logger.exception("live events: the history cannot be read; trying again")
                await self._ask(close_old_connections)
                await asyncio.sleep(_AFTER_FAULT_SECONDS)
            await asyncio.sleep(_POLL_SECONDS)

    def _broadcast(self, events: list[Event]) -> None:
        for town_id in {event.town_id for event in events}:
            frame = b"".join(frames(events, town_id))
            for page in list(self._pages) if frame else ():
                if page.town_id == town_id and not page.put(frame):
                    # Too slow to follow: let it reconnect and be told to reload.
                    self._pages.discard(page)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        asked = Handshake.of(scope)
        if scope["path"] == "/healthz":
            await _say(send, 200, b"ok")
        elif scope["path"] != PATH:
            await _say(send, 404, b"")
        elif refusal := asked.refusal():
            await _say(send, refusal, b"")
        elif len(self._pages) >= _MAX_PAGES:
            await _say(send, 503, b"", asked.cors())
        elif (town_id := await self._ask(self._town, asked.session_key)) is None:
            # 204 tells an EventSource to stop; an error would make it ask for ever.
            await _say(send, 204, b"", asked.cors())
        else:
            await self._stream(_Page(town_id), asked, receive, send)

    def _town(self, session_key: str) -> int | None:
        close_old_connections()
        return self._town_of_session(session_key) if session_key else None

    async def _stream(self, page: _Page, asked: Handshake, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
        await _begin(send, 200, headers + asked.cors())
        # Nothing is waited for between these two: what is not among the missed comes to the page.
        self._pages.add(page)
        welcome = self._missed(page.town_id, asked) + _hello(self._recent.last_id)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await _write(send, welcome)
            async with asyncio.timeout(_STREAM_SECONDS):
                await self._pass_on(page, gone, send)
        except TimeoutError:
            pass
        finally:
            self._pages.discard(page)
            gone.cancel()
            with suppress(Exception):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pass_on(self, page: _Page, gone: "asyncio.Task[None]", send: Send) -> None:
        while page in self._pages and not gone.done():
            try:
                frame = await asyncio.wait_for(page.queue.get(), _BEAT_SECONDS)
            except TimeoutError:
                frame = b": still here\n\n"
            if frame is None:
                return
            await _write(send, frame)

    def _missed(self, town_id: int, asked: Handshake) -> bytes:
        if asked.last_event_id is None:
            return b""
        missed = self._recent.after(asked.last_event_id, exactly=asked.exactly)
        if missed is None:
            return b"event: reload\ndata: {}\n\n"
        return b"".join(frames(missed, town_id))


def _hello(last_id: int) -> bytes:
    return b'retry: 2000\nid: %d\nevent: hello\ndata: {"last":%d}\n\n' % (last_id, last_id)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _begin(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    always = [(b"cache-control", b"no-store"), (b"vary", b"Origin, Cookie")]
    await send({"type": "http.response.start", "status": status, "headers": headers + always})


async def _say(
    send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    await _begin(send, status, [(b"content-type", b"text/plain"), *(headers or [])])
    await send({"type": "http.response.body", "body": body})


async def _write(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})
