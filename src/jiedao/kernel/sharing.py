"""Answers shared by all who ask the same within a moment: a screen is looked at by many.

Whoever asks first works it out, the others wait for it; so a hundred screens that hear of one
change cost one answer in each process. What a reader has just heard of is never answered with
what was worked out before it: see ``no_older_than``.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST: Final = 2000
_needed: ContextVar[float] = ContextVar("needed", default=0.0)


class Place:
    """Where the answer to one question is kept; ``lock`` is held by who is working it out."""

    __slots__ = ("_kept", "lock")

    def __init__(self) -> None:
        self.lock = Lock()
        self._kept: tuple[float, Any] | None = None

    @property
    def last(self) -> Any:
        """The last answer, however old; None where there is none."""
        return self._kept[1] if self._kept else None

    def since(self, moment: float) -> Any:
        """The answer, if it was begun at this moment (of ``time.monotonic``) or later; else None."""
        return self._kept[1] if self._kept and self._kept[0] >= moment else None

    def keep(self, begun: float, answer: Any) -> None:
        """Keep an answer that was begun then."""
        self._kept = (begun, answer)


_places: dict[Hashable, Place] = {}
_lock = Lock()


def place(key: Hashable) -> Place:
    """The place of a question, the same for all threads."""
    with _lock:
        if key not in _places and len(_places) >= _MOST:
            _places.clear()
        return _places.setdefault(key, Place())


def oldest(seconds: float) -> float:
    """The earliest moment at which an answer may have been begun that is to be that new."""
    return max(time.monotonic() - seconds, _needed.get())


def shared(key: Hashable, seconds: float, ask: Callable[[], T], *, settled: bool = False) -> T:
    """The answer to a question that somebody asked at most so many seconds ago, or a new one.

    ``settled``: nothing that happens now changes it, whatever its reader has heard of. An answer
    is never None. What ``ask`` raises is raised, and not kept.
    """
    there = place(key)
    moment = time.monotonic() - seconds if settled else oldest(seconds)
    found: T | None = there.since(moment)
    if found is not None:
        return found
    with there.lock:
        found = there.since(moment)
        if found is None:
            begun = time.monotonic()
            found = ask()
            there.keep(begun, found)
    return found


@contextmanager
def no_older_than(seconds: float | None) -> Iterator[None]:
    """Within it nothing is answered that was begun longer ago, for the reader knows of something
    that happened then; None asks for nothing."""
    token = _needed.set(time.monotonic() - seconds if seconds is not None else 0.0)
    try:
        yield
    finally:
        _needed.reset(token)


def forget() -> None:
    """Work out everything anew."""
    with _lock:
        _places.clear()
