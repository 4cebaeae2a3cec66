"""Towns and their settings; the revision that in-memory indexes are keyed by."""

import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jiedao.kernel import clock
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town

_CHECK_SECONDS = 1.0


@dataclass(slots=True)
class _Seen:
    town: Town
    checked: float


_seen: dict[int, _Seen] = {}
_lock = threading.Lock()
_replayed: tuple[bool, float] | None = None


def town(town_id: int) -> Town:
    """The town's row, re-read at most once a second per process."""
    entry = _seen.get(town_id)
    moment = time.monotonic()
    if entry is not None and moment - entry.checked < _CHECK_SECONDS:
        return entry.town
    row = Town.objects.get(pk=town_id)
    with _lock:
        _seen[town_id] = _Seen(row, moment)
    return row


def town_by_key(key: str) -> Town:
    """The town of that key; ``NotFound`` names the key."""
    try:
        return Town.objects.get(key=key)
    except Town.DoesNotExist:
        raise NotFound(f"没有名为“{key}”的街道。", code="no_town") from None


def find_or_add_town(key: str, title: str = "") -> Town:
    """The town of that key, made with the default settings where there is none."""
    row, _made = Town.objects.get_or_create(
        key=key, defaults={"title": title or key, "created_at": clock.now()}
    )
    return row


def replayed() -> bool:
    """Whether this instance holds a town replayed, and so no real record; asked at most once a
    second per process."""
    global _replayed
    moment = time.monotonic()
    if _replayed is None or moment - _replayed[1] >= _CHECK_SECONDS:
        _replayed = (Town.objects.exclude(replayed="").exists(), moment)
    return _replayed[0]


def revision(town_id: int) -> int:
    """The revision that in-memory indexes of this town must have."""
    return town(town_id).revision


def touch(town_id: int) -> None:
    """Say that reference data changed: other processes rebuild within a second.

    The new revision is the moment in microseconds, not a count: one that was rolled back must
    never come again with other data behind it.
    """
    Town.objects.filter(pk=town_id).update(revision=time.time_ns() // 1000)
    forget(town_id)


def forget(town_id: int | None = None) -> None:
    """Drop the remembered row (all of them for None), so that this process re-reads it."""
    global _replayed
    with _lock:
        _replayed = None
        if town_id is None:
            _seen.clear()
        else:
            _seen.pop(town_id, None)


def setting(town_id: int, name: str, default: Any = None) -> Any:
    """One setting of the town, or ``default``."""
    return town(town_id).settings.get(name, default)


def take_numbers(town_id: int, series: str, count: int = 1) -> int:
    """Take ``count`` consecutive numbers of a series and return the first.

    One statement on a row that stays locked until the caller's transaction ends, so numbers
    have no gaps and no doubles. (SQLite and PostgreSQL share this syntax.)
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (town_id, series, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (town_id, series)"
            " DO UPDATE SET value = kernel_counter.value + EXCLUDED.value RETURNING value",
            [town_id, series, count],
        )
        (value,) = cursor.fetchone()
    return int(value) - count + 1
