"""The history as it grows, as events for open pages: each line once, late commits included."""

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, Q

from jiedao.kernel.models import History

RECENT = 1000
"""Lines told one by one to a page that comes back; who missed more is told to reload: to fetch
once what it shows is cheaper for both sides than to hear of thousands of changes to it."""
_BATCH = 2000
_MAX_GAPS = 2000
_GAP_SECONDS = 60.0
_SILENT_KINDS = frozenset({"account", "export", "person", "token"})
_SILENT_VERBS = frozenset({"revealed"})
_FIELDS = ("id", "town_id", "kind", "record_id", "verb", "changes")


@dataclass(frozen=True)
class Event:
    """One history line, without its author, its words or its values.

    It goes to every page of the town, whatever its reader may see: a record that has just left
    somebody's jurisdiction must vanish from that list too. The page then asks for what it
    shows, through the gate, and learns nothing it may not know.
    """

    id: int
    town_id: int
    kind: str
    record_id: int
    verb: str
    version: int | None = None

    @property
    def silent(self) -> bool:
        """Who was looked up, who signed in, what was taken out, is for the audit pages only."""
        return self.kind in _SILENT_KINDS or self.verb in _SILENT_VERBS

    def public(self) -> dict[str, Any]:
        """What a page is told."""
        return {
            "id": self.id,
            "kind": self.kind,
            "record": self.record_id,
            "verb": self.verb,
            "version": self.version,
        }

    @cached_property
    def frame(self) -> bytes:
        """The event as it goes over the wire, encoded once for all pages."""
        text = json.dumps(self.public(), separators=(",", ":"))
        return f"id: {self.id}\nevent: change\ndata: {text}\n\n".encode()


def events(**conditions: Any) -> list[Event]:
    """The events of the history lines that meet the conditions, oldest first, no silent ones."""
    rows = History.objects.filter(**conditions).order_by("id").values_list(*_FIELDS)
    return [event for event in _as_events(rows) if not event.silent]


class Recent:
    """What came lately, in the order of arrival and not of ids: a late commit stands behind its
    elders. Silent lines keep their place, for a page may have stopped at one."""

    def __init__(self) -> None:
        self._batches: deque[list[Event]] = deque()
        self._lines = 0

    @property
    def last_id(self) -> int:
        """The line that arrived last; 0 where none has."""
        return self._batches[-1][-1].id if self._batches else 0

    def add(self, batch: list[Event]) -> None:
        """What one look at the history brought."""
        if not batch:
            return
        self._batches.append(batch)
        self._lines += len(batch)
        while self._lines - len(self._batches[0]) >= RECENT:
            self._lines -= len(self._batches.popleft())

    def after(self, last: int, *, exactly: bool) -> list[Event] | None:
        """The events that a page has missed which stopped at ``last``; None when that is not known.

        ``exactly``: it had heard everything before. Otherwise it saw the tables when this was their
        newest line: what came in the same look is told as well, for of two lines found together
        either may have been committed first.
        """
        missed: list[Event] = []
        for batch in reversed(self._batches):
            place = next((n for n in range(len(batch) - 1, -1, -1) if batch[n].id == last), None)
            if place is not None:
                return (batch[place + 1 :] if exactly else batch) + missed
            missed = batch + missed
        newest = max((event.id for event in missed), default=None)
        return [] if newest is not None and last > newest else None


def frames(events: Iterable[Event], town_id: int) -> Iterator[bytes]:
    """What the pages of a town are told of them."""
    return (event.frame for event in events if event.town_id == town_id and not event.silent)


def last_id() -> int:
    """The id of the newest line; 0 when there is none."""
    return History.objects.aggregate(last=Max("id"))["last"] or 0


class Feed:
    """Reads new lines again and again; one query a time, whoever is listening.

    PostgreSQL hands out ids before the transactions commit, so a lower id may appear after a
    higher one. Ids that were skipped are asked for again for a minute: a long transaction, or
    one that was rolled back and never comes.
    """

    def __init__(self) -> None:
        self._last = 0
        self._gaps: dict[int, float] = {}

    def start(self) -> list[Event]:
        """Begin at the present; returns the recent events, silent ones as well."""
        self._last = max(0, last_id() - RECENT)
        return self.poll()

    def poll(self) -> list[Event]:
        """What appeared since the last call, at most 2,000 at once."""
        wanted = Q(id__gt=self._last)
        if self._gaps:
            wanted |= Q(id__in=list(self._gaps))
        rows = list(History.objects.filter(wanted).order_by("id").values_list(*_FIELDS)[:_BATCH])
        self._note([row[0] for row in rows])
        return _as_events(rows)

    def _note(self, ids: list[int]) -> None:
        moment = time.monotonic()
        seen = set(ids)
        newest = max(seen, default=0)
        if newest > self._last:
            begin = self._last if self._last else min(seen) - 1
            begin = max(begin, newest - _MAX_GAPS)
            skipped = (each for each in range(begin + 1, newest) if each not in seen)
            self._gaps |= dict.fromkeys(skipped, moment + _GAP_SECONDS)
            self._last = newest
        self._gaps = {
            each: until
            for each, until in list(self._gaps.items())[-_MAX_GAPS:]
            if each not in seen and until > moment
        }


def _as_events(rows: Iterable[tuple[Any, ...]]) -> list[Event]:
    return [
        Event(
            id=id_,
            town_id=town_id,
            kind=kind,
            record_id=record_id,
            verb=verb,
            version=(changes.get("version") or [None, None])[1],
        )
        for id_, town_id, kind, record_id, verb, changes in rows
    ]
