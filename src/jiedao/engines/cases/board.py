"""Open work and what today brought, held in memory: a screen is looked at by many, of many reaches.

Each process reads a town's open cases once a day, from an index that holds nothing else, and from
then on only those of which the history tells something new. What is counted lies in groups of all
that decides who may see a case (``gate.Where``), so that the counts of any reach are sums of a few
of them, and no reach asks the database. A colour that changes by time alone is known beforehand.
"""

import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from jiedao.engines.cases import clocks, kinds
from jiedao.engines.cases.gate import Where, sight_key, sight_of
from jiedao.engines.cases.models import Approval, Assignment, Case
from jiedao.kernel import clock, sharing
from jiedao.kernel.access import Reach
from jiedao.web.live.feed import Feed

RECORD: Final = "case"
GREEN, AMBER, RED, VIOLET, NEUTRAL = "green", "amber", "red", "violet", "neutral"
NEW: Final = "new"
"""Of the red ones those whose nearest clock ran out today."""
FLOWS: Final = ("reported_at", "dispatched_at", "closed_at")
KEPT_SECONDS: Final = 1.0
_FIELDS: Final = (
    "id", "unit_id", "community_id", "grid_id", "kind", "secret",
    "state", "due_at", "due_clock", "warn_at", "suspended_until",
)  # fmt: skip
Standing = dict[int | None, Counter[str]]
_AT_ONCE: Final = 500
AGE_SECONDS: Final = 120.0
"""After so long everything is read anew, for what no line of the history tells, or one that has an
earlier number than was read already (a year that is filled in behind)."""
SHARE: Final = 200.0
"""Never sooner than so many times as long as reading took."""
_LOOKS: Final = 10
"""Who has so many batches of the history to catch up with reads everything anew."""


def midnight() -> datetime:
    """When today began."""
    return datetime.combine(clock.today(), datetime.min.time(), clock.TOWN_ZONE)


@dataclass(slots=True)
class _Held:
    """A case that is open, or that something happened to today."""

    where: Where
    state: str
    due_at: datetime | None
    due_clock: str
    warn_at: datetime | None
    suspended_until: datetime | None
    flows: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


class Special(NamedTuple):
    """Units that see a case wherever it lies, by their work on it or by an objection."""

    helping: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """Colour, NEW or name of a flow → how many: by unit, by grid (None: none yet) and of all."""

    units: Standing = field(default_factory=lambda: defaultdict(Counter))
    grids: Standing = field(default_factory=lambda: defaultdict(Counter))
    whole: Counter[str] = field(default_factory=Counter)

    def add(self, where: Where, counts: Iterable[tuple[str, int]]) -> None:
        """Count these in."""
        units, grids = self.units[where.unit_id], self.grids[where.grid_id]
        for name, count in counts:
            units[name] += count
            grids[name] += count
            self.whole[name] += count


@dataclass(slots=True)
class Board:
    """The open cases of one town, and those of today. Not for several threads at once."""

    town_id: int
    moment: datetime
    midnight: datetime
    counts: dict[Where, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _cases: dict[int, _Held] = field(default_factory=dict)
    _kinds: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The open cases of each kind."""
    _special: dict[int, Special] = field(default_factory=dict)
    _turns: list[tuple[datetime, int]] = field(default_factory=list)
    """When the colour of a case changes by time alone, the next one first."""
    _shown: dict[Hashable, tuple[int, list[Where]]] = field(default_factory=dict)
    _feed: Feed = field(default_factory=Feed)
    _anew: float = 0.0
    """When it is to be read anew, of ``time.monotonic``."""

    @classmethod
    def read(cls, town_id: int) -> "Board":
        """From the database. What happens meanwhile is read again by the next look."""
        begun, board = time.monotonic(), cls(town_id, clock.now(), midnight())
        board._feed.start()
        rows = Case.objects.filter(
            town_id=town_id, closed_at__isnull=True, state__in=kinds.open_states()
        )
        board._take(rows.values_list(*_FIELDS), board._of_today())
        for some in _batches(sorted(board._cases)):
            board._note_specials(some)
        now = time.monotonic()
        board._anew = now + max(AGE_SECONDS, SHARE * (now - begun))
        return board

    def look(self) -> bool:
        """Take over what has happened since, and what the hour has done; False: read anew."""
        moment = clock.now()
        if moment < self.moment or midnight() != self.midnight or time.monotonic() > self._anew:
            return False
        self.moment = moment
        for _look in range(_LOOKS):
            events = self._feed.poll()
            ids = {
                one.record_id
                for one in events
                if one.town_id == self.town_id and one.kind == RECORD
            }
            self._renew(ids)
            if not events:
                self._turn()
                return True
        return False

    def tally(self, reach: Reach) -> "Tally":
        """The counts of what this reach sees."""
        tally, shown = Tally(), self._shown_to(reach)
        for where in shown:
            tally.add(where, self.counts[where].items())
        sees = sight_of(reach)
        for pk, special in self._special.items():
            where = self._cases[pk].where
            if not sees(where, (), ()) and sees(where, special.helping, special.named):
                tally.add(where, ((name, 1) for name in self._cases[pk].counted))
        return tally

    def open_ids(self, reach: Reach, kind: str) -> list[int]:
        """The open cases of a kind that this reach sees, the newest first."""
        sees, none = sight_of(reach), Special()
        ids = sorted(self._kinds[kind], reverse=True)
        return [pk for pk in ids if sees(self._cases[pk].where, *self._special.get(pk, none))]

    def _shown_to(self, reach: Reach) -> list[Where]:
        """The groups that it sees by their columns alone. A group that is there once stays, and is
        asked about once."""
        looked, shown = self._shown.setdefault(sight_key(reach), (0, []))
        if looked < len(self.counts):
            sees = sight_of(reach)
            # A dict keeps the order in which its keys came.
            shown += [w for w in islice(self.counts, looked, None) if sees(w, (), ())]
            self._shown[sight_key(reach)] = (len(self.counts), shown)
        return shown

    def _renew(self, ids: set[int]) -> None:
        for pk in ids:
            self._drop(pk)
        for some in _batches(sorted(ids)):
            rows = Case.objects.filter(town_id=self.town_id, pk__in=some)
            moments = rows.values_list("id", *FLOWS)
            self._take(rows.values_list(*_FIELDS), {pk: self._flows(at) for pk, *at in moments})
            self._note_specials(some)

    def _take(self, rows: Iterable[tuple[Any, ...]], today: dict[int, tuple[str, ...]]) -> None:
        open_states = frozenset(kinds.open_states())
        for pk, unit, community, grid, kind, secret, *clocks_ in rows:
            held = _Held(Where(unit, community, grid, kind, secret), *clocks_)
            held.flows = today.pop(pk, ())
            self._hold(pk, held, open_states)
        # What is left was closed: only that it happened today is counted of it.
        for some in _batches(sorted(pk for pk, flows in today.items() if flows)):
            left = Case.objects.filter(pk__in=some)
            for pk, *where in left.values_list(*_FIELDS[: 1 + len(Where._fields)]):
                self._hold(pk, _Held(Where(*where), "", None, "", None, None, today[pk]), ())

    def _hold(self, pk: int, held: _Held, open_states: Iterable[str]) -> None:
        is_open = held.state in open_states
        if is_open or held.flows:
            held.state = held.state if is_open else ""
            self._cases[pk] = held
            self._count(pk, held)
        if is_open:
            self._kinds[held.where.kind].add(pk)

    def _count(self, pk: int, held: _Held) -> None:
        names = held.flows
        if held.state:
            names += self._colours(held)
            later = [
                at for at in (held.warn_at, held.due_at) if at is not None and at >= self.moment
            ]
            if later:
                heapq.heappush(self._turns, (min(later), pk))
        held.counted = names
        self.counts[held.where].update(names)

    def _drop(self, pk: int) -> None:
        held = self._cases.pop(pk, None)
        self._special.pop(pk, None)
        if held is not None:
            self.counts[held.where].subtract(held.counted)
            self._kinds[held.where.kind].discard(pk)

    def _turn(self) -> None:
        turned = set()
        while self._turns and self._turns[0][0] <= self.moment:
            turned.add(heapq.heappop(self._turns)[1])
        for pk in turned & self._cases.keys():
            held = self._cases[pk]
            self.counts[held.where].subtract(held.counted)
            self._count(pk, held)

    def _colours(self, held: _Held) -> tuple[str, ...]:
        """As ``queries.is_late``, ``is_due_soon`` and ``is_calmly_suspended`` have it."""
        due, warn, suspended = held.due_at, held.warn_at, held.suspended_until is not None
        ends = held.due_clock == clocks.SUSPENSION
        if due is not None and due < self.moment and not ends:
            return (RED, NEW) if due >= self.midnight else (RED,)
        if suspended and (ends or (due is not None and warn is not None and warn > self.moment)):
            return (VIOLET,)
        if due is None:
            return (GREEN,) if ends else (NEUTRAL,)
        soon = due >= self.moment and warn is not None and warn <= self.moment
        return (AMBER,) if soon else (GREEN,)

    def _of_today(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = defaultdict(tuple)
        for name in FLOWS:
            rows = Case.objects.filter(town_id=self.town_id, **{f"{name}__gte": self.midnight})
            for pk in rows.values_list("id", flat=True):
                found[pk] += (name,)
        return found

    def _flows(self, moments: list[datetime | None]) -> tuple[str, ...]:
        pairs = zip(FLOWS, moments, strict=True)
        return tuple(name for name, at in pairs if at is not None and at >= self.midnight)

    def _note_specials(self, ids: list[int]) -> None:
        found = specials(self.town_id, ids)
        self._special |= {pk: found[pk] for pk in found.keys() & self._cases.keys()}


def specials(town_id: int, ids: Collection[int]) -> dict[int, Special]:
    """Of these cases those that some units see wherever they lie."""
    helps = Assignment.objects.filter(case_id__in=ids, part=Assignment.Part.CO, ended_at=None)
    asks = Approval.objects.filter(
        town_id=town_id, case_id__in=ids, kind="objection", state="open",
        proposed_unit__isnull=False,
    )  # fmt: skip
    helping: dict[int, set[int]] = defaultdict(set)
    for pk, unit in helps.values_list("case_id", "unit_id"):
        helping[pk].add(unit)
    named: dict[int, set[int]] = defaultdict(set)
    for pk, unit in asks.values_list("case_id", "proposed_unit_id"):
        named[pk].add(unit)
    return {pk: Special(frozenset(helping[pk]), frozenset(named[pk])) for pk in {*helping, *named}}


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE))


def tally_of(reach: Reach) -> Tally:
    """What this reach sees of open work and of today, no older than its reader's news."""
    with _board(reach.town_id) as board:
        return board.tally(reach)


def open_ids(reach: Reach, kind: str) -> list[int]:
    """The open cases of a kind that this reach sees, the newest first."""
    with _board(reach.town_id) as board:
        return board.open_ids(reach, kind)


@contextmanager
def _board(town_id: int) -> Iterator[Board]:
    place = sharing.place(("board", town_id))
    with place.lock:
        board: Board | None = place.since(sharing.oldest(KEPT_SECONDS))
        if board is None:
            begun, board = time.monotonic(), place.last
            place.keep(0.0, None)  # one that was left in the middle is not used again
            if board is None or not board.look():
                board = Board.read(town_id)
            place.keep(begun, board)
        yield board
