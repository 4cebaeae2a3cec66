"""Rows of the database as tables of typed columns, in batches: no object is made for a row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import F, Q, QuerySet

from jiedao.engines.mirror import values
from jiedao.engines.mirror.columns import Shape

BATCH: Final = 20_000
_IDS_AT_ONCE: Final = 10_000
_CLOSE: Final = 3
_REQUEST: Final = "requests__"
# The town's zone has had no daylight saving since 1991.
_EIGHT_HOURS: Final = pa.scalar(8 * 3_600_000_000, pa.duration("us"))


def every(shape: Shape, town_id: int) -> Iterator[pa.Table]:
    """All rows of a kind in a town, in the order of ids."""
    last = 0
    while True:
        ids = _rows(shape, town_id).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        until = next(iter(ids[BATCH - 1 : BATCH]), None)
        wanted = Q(pk__gt=last) if until is None else Q(pk__gt=last, pk__lte=until)
        found = _table(shape, town_id, wanted)
        if found.num_rows:
            yield found
        if until is None:
            return
        last = until


def kinds_there(town_id: int, shapes: Iterable[Shape]) -> set[str]:
    """Those of the kinds that have records in a town; one question for each table."""
    models = {shape.model for shape in shapes}
    return {
        kind
        for model in models
        for kind in model._default_manager.filter(town_id=town_id)
        .order_by()
        .values_list("kind", flat=True)
        .distinct()
    }


def some(shape: Shape, town_id: int, ids: Sequence[int]) -> Iterator[pa.Table]:
    """The rows of these records or cases (ids in order); those that are gone are not among them."""
    for piece, wanted in pieces(ids):
        found = _table(shape, town_id, wanted)
        if found.num_rows:
            yield found.filter(pc.is_in(found.column("id"), value_set=pa.array(piece, pa.int64())))


def pieces(ids: Sequence[int]) -> Iterator[tuple[Sequence[int], Q]]:
    """Ids (in order) a few thousand at a time, each with a filter that finds at least them. Where
    they lie close it is a range: to name each takes longer than to read some in vain."""
    for start in range(0, len(ids), _IDS_AT_ONCE):
        piece = ids[start : start + _IDS_AT_ONCE]
        first, last = piece[0], piece[-1]
        close = last - first < _CLOSE * len(piece)
        yield piece, Q(pk__range=(first, last)) if close else Q(pk__in=piece)


def merged_away(shape: Shape, town_id: int, ids: Sequence[int]) -> Iterator[pa.Table]:
    """Those of these cases whose requests went to another."""
    for piece, wanted in pieces(ids):
        found = _table(shape, town_id, wanted & Q(merged_into__isnull=False), every=True)
        yield found.filter(pc.is_in(found.column("id"), value_set=pa.array(piece, pa.int64())))


def months(shape: Shape, table: pa.Table) -> pa.Array:
    """The month that each row belongs to, as the number 202503."""
    given = [table.column(name) for name in shape.month_from]
    day = pc.coalesce(*given) if len(given) > 1 else given[0]
    if pa.types.is_timestamp(day.type):
        day = pc.add(day.cast(pa.timestamp("us")), _EIGHT_HOURS)
    return pc.add(pc.multiply(pc.year(day), 100), pc.month(day)).combine_chunks()


def _rows(shape: Shape, town_id: int) -> QuerySet[Any, Any]:
    rows = shape.model._default_manager.filter(kind=shape.kind.key)
    if shape.form == "record":
        return rows.filter(town_id=town_id)
    # No index of cases goes on from town to id. Without statistics SQLite takes one that begins
    # with the town all the same, and reads all cases for each stretch of ids.
    every: QuerySet[Any, Any] = rows.alias(of_town=F("town_id") + 0)
    return every.filter(of_town=town_id)


def _table(shape: Shape, town_id: int, wanted: Q, *, every: bool = False) -> pa.Table:
    rows = _rows(shape, town_id)
    own = shape.of("row")
    names = [column.source for column in own]
    order = ["pk"]
    if shape.form == "asking":
        # A case whose requests went to another is none any more; one that nobody asked for is.
        wanted &= Q() if every else Q(merged_into__isnull=True) | Q(requests__isnull=False)
        names += [_REQUEST + column.source for column in shape.of("request")]
        order.append("requests__pk")
    in_json = bool(shape.of("attribute"))
    if in_json:
        names.append("attributes")
    given = _fetched(rows.filter(wanted).order_by(*order).values_list(*names))
    if not given:
        return shape.schema.empty_table()
    by_column = list(zip(*given, strict=True))
    beside = _attributes(shape, by_column.pop()) if in_json else {}
    kept = iter(by_column)
    return pa.Table.from_arrays(
        [
            beside[column.name] if column.place == "attribute"
            else values.column(next(kept), column.type)
            for column in _row_first(shape)
        ],
        names=[column.name for column in _row_first(shape)],
    ).select(shape.schema.names)  # fmt: skip


def _row_first(shape: Shape) -> tuple[Any, ...]:
    return (*shape.of("row"), *shape.of("request"), *shape.of("attribute"))


def _fetched(rows: QuerySet[Any, Any]) -> list[Any]:
    """As the driver gives them: Django's own conversions take longer than all the rest."""
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _attributes(shape: Shape, stored: Sequence[Any]) -> dict[str, pa.Array]:
    read = [json.loads(text) if isinstance(text, str) else text or {} for text in stored]
    return {
        column.name: values.column([row.get(column.source) for row in read], column.type)
        for column in shape.of("attribute")
    }
