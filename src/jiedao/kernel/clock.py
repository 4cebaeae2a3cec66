"""The one clock. Everything asks it, so that a simulation or a test can set the time.

The override lives in a context variable: a simulated year in one thread never leaks into
the requests served by another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOWN_ZONE = ZoneInfo("Asia/Shanghai")
"""Mainland China keeps one civil time without daylight saving since 1991."""

_fixed: ContextVar[datetime | None] = ContextVar("jiedao_clock", default=None)


def now() -> datetime:
    """The present moment as an aware UTC datetime."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The present civil date in the town's zone (not in UTC, which is eight hours behind)."""
    return now().astimezone(TOWN_ZONE).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware ``moment`` inside the block."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs an aware datetime")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
