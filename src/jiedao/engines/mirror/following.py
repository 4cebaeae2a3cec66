"""The history as it grows, each line once, late commits included; remembered across restarts.

PostgreSQL hands out ids before the transactions commit, so a lower id may appear after a higher
one. Ids that were skipped are remembered as gaps and asked for again, until every transaction has
ended that was at work when the gap was seen. A wide gap may also be a block of ids set aside
(``kernel.reserved``), which is written into much later: it is asked for again for a month.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Max, Q

from jiedao.engines.mirror import store
from jiedao.kernel.keyfiles import replace_lines
from jiedao.kernel.models import History

_WIDE: Final = 64
_WIDE_SECONDS: Final = 30 * 86_400.0
# A transaction takes its number a moment after the row's id: only then is it seen to be at work.
_NARROW_SECONDS: Final = 60.0
# What a statement may hold: ids one by one, and ranges of them.
_SMALL: Final = 8
_MAX_SMALL, _MAX_RANGES = 2000, 400


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids from ``first`` to ``last`` that were not there at ``seen`` (seconds).

    ``until`` is the transaction that had not begun when it was looked at again: when all before
    it have ended, nothing can fill the gap any more.
    """

    first: int
    last: int
    seen: float
    wide: bool
    until: int = 0

    @property
    def is_small(self) -> bool:
        return self.last - self.first < _SMALL


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the history has been read. ``mark`` tells the line ``last`` from another of the
    same id, in another database or after a backup was restored."""

    last: int = 0
    mark: str = ""
    gaps: tuple[Gap, ...] = ()


class Line(NamedTuple):
    """What a history line says of where to look."""

    id: int
    town_id: int
    kind: str
    record_id: int


def _path() -> Path:
    return store.root() / "cursor.json"


def load() -> Cursor | None:
    """The cursor; None where nothing was read yet."""
    try:
        said = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Cursor(said["last"], said["mark"], tuple(Gap(*gap) for gap in said["gaps"]))


def save(cursor: Cursor) -> None:
    """Remember how far it was read."""
    said = {"last": cursor.last, "mark": cursor.mark, "gaps": [astuple(g) for g in cursor.gaps]}
    replace_lines(_path(), [json.dumps(said, separators=(",", ":"))])


def start() -> Cursor:
    """Begin at the present: what is read of the tables from now on holds all earlier lines,
    except those that are not committed yet, which are gaps."""
    last = History.objects.aggregate(last=Max("id"))["last"] or 0
    table = connection.ops.quote_name(History._meta.db_table)
    statement = (
        f"SELECT before + 1, id - 1 FROM (SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before"  # noqa: S608
        f" FROM {table} WHERE id <= %s) AS pairs WHERE id - before > 1 ORDER BY id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [last, _MAX_SMALL])
        found = cursor.fetchall()
    moment = time.time()
    gaps = [Gap(a, b, moment, b - a + 1 >= _WIDE) for a, b in found]
    return Cursor(last, _mark(last), tuple(_few(sorted(gaps, key=lambda gap: gap.first))))


def is_lost(cursor: Cursor) -> bool:
    """Whether the history is not the one that was read: another database, an older one."""
    return bool(cursor.last) and _mark(cursor.last) != cursor.mark


def _mark(line_id: int) -> str:
    row = History.objects.filter(pk=line_id).values_list("at", "kind", "record_id").first()
    return "" if row is None else f"{row[0].isoformat()} {row[1]} {row[2]}"


def more(cursor: Cursor, limit: int) -> tuple[list[Line], Cursor]:
    """What appeared since, at most ``limit`` lines, and the cursor behind them."""
    wanted = Q(id__gt=cursor.last)
    small = [gap for gap in cursor.gaps if gap.is_small]
    if small:
        wanted |= Q(id__in=[n for gap in small for n in range(gap.first, gap.last + 1)])
    for gap in cursor.gaps:
        if not gap.is_small:
            wanted |= Q(id__range=(gap.first, gap.last))
    fields = ("id", "town_id", "kind", "record_id")
    rows = History.objects.filter(wanted).order_by("id").values_list(*fields)
    lines = [Line(*row) for row in rows[:limit]]
    after = _advanced(cursor, [line.id for line in lines], whole=len(lines) < limit)
    return lines, after


def _advanced(cursor: Cursor, seen: Sequence[int], *, whole: bool) -> Cursor:
    """The cursor behind the lines; gaps are given up only where nothing was left unread."""
    moment = time.time()
    left = [piece for gap in cursor.gaps for piece in _without(gap, seen)] if seen else cursor.gaps
    fresh = []
    last = cursor.last
    for each in seen:
        if each > last:
            if each > last + 1:
                fresh.append(Gap(last + 1, each - 1, moment, each - last - 1 >= _WIDE))
            last = each
    gaps = tuple(_few([*(_still_open(left, moment) if whole else left), *fresh]))
    if last == cursor.last:
        return replace(cursor, gaps=gaps)
    return Cursor(last, _mark(last), gaps)


def _without(gap: Gap, seen: Iterable[int]) -> Iterator[Gap]:
    """What is left of a gap; ``seen`` is in order."""
    first = gap.first
    for each in seen:
        if first <= each <= gap.last:
            if each > first:
                yield replace(gap, first=first, last=each - 1)
            first = each + 1
    if first <= gap.last:
        yield replace(gap, first=first)


def _still_open(gaps: Iterable[Gap], moment: float) -> Iterator[Gap]:
    """Those that may yet be filled."""
    old = []
    for gap in gaps:
        if gap.wide and moment - gap.seen > _WIDE_SECONDS:
            continue
        if gap.wide or moment - gap.seen <= _NARROW_SECONDS:
            yield gap
        else:
            old.append(gap)
    # SQLite has one writer at a time: what was skipped was rolled back.
    if old and connection.vendor == "postgresql":
        yield from _still_at_work(old)


def _still_at_work(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """Those that a transaction may fill which was at work when they were looked at."""
    oldest, next_one = _transactions()
    for gap in gaps:
        if not gap.until:
            yield replace(gap, until=next_one)
        elif oldest < gap.until:
            yield gap


def _transactions() -> tuple[int, int]:
    """The oldest transaction at work, and the next one that will begin."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
            " FROM (SELECT pg_current_snapshot() AS s) AS now"
        )
        oldest, next_one = cursor.fetchone()
    return oldest, next_one


def _few(gaps: Sequence[Gap]) -> Iterator[Gap]:
    """The newest of them: a statement may be only so long."""
    small = [gap for gap in gaps if gap.is_small][-_MAX_SMALL:]
    ranges = [gap for gap in gaps if not gap.is_small][-_MAX_RANGES:]
    yield from sorted([*small, *ranges], key=lambda gap: gap.first)
