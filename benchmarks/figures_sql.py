"""The mirror's rows as tables of PostgreSQL, indexed by what figures ask: community and date."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

_TYPES = (
    (pa.types.is_string, "text"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "bigint"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "timestamptz"),
    (pa.types.is_decimal, "numeric"),
    (pa.types.is_floating, "double precision"),
)


def load(connection: Any, town_id: int, counts: Mapping[str, int], asked: Iterable[Any]) -> None:
    """One table a kind, filled by COPY, with its indexes and fresh statistics."""
    from jiedao.engines.mirror import store
    from jiedao.engines.mirror.columns import shape_of

    fields: dict[str, set[str]] = {}
    for one in asked:
        fields.setdefault(one.kind, set()).add(one.date_field)
    for kind in counts:
        schema = shape_of(kind).schema
        columns = ", ".join(f"{field.name} {_type(field.type)}" for field in schema)
        connection.execute(f"CREATE TEMP TABLE figures_{kind} ({columns})")
        for part in store.manifest_of(town_id).kinds[kind].parts:
            _copy(connection, kind, store.read(town_id, part).select(schema.names))
        for name in fields[kind]:
            connection.execute(f"CREATE INDEX ON figures_{kind} (community_id, {name})")
            connection.execute(f"CREATE INDEX ON figures_{kind} ({name})")
        connection.execute(f"ANALYZE figures_{kind}")


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_type(kind.value_type)}[]"
    return next(name for fits, name in _TYPES if fits(kind))


def _copy(connection: Any, kind: str, rows: pa.Table) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY figures_{kind} FROM STDIN") as copy:
        for batch in rows.to_batches(max_chunksize=20_000):
            columns = [column.to_pylist() for column in batch.columns]
            for line in zip(*columns, strict=True):
                copy.write_row(line)
