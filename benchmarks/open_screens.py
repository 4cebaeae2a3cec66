"""Screens of the command centre as a server sees them: each with its stream of live events, its
questions for panels at the pace of the real script, and the bell. Raw sockets in one process.
"""

import asyncio
import json
import random
import re
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SOURCES = Path(__file__).parent.parent / "src" / "jiedao"
SCRIPTS = [
    SOURCES / "centre" / "static" / "centre" / name for name in ("refreshing.js", "centre.js")
]
BELL = SOURCES / "web" / "templates" / "web" / "_bell.html"
KIND = "case"


@dataclass(frozen=True)
class Pace:
    """The numbers of the scripts, read out of them."""

    calm: float
    busy: float
    spread: float
    busy_changes: int
    window: float
    shared: float
    every: float
    bell: float

    @classmethod
    def real(cls) -> "Pace":
        """As the page has it now."""
        text = "".join(script.read_text() for script in SCRIPTS)
        found = dict(re.findall(r"\b([A-Z_]+) = ([0-9.]+)", text))
        bell = re.search(r"throttle:(\d+)s", BELL.read_text())
        assert bell is not None
        milliseconds = ("CALM_MS", "BUSY_MS", "WINDOW_MS", "SHARED_MS", "EVERY_MS")
        calm, busy, window, shared, every = (float(found[one]) / 1000 for one in milliseconds)
        return cls(calm, busy, float(found["SPREAD"]), int(found["BUSY_CHANGES"]), window, shared,
                   every, float(bell[1]))  # fmt: skip

    def jittered(self, seconds: float) -> float:
        """No two screens ask at the same moment."""
        return seconds * (1 - self.spread / 2 + self.spread * random.random())


@dataclass
class Heard:
    """What all screens together have seen."""

    events: list[tuple[int, float]] = field(default_factory=list)
    """Id of a history line, and when a screen heard of it."""
    shown: list[tuple[int, float]] = field(default_factory=list)
    """Id of a history line, and when a screen had the answer that it asked for because of it."""
    answers: list[float] = field(default_factory=list)
    """Seconds that a question for panels took."""
    requests: int = 0
    bytes: int = 0
    failed: int = 0
    reloads: int = 0


class Connection:
    """One keep-alive connection of a browser that is signed in."""

    def __init__(self, port: int, session: str, heard: Heard) -> None:
        self._port, self._heard = port, heard
        self._head = f"Host: 127.0.0.1:{port}\r\nCookie: sessionid={session}\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._lock = asyncio.Lock()

    async def get(self, path: str) -> bytes:
        """The body of an answer; whatever is not 200 is counted as failed."""
        async with self._lock:
            try:
                head, body = await self._exchange(path)
            except (ConnectionError, asyncio.IncompleteReadError):
                # Closed for want of use: a browser opens another.
                self._streams = None
                head, body = await self._exchange(path)
        self._heard.requests += 1
        self._heard.bytes += len(head) + len(body)
        if b" 200 " not in head[:20]:
            self._heard.failed += 1
        return body

    async def _exchange(self, path: str) -> tuple[bytes, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        extra = "X-Jiedao-Background: 1\r\nAccept-Language: zh-CN\r\n"
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}{extra}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        size = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        return head, await reader.readexactly(int(size[1])) if size else b""

    async def stream(self, path: str) -> asyncio.StreamReader:
        """An answer that does not end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        self._streams = (reader, writer)
        return reader


class Screen:
    """One open screen."""

    def __init__(self, port: int, session: str, pace: Pace, heard: Heard) -> None:
        self._pages = Connection(port, session, heard)
        self._live = Connection(port + 1, session, heard)
        self._pace, self._heard = pace, heard
        self._tags: dict[str, str] = {}
        self._concerned: set[str] = set()
        """Panels that a change of ``KIND`` concerns."""
        self._alone: set[str] = set()
        self._dirty: dict[int, float] = {}
        self._last = 0.0
        self._arrivals: deque[float] = deque(maxlen=pace.busy_changes + 1)
        self._flush: asyncio.Task[None] | None = None
        self._bell = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """The page, every panel once, and the stream from where the page was."""
        page = (await self._pages.get("/centre/")).decode()
        since = re.search(r'data-live-since="(\d+)"', page)
        assert since is not None, "this account may not open the centre"
        kinds = dict(re.findall(r'data-panel="([^"]+)"[^>]*? data-kinds="([^"]*)"', page))
        assert kinds, "the page has no panels"
        self._concerned = {key for key, told in kinds.items() if KIND in told.split()}
        self._tags = dict.fromkeys(kinds, "")
        made = time.monotonic()
        for key in self._tags:
            await self._ask([key], time.monotonic() - made)
        reader = await self._live.stream(f"/live/events?since={since[1]}")
        self._tasks = [asyncio.create_task(one) for one in (self._listen(reader), self._minutely())]

    def close(self) -> None:
        """Nobody looks any more."""
        for task in [*self._tasks, *([self._flush] if self._flush else [])]:
            task.cancel()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while chunk := await reader.readuntil(b"\n\n"):
            if b"event: change" in chunk:
                self._change(int(chunk[chunk.index(b"id: ") + 4 : chunk.index(b"\nevent")]))
            self._heard.reloads += b"event: reload" in chunk
            self._heard.bytes += len(chunk)

    def _change(self, number: int) -> None:
        wall, now = time.time(), time.monotonic()
        self._heard.events.append((number, wall))
        self._arrivals.append(now)
        self._dirty[number] = self._last = now
        if self._flush is None:
            self._flush = asyncio.create_task(self._later())
        if now - self._bell > self._pace.bell:
            self._bell = now
            self._tasks.append(asyncio.create_task(self._ring()))

    def _busy(self) -> bool:
        full = len(self._arrivals) > self._pace.busy_changes
        return full and time.monotonic() - self._arrivals[0] < self._pace.window

    async def _later(self) -> None:
        await asyncio.sleep(
            self._pace.jittered(self._pace.busy if self._busy() else self._pace.calm)
        )
        self._flush = None
        asked, now, busy = self._dirty, time.monotonic(), self._busy()
        # What an answer of a moment ago may lack is asked for once more.
        young = {one: at for one, at in asked.items() if busy and now - at < self._pace.shared}
        self._dirty = young
        if young:
            self._flush = asyncio.create_task(self._later())
        fresh = None if busy else now - self._last
        await self._ask(sorted(self._concerned - self._alone), fresh)
        for key in self._concerned & self._alone:
            await self._ask([key], fresh)
        moment = time.time()
        self._heard.shown += [(number, moment) for number in asked if number not in young]

    async def _ask(self, keys: list[str], fresh: float | None = None) -> None:
        have = [("have", f"{key}:{self._tags[key]}") for key in keys if self._tags[key]]
        query = [("key", key) for key in keys] + have
        if fresh is not None:
            query.append(("fresh", str(round(fresh * 1000))))
        begun = time.monotonic()
        body = await self._pages.get(f"/centre/panels/?{urlencode(query)}")
        self._heard.answers.append(time.monotonic() - begun)
        found: dict[str, Any] = json.loads(body)
        for key, panel in found.items():
            self._tags[key] = panel["tag"]
            (self._alone.add if panel["slow"] else self._alone.discard)(key)

    async def _minutely(self) -> None:
        while True:
            await asyncio.sleep(self._pace.jittered(self._pace.every))
            await self._ask(list(self._tags))

    async def _ring(self) -> None:
        await self._pages.get("/home/bell/")
