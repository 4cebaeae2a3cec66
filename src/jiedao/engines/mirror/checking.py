"""Whether the mirror says what the database says: rows and contents, by kind and month."""

from collections.abc import Callable, Iterator
from typing import Final

import pyarrow as pa
from django.utils.translation import gettext as _

from jiedao.engines.mirror import columns, reading, refreshing, statements, store
from jiedao.engines.mirror.columns import Shape
from jiedao.engines.mirror.duck import Duck, duck
from jiedao.engines.mirror.store import Kept
from jiedao.kernel.models import Town

Sums = dict[int, tuple[int, int]]
"""Of each month (202503): rows, and a sum of their hashes."""
Hashes = set[tuple[int, int]]
_NAMED: Final = 3
_TRIES, _FEW = 5, 20_000
"""How often some records are looked at alone; of more than so many nothing is changed meanwhile."""


def check(say: Callable[[int], None] = lambda _rows: None) -> Iterator[str]:
    """A sentence for each difference between mirror and database, after bringing the mirror up
    to date. ``say`` is told of rows as they are compared.

    What is changed meanwhile is looked at again, alone, before it is called a difference.
    """
    refreshing.refresh()
    for town in Town.objects.order_by("pk"):
        shapes = [columns.shape_of(kind.key) for kind in columns.kinds()]
        there = reading.kinds_there(town.pk, shapes)
        for shape in shapes:
            if shape.kind.key not in there and not _mirrored(town.pk, shape):
                continue
            compared = _Compared(town, shape)
            if compared.fault or compared.months(say):
                yield from _looked_at_again(town, shape)


def _looked_at_again(town: Town, shape: Shape) -> Iterator[str]:
    """Mirror and database are read one after the other, and people go on working: only records
    that differ still, each time they are taken over and looked at alone, are differences."""
    refreshing.refresh()
    compared = _Compared(town, shape)
    ids = set() if compared.fault else compared.ids()
    for _try in range(_TRIES):
        if not ids or len(ids) > _FEW:
            break
        refreshing.refresh()
        ids = _Compared(town, shape).still_differing(ids)
    if compared.fault or ids:
        yield from _Compared(town, shape).sentences(ids)


def sums_of(town_id: int, kind: str) -> Sums:
    """Rows and contents of a kind by month, as the mirror has them."""
    shape = columns.shape_of(kind)
    rows = _mirrored(town_id, shape)
    return _sums(duck(), shape, rows) if rows else {}


class _Compared:
    """One kind of one town, in the mirror and in the database."""

    def __init__(self, town: Town, shape: Shape) -> None:
        self.town, self.shape = town, shape
        self._duck = duck()
        self.mirrored: Sums = {}
        self.fault = self._read()

    def _read(self) -> str:
        """Why the files cannot be read, if they cannot."""
        import duckdb

        try:
            self._rows = _mirrored(self.town.pk, self.shape)
            self.mirrored = _sums(self._duck, self.shape, self._rows) if self._rows else {}
        except (duckdb.Error, OSError) as error:
            return str(error).partition("\n")[0]
        return ""

    def months(self, say: Callable[[int], None] = lambda _rows: None) -> dict[int, tuple[int, int]]:
        """The months that differ, with their rows in the mirror and in the database."""
        there: Sums = {}
        for table in reading.every(self.shape, self.town.pk):
            with self._duck.given(table) as name:
                for month, (count, total) in _sums(self._duck, self.shape, f"FROM {name}").items():
                    before = there.get(month, (0, 0))
                    there[month] = (before[0] + count, before[1] + total)
            say(table.num_rows)
        return {
            month: (self.mirrored.get(month, (0, 0))[0], there.get(month, (0, 0))[0])
            for month in sorted(self.mirrored.keys() | there.keys())
            if self.mirrored.get(month) != there.get(month)
        }

    def ids(self) -> set[int]:
        """All records that differ."""
        return {each for month in self.months() for each in self._ids(month)}

    def still_differing(self, ids: set[int]) -> set[int]:
        """Those of some records that differ."""
        wanted = pa.table({"id": pa.array(sorted(ids), pa.int64())})
        there: Hashes = set()
        for table in reading.some(self.shape, self.town.pk, sorted(ids)):
            with self._duck.given(table) as name:
                asked = statements.hashes_of(self.shape, f"FROM {name}")
                there |= set(self._duck.run(asked).fetchall())
        here: Hashes = set()
        if self._rows:
            with self._duck.given(wanted) as name:
                rows = statements.only(self.shape, self._rows, name)
                asked = statements.hashes_of(self.shape, rows)
                here = set(self._duck.run(asked).fetchall())
        return {each for each, _hash in here ^ there}

    def sentences(self, ids: set[int]) -> Iterator[str]:
        """One for each month in which some of these records differ."""
        what = f"{self.town.title} {self.shape.kind.titles}"
        if self.fault:
            yield _("%(what)s：镜像的文件读不出（%(fault)s）。") % {
                "what": what, "fault": self.fault,
            }  # fmt: skip
            return
        for month, (mirrored, there) in self.months().items():
            named = sorted(self._ids(month) & ids)
            if not named:
                continue
            yield _(
                "%(what)s，%(month)s：镜像有 %(mirrored)d 行，数据库有 %(there)d 行，"
                "不同的有 id %(ids)s。"
            ) % {
                "what": what, "month": f"{month // 100}-{month % 100:02d}", "mirrored": mirrored,
                "there": there, "ids": _named(named),
            }  # fmt: skip

    def _ids(self, month: int) -> set[int]:
        """The records of a month that differ."""
        here = self._hashes(self._rows, month) if self._rows else set()
        there: Hashes = set()
        for table in reading.every(self.shape, self.town.pk):
            with self._duck.given(table) as name:
                there |= self._hashes(f"FROM {name}", month)
        return {each for each, _hash in here ^ there}

    def _hashes(self, rows: str, month: int) -> Hashes:
        return set(self._duck.run(statements.hashes(self.shape, rows, month)).fetchall())


def _named(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:_NAMED])) + (" …" if len(ids) > _NAMED else "")


def _mirrored(town_id: int, shape: Shape) -> str:
    """The rows of a kind as a statement; "" where there are none."""
    kept = store.manifest_of(town_id).kinds.get(shape.kind.key, Kept(()))
    if not kept.parts and not kept.deltas:
        return ""
    changed = f"({statements.last_words(town_id, kept)})" if kept.deltas else ""
    return statements.present(town_id, shape, kept, changed)


def _sums(of_thread: Duck, shape: Shape, rows: str) -> Sums:
    found = of_thread.run(statements.sums(shape, rows)).fetchall()
    return {month: (count, int(total)) for month, count, total in found}
