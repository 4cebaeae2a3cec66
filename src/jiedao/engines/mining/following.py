"""The texts of a town's cases, held by each process: read once, then following the history.

As ``engines/cases/board.py`` does it for counts: what the history tells of a case is read anew at
the next question, so that nothing is older than about a second.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.likeness import LikenessIndex
from jiedao.foundation.places.geometry import metres_between
from jiedao.kernel import sharing
from jiedao.web.live.feed import Feed

MOST: Final = 20_000
"""Texts held of a town, the newest first: read within some two seconds, in about 30 MB."""
KEPT_SECONDS: Final = 1.0
AGE_SECONDS: Final = 6 * 3600.0
"""After so long all is read anew, for what no line of the history tells."""
_LOOKS: Final = 10
_AT_ONCE: Final = 500
_CELL: Final = 0.006
"""Degrees: more than ``reach`` metres of ``near`` at most, also from north to south."""
REACH_M: Final = 500.0
Rows = Callable[[int], "QuerySet[Case]"]


class Lies(NamedTuple):
    """What is known of where and when a held case is, and what it is about."""

    kind: str
    item_id: int | None
    lon: float | None
    lat: float | None
    grid_id: int | None
    building_id: int | None
    address: str
    reported_at: datetime
    closed_at: datetime | None

    @property
    def nowhere(self) -> bool:
        """Whether nothing is known of its place."""
        return self.lon is None and self.grid_id is None and not self.address


_Key = tuple[str, Any]


@dataclass(slots=True)
class Texts:
    """Cases of one town by text and place. Not for several threads at once."""

    town_id: int
    rows: Rows
    index: LikenessIndex = field(default_factory=LikenessIndex)
    lies: dict[int, Lies] = field(default_factory=dict)
    _words: dict[int, int] = field(default_factory=dict)
    _at: dict[_Key, set[int]] = field(default_factory=lambda: defaultdict(set))
    _feed: Feed = field(default_factory=Feed)
    _until: float = 0.0

    @classmethod
    def read(cls, town_id: int, rows: Rows) -> "Texts":
        """From the database. What happens meanwhile is read again by the next look."""
        held = cls(town_id, rows)
        held._feed.start()
        held._take(rows(town_id).order_by("-id")[:MOST])
        held._until = time.monotonic() + AGE_SECONDS
        return held

    def look(self) -> bool:
        """Take over what has happened since; False: read anew."""
        if time.monotonic() > self._until:
            return False
        for _look in range(_LOOKS):
            events = self._feed.poll()
            if not events:
                return True
            self._renew(
                {e.record_id for e in events if e.town_id == self.town_id and e.kind == "case"}
            )
        return False

    def near(self, place: Lies) -> set[int]:
        """Cases that lie within ``REACH_M`` of a place, in its building or at its address; where
        one of the two has no point, in its grid."""
        found = set(self._at["building", place.building_id] if place.building_id else ())
        found |= self._at["address", place.address] if place.address else set()
        if place.lon is None or place.lat is None:
            return found | (self._at["grid", place.grid_id] if place.grid_id else set())
        for key in _around(place.lon, place.lat):
            found |= {pk for pk in self._at.get(key, ()) if self._metres(pk, place) <= REACH_M}
        in_grid = self._at["grid", place.grid_id] if place.grid_id else set()
        return found | (in_grid & self._at["unpointed", None])

    def nowhere(self) -> set[int]:
        """Cases of whose place nothing is known."""
        return self._at["nowhere", None]

    def _metres(self, pk: int, place: Lies) -> float:
        lies = self.lies[pk]
        assert lies.lon is not None
        assert lies.lat is not None
        assert place.lon is not None
        assert place.lat is not None
        return metres_between(place.lon, place.lat, lies.lon, lies.lat)

    def _renew(self, ids: set[int]) -> None:
        for some in _batches(sorted(ids)):
            rows = list(self.rows(self.town_id).filter(pk__in=some).values_list(*_FIELDS))
            self._forget(set(some) - {row[0] for row in rows})
            self._hold(rows)

    def _take(self, rows: "QuerySet[Case]") -> None:
        self._hold(list(rows.values_list(*_FIELDS)))

    def _hold(self, rows: Iterable[tuple[Any, ...]]) -> None:
        fresh: dict[int, str] = {}
        for pk, text, *lies in rows:
            self._place(pk, Lies(*lies))
            if self._words.get(pk) != hash(text):
                self._words[pk], fresh[pk] = hash(text), text
        if fresh:
            self.index.add(list(fresh), list(fresh.values()))

    def _place(self, pk: int, lies: Lies) -> None:
        self._unplace(pk)
        self.lies[pk] = lies
        for key in _keys(lies):
            self._at[key].add(pk)

    def _unplace(self, pk: int) -> None:
        before = self.lies.pop(pk, None)
        for key in _keys(before) if before is not None else ():
            self._at[key].discard(pk)

    def _forget(self, ids: Collection[int]) -> None:
        known = [pk for pk in ids if pk in self.lies]
        for pk in known:
            self._unplace(pk)
            del self._words[pk]
        if known:
            self.index.remove(known)


_FIELDS: Final = ("id", "text", *Lies._fields)


def _keys(lies: Lies) -> Iterator[_Key]:
    if lies.lon is not None and lies.lat is not None:
        yield "cell", (int(lies.lon / _CELL), int(lies.lat / _CELL))
    else:
        yield "unpointed", None
    for name, value in (
        ("grid", lies.grid_id), ("building", lies.building_id), ("address", lies.address),
    ):  # fmt: skip
        if value:
            yield name, value
    if lies.nowhere:
        yield "nowhere", None


def _around(lon: float, lat: float) -> Iterator[_Key]:
    column, row = int(lon / _CELL), int(lat / _CELL)
    for east in (-1, 0, 1):
        for north in (-1, 0, 1):
            yield "cell", (column + east, row + north)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE))


@contextmanager
def texts_of(town_id: int, name: str, rows: Rows) -> Iterator[Texts]:
    """The texts of a town that ``rows`` chooses, as new as its reader's news; ``name`` is that of
    the choice. Held by one thread at a time."""
    place = sharing.place(("mining.texts", name, town_id))
    with place.lock:
        held: Texts | None = place.since(sharing.oldest(KEPT_SECONDS))
        if held is None:
            begun, held = time.monotonic(), place.last
            place.keep(0.0, None)  # one that was left in the middle is not used again
            if held is None or not held.look():
                held = Texts.read(town_id, rows)
            place.keep(begun, held)
        yield held
