"""A small HTTP client for load: keep-alive sockets, one thread each, latencies in milliseconds."""

import http.client
import json
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Client:
    """One keep-alive connection with a bearer token, or signed in by a session's cookie."""

    def __init__(self, port: int, token: str = "", *, session: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        if session:
            self._headers["Cookie"] = f"sessionid={session}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send JSON, return (status, parsed JSON)."""
        payload = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        extra = {"Content-Type": "application/json"} if payload is not None else {}
        self._connection.request(method, path, payload, {**self._headers, **extra, **headers})
        response = self._connection.getresponse()
        raw = response.read()
        try:
            return response.status, json.loads(raw) if raw else None
        except ValueError:
            return response.status, raw


@dataclass
class Timing:
    """Latencies of one measure, and the wall time of all of it."""

    milliseconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    failed: int = 0

    def figures(self) -> dict[str, float | int]:
        """Median, p95 and rate; what a reader compares."""
        times = sorted(self.milliseconds)
        if not times:
            return {"count": 0, "failed": self.failed}
        return {
            "count": len(times),
            "failed": self.failed,
            "median_ms": round(statistics.median(times), 2),
            "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
            "per_second": round(len(times) / self.wall, 1) if self.wall else 0.0,
        }


def timed(call: Callable[[], bool], timing: Timing) -> None:
    """Run once and note the time, or the failure."""
    start = time.perf_counter()
    good = call()
    elapsed = (time.perf_counter() - start) * 1000
    if good:
        timing.milliseconds.append(elapsed)
    else:
        timing.failed += 1


def in_parallel(workers: list[Callable[[Timing], None]]) -> Timing:
    """Run one thread a worker and put their timings together."""
    parts = [Timing() for _worker in workers]
    threads = [
        threading.Thread(target=worker, args=(part,))
        for worker, part in zip(workers, parts, strict=True)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Timing(wall=time.perf_counter() - start)
    for part in parts:
        total.milliseconds += part.milliseconds
        total.failed += part.failed
    return total
