"""Changed rows into the files of a kind: first as a delta beside them, now and then for good."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from jiedao.engines.mirror import reading, store
from jiedao.engines.mirror.columns import Shape
from jiedao.engines.mirror.store import Draft, Kept, Part

GONE: Final = "_gone"
"""In a delta: whether the record is no longer there, its other columns being empty."""
MAX_DELTAS: Final = 24
MAX_DELTA_ROWS: Final = 20_000
MANY_ROWS: Final = 250_000
"""So many wait in deltas at most, also while more come in."""
_BUFFERED_ROWS: Final = 300_000


def changed(draft: Draft, shape: Shape, rows: pa.Table, gone: Iterable[int]) -> None:
    """Say that these rows are what there is now of their records, and that others are gone."""
    kept = draft.kinds[shape.kind.key]
    delta = _delta(shape, rows, list(gone))
    if delta.num_rows == 0:
        return
    part = draft.add(shape.kind.key, delta)
    draft.put(shape.kind.key, replace(kept, deltas=(*kept.deltas, part)))


def _delta(shape: Shape, rows: pa.Table, gone: list[int]) -> pa.Table:
    ids = {"id": pa.array(gone, pa.int64())}
    empty = pa.Table.from_arrays(
        [ids.get(name, pa.nulls(len(gone), shape.schema.field(name).type))
         for name in shape.schema.names],
        schema=shape.schema,
    )  # fmt: skip
    there = rows.append_column(GONE, pa.repeat(False, rows.num_rows))
    away = empty.append_column(GONE, pa.repeat(True, len(gone)))
    return pa.concat_tables([there, away])


def tidy(draft: Draft, shape: Shape, *, more_waits: bool) -> None:
    """Keep reading quick: many small deltas become one, many changed rows go into the parts
    (``more_waits``: later, when the others are there as well)."""
    kept = draft.kinds[shape.kind.key]
    if kept.delta_rows > (MANY_ROWS if more_waits else MAX_DELTA_ROWS):
        merge(draft, shape)
    elif len(kept.deltas) > MAX_DELTAS:
        one = draft.add(shape.kind.key, _latest(draft.town_id, kept))
        draft.put(shape.kind.key, replace(kept, deltas=(one,)), data=False)


def merge(draft: Draft, shape: Shape) -> None:
    """Merge all deltas of a kind into its parts: only the months they touch are written anew."""
    kept = draft.kinds[shape.kind.key]
    if not kept.deltas:
        return
    every = _latest(draft.town_id, kept)
    ids = pc.unique(every.column("id"))
    fresh = every.filter(pc.invert(every.column(GONE))).select(shape.schema.names)
    month_of = reading.months(shape, fresh)
    months = set(pc.unique(month_of).to_pylist())
    parts = []
    for part in kept.parts:
        there = store.read(draft.town_id, part, ["id"]).column("id")
        if part.month in months or pc.any(pc.is_in(there, value_set=ids)).as_py():
            months.add(part.month)
        else:
            parts.append(part)
    old = {part.month: part for part in kept.parts}
    for month in sorted(months):
        rows = fresh.filter(pc.equal(month_of, month))
        if month in old:
            before = store.read(draft.town_id, old[month])
            left = pc.invert(pc.is_in(before.column("id"), value_set=ids))
            rows = pa.concat_tables([before.filter(left), rows])
        if rows.num_rows:
            parts.append(draft.add(shape.kind.key, rows.sort_by("id"), month))
    parts.sort(key=lambda part: part.month)
    draft.put(shape.kind.key, replace(kept, parts=tuple(parts), deltas=()), data=False)


def _latest(town_id: int, kept: Kept) -> pa.Table:
    """What the deltas say of each record last."""
    tables: list[pa.Table] = []
    known = pa.array([], pa.int64())
    for part in reversed(kept.deltas):
        table = store.read(town_id, part)
        table = table.filter(pc.invert(pc.is_in(table.column("id"), value_set=known)))
        tables.append(table)
        known = pa.concat_arrays([known, pc.unique(table.column("id"))])
    return pa.concat_tables(tables).combine_chunks()


def build(draft: Draft, shape: Shape, tables: Iterable[pa.Table]) -> int:
    """The parts of a kind from all its rows; returns how many there were."""
    kind = shape.kind.key
    with ExitStack() as files:
        months = _Months(draft, shape, files)
        for table in tables:
            months.take(table)
        months.write()
    kept = Kept(shape.described, tuple(sorted(months.parts(), key=lambda p: p.month)))
    draft.put(kind, kept)
    return sum(part.rows for part in kept.parts)


class _Months:
    """Rows on their way into the file of their month, a few hundred thousand at a time."""

    def __init__(self, draft: Draft, shape: Shape, files: ExitStack) -> None:
        self._draft, self._shape, self._files = draft, shape, files
        self._waiting: dict[int, list[pa.Table]] = {}
        self._rows = 0
        self._open: dict[int, tuple[str, Any]] = {}
        self._written: dict[int, int] = {}

    def take(self, table: pa.Table) -> None:
        """Sort rows by month; what waits is written when it is much."""
        month_of = reading.months(self._shape, table)
        for month in pc.unique(month_of).to_pylist():
            rows = table.filter(pc.equal(month_of, month))
            self._waiting.setdefault(month, []).append(rows)
        self._rows += table.num_rows
        if self._rows > _BUFFERED_ROWS:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        for month, tables in self._waiting.items():
            rows = pa.concat_tables(tables)
            if month not in self._open:
                path, writer = self._draft.writer(self._shape.kind.key, rows.schema, month)
                self._open[month] = path, self._files.enter_context(writer)
            self._open[month][1](rows)
            self._written[month] = self._written.get(month, 0) + rows.num_rows
        self._waiting, self._rows = {}, 0

    def parts(self) -> Iterator[Part]:
        """The files, once they are finished."""
        for month, (path, _add) in self._open.items():
            yield Part(path, self._written[month], month)
