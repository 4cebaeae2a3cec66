"""What limits a measure, found by measuring: whose processor time a call takes, and what it waits for.

Processor time is read from ``/proc`` (Linux) before and after: of the server with its children, of
this client, of PostgreSQL's processes. Statements and the time they take are counted inside one
process by ``benchmarks.inside``.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")
_CORES = len(os.sched_getaffinity(0))
BUSY = 0.85
"""From this share of all cores on the processors are what limits."""
NOISE = 0.15
"""From this share of all cores on others disturb the measure."""


@dataclass
class Used:
    """Seconds of processor time in a span, by whom, and the seconds of the clock."""

    seconds: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    others: float = 0.0
    """The share of all cores that other programs kept busy."""

    def figures(self, calls: int, inside: dict[str, Any] | None = None) -> dict[str, Any]:
        """Milliseconds a call, the share of all cores that was busy, and what follows from it."""
        told: dict[str, Any] = {
            f"{who}_cpu_ms": round(seconds * 1000 / max(calls, 1), 2)
            for who, seconds in self.seconds.items()
        }
        busy = sum(self.seconds.values()) / (self.wall * _CORES) if self.wall else 0.0
        told |= {"cores_busy": round(busy, 2), "others_busy": round(self.others, 2)}
        told |= inside or {}
        told["limit"] = self._limit(busy, told)
        return told

    def _limit(self, busy: float, told: dict[str, Any]) -> str:
        if self.others > NOISE:
            return f"other programs keep {self.others:.0%} of the cores busy: measure again alone"
        if busy >= BUSY:
            most = max(self.seconds, key=lambda who: self.seconds[who])
            return f"processors: {busy:.0%} of {_CORES} cores, most of it the {most}'s"
        if busy * _CORES >= BUSY:
            return f"processors, one call after another: {busy:.0%} of {_CORES} cores"
        if told.get("database_ms", 0) * 2 > told.get("inside_ms", 1):
            return (
                f"the database and its disk: {told['database_ms']} of {told['inside_ms']} ms in"
                f" {told['statements']} statements, while {1 - busy:.0%} of the cores idle"
            )
        return f"waiting for one another: {1 - busy:.0%} of {_CORES} cores idle"


@contextmanager
def used(server_pid: int, *, postgresql: bool) -> Iterator[Used]:
    """Measure the processor time of a span."""
    span = Used()
    before, start = _now(server_pid, postgresql), time.perf_counter()
    everything = _everything()
    yield span
    span.wall = time.perf_counter() - start
    after = _now(server_pid, postgresql)
    span.seconds = {who: after[who] - before[who] for who in after}
    others = _everything() - everything - sum(span.seconds.values())
    span.others = max(others, 0.0) / (span.wall * (os.cpu_count() or 1))


def _now(server_pid: int, postgresql: bool) -> dict[str, float]:
    own = os.times()
    found = {"server": _tree(server_pid), "client": own.user + own.system}
    if postgresql:
        found["database"] = sum(
            _seconds(pid) for pid, name, _parent in _processes() if name.startswith("postgres")
        )
    return found


def _everything() -> float:
    """Processor seconds of the whole machine that were not idle."""
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    # idle and iowait left out
    return (sum(fields[:3]) + sum(fields[5:8])) / _TICK


def _tree(root: int) -> float:
    """Processor seconds of a process and everything below it."""
    children: dict[int, list[int]] = {}
    for pid, _name, parent in _processes():
        children.setdefault(parent, []).append(pid)
    waiting, total = [root], 0.0
    while waiting:
        pid = waiting.pop()
        total += _seconds(pid)
        waiting += children.get(pid, [])
    return total


def _processes() -> Iterator[tuple[int, str, int]]:
    """Number, name and parent of every process."""
    for folder in Path("/proc").iterdir():
        fields = _stat(folder.name) if folder.name.isdecimal() else None
        if fields is not None:
            yield int(folder.name), fields[0], int(fields[1][1])


def _seconds(pid: int) -> float:
    fields = _stat(str(pid))
    # utime, stime, and those of children that have ended
    return sum(map(int, fields[1][11:15])) / _TICK if fields else 0.0


def _stat(pid: str) -> tuple[str, list[str]] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    name = text[text.index("(") + 1 : text.rindex(")")]
    return name, text[text.rindex(")") + 2 :].split()
