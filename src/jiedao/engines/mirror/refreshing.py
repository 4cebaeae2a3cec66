"""Bringing the mirror up to date: what history names is read again, what is missing is built."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
from django.db import models

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import CASE
from jiedao.engines.mirror import columns, following, merging, reading, store
from jiedao.engines.mirror.columns import Shape
from jiedao.engines.mirror.following import Line
from jiedao.engines.mirror.store import Draft, Kept
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import is_generated
from jiedao.kernel.models import Town

LINES_AT_ONCE: Final = 1_000_000
BUILT_ANEW_FROM: Final = 20_000
"""So many changed records at once, and a quarter of the kind: to read all of it is quicker."""
_READ_AT_ONCE: Final = 50_000
_TURN_SECONDS: Final = 2.0
Say = Callable[[int], None]


def turn() -> int:
    """The worker's: a part of what there is to do, for a few seconds; returns how much was done.

    Of several workers one does it; the others find nothing to do.
    """
    with store.turn(wait=False) as mine:
        if not mine:
            return 0
        until = time.monotonic() + _TURN_SECONDS
        built = _build_missing(until)
        return built or _follow()


def refresh() -> int:
    """Bring everything up to date now; returns how many history lines and built rows it took.

    Call it outside of a transaction: what is not committed must not get into the mirror.
    """
    if _is_current():
        return 0
    with store.turn():
        done = _build_missing()
        while lines := _follow():
            done += lines
        return done


def rebuild(say: Say = lambda _rows: None) -> int:
    """Build everything anew from the database; readers see the old until it is done. ``say`` is
    told of rows as they are read. Returns how many there are."""
    shapes = [columns.shape_of(kind.key) for kind in columns.kinds()]
    with store.turn():
        cursor = following.start()
        done = 0
        for town_id in Town.objects.order_by("pk").values_list("pk", flat=True):
            draft = Draft(town_id)
            draft.anew()
            done += sum(_build(draft, shape, say) for shape in _fill_empty(draft, shapes))
            draft.commit()
            store.sweep(town_id)
        # Not before: broken off, the old mirror goes on from where it was.
        following.save(cursor)
        while _follow():
            pass
        return done


def _is_current() -> bool:
    """Whether there is nothing to do; asked without waiting for a turn."""
    cursor = following.load()
    if cursor is None or _missing() or following.is_lost(cursor):
        return False
    return not following.more(cursor, 1)[0]


def _begin() -> None:
    """Know how far history was read; where it is not the same history any more, forget all."""
    cursor = following.load()
    if cursor is not None and not following.is_lost(cursor):
        return
    fresh = following.start()
    for town_id in Town.objects.values_list("pk", flat=True):
        draft = Draft(town_id)
        if draft.kinds:
            draft.anew()
            draft.commit()
    following.save(fresh)


def _missing() -> list[tuple[int, Shape]]:
    """Kinds that were never built in a town, or have other columns now."""
    shapes = [columns.shape_of(kind.key) for kind in columns.kinds()]
    found = []
    for town_id in Town.objects.order_by("pk").values_list("pk", flat=True):
        kinds = store.manifest_of(town_id).kinds
        for shape in shapes:
            kept = kinds.get(shape.kind.key)
            if kept is None or kept.columns != shape.described:
                found.append((town_id, shape))
    return found


def _build_missing(until: float | None = None) -> int:
    """Build what is missing; with ``until`` only so long, and the rest next time. The history is
    read from before that on."""
    _begin()
    missing: dict[int, list[Shape]] = {}
    for town_id, shape in _missing():
        missing.setdefault(town_id, []).append(shape)
    done = 0
    for town_id, shapes in missing.items():
        draft = Draft(town_id)
        done += len(shapes)
        for shape in _fill_empty(draft, shapes):
            done += _build(draft, shape)
            if until is not None and time.monotonic() > until:
                break
        draft.commit()
    return done


def _fill_empty(draft: Draft, shapes: Sequence[Shape]) -> list[Shape]:
    """Say of kinds without a record that they have none; returns the others."""
    there = reading.kinds_there(draft.town_id, shapes)
    for shape in shapes:
        if shape.kind.key not in there:
            draft.put(shape.kind.key, Kept(shape.described))
    return [shape for shape in shapes if shape.kind.key in there]


def _build(draft: Draft, shape: Shape, say: Say = lambda _rows: None) -> int:
    def told() -> Iterable[pa.Table]:
        for table in reading.every(shape, draft.town_id):
            yield table
            say(table.num_rows)

    return merging.build(draft, shape, told())


def _follow() -> int:
    """Take over what the next history lines name; returns how many lines there were."""
    cursor = following.load() or following.start()
    lines, after = following.more(cursor, LINES_AT_ONCE)
    towns: dict[int, list[Line]] = {}
    for line in lines:
        towns.setdefault(line.town_id, []).append(line)
    for town_id, own in towns.items():
        _take_over(town_id, own, more_waits=len(lines) == LINES_AT_ONCE)
    # Last of all: broken off before, the same lines are taken over again, which changes nothing.
    if after != cursor:
        following.save(after)
    return len(lines)


def _take_over(town_id: int, lines: Sequence[Line], *, more_waits: bool) -> None:
    draft = Draft(town_id)
    changed = _changed(lines)
    for kind in columns.kinds():
        if kind.key in changed and kind.key in draft.kinds:
            shape = columns.shape_of(kind.key)
            _read_again(draft, shape, sorted(changed[kind.key]))
            merging.tidy(draft, shape, more_waits=more_waits)
    draft.commit()
    if draft.left_behind:
        store.sweep(town_id)


def _read_again(draft: Draft, shape: Shape, ids: Sequence[int]) -> None:
    rows_before = sum(part.rows for part in draft.kinds[shape.kind.key].parts)
    if len(ids) >= BUILT_ANEW_FROM and len(ids) >= rows_before // 4:
        _build(draft, shape)
        return
    for start in range(0, len(ids), _READ_AT_ONCE):
        some = ids[start : start + _READ_AT_ONCE]
        tables = list(reading.some(shape, draft.town_id, some))
        rows = pa.concat_tables(tables or [shape.schema.empty_table()])
        there = set(rows.column("id").to_pylist())
        merging.changed(draft, shape, rows, [each for each in some if each not in there])


def _changed(lines: Iterable[Line]) -> dict[str, set[int]]:
    """The records that changed, by kind: those that lines name, and those they belong to."""
    named: dict[str, set[int]] = {}
    for line in lines:
        if line.kind == CASE or is_generated(line.kind):
            named.setdefault(line.kind, set()).add(line.record_id)
    cases = named.pop(CASE, set())
    for kind, ids in _by_kind(Case, cases).items():
        named.setdefault(kind, set()).update(ids)
    for kind in list(named):
        for kind_above, ids in _above(columns.shape_of(kind), named[kind]).items():
            named.setdefault(kind_above, set()).update(ids)
    return named


def _above(shape: Shape, ids: set[int]) -> Mapping[str, set[int]]:
    """The records that these point to in a table of an engine, as visits do to their plan: it
    counts them, and that it counted one more is no line of history."""
    found: dict[str, set[int]] = {}
    for field in shape.model._meta.concrete_fields:
        model: Any = field.related_model
        if isinstance(field, models.ForeignKey) and issubclass(model, Record):
            pointed = _pointed(shape.model, field.attname, ids)
            for kind, those in _by_kind(model, pointed).items():
                found.setdefault(kind, set()).update(those)
    return found


def _pointed(model: type[models.Model], name: str, ids: set[int]) -> set[int]:
    found: set[int] = set()
    for _some, wanted in reading.pieces(sorted(ids)):
        rows = model._default_manager.filter(wanted, **{f"{name}__isnull": False})
        found.update(other for own, other in rows.values_list("pk", name) if own in ids)
    return found


def _by_kind(model: type[Any], ids: set[int]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = {}
    for _some, wanted in reading.pieces(sorted(ids)):
        for kind, pk in model._default_manager.filter(wanted).values_list("kind", "pk"):
            if pk in ids:
                found.setdefault(kind, set()).add(pk)
    return found


def merged(town_id: int, shape: Shape) -> Kept:
    """What there is of a kind once every change is merged into its parts."""
    nothing = Kept(shape.described)
    kept = store.manifest_of(town_id).kinds.get(shape.kind.key, nothing)
    if not kept.deltas:
        return kept
    with store.turn():
        draft = Draft(town_id)
        merging.merge(draft, shape)
        draft.commit()
        return draft.kinds[shape.kind.key]
