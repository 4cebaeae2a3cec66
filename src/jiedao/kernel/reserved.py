"""Row ids set aside for records that are written later and lie earlier.

Lists are newest first by id. Whoever fills in the past after the present is there (a demo's
year behind its recent weeks) takes a block of ids first, and writes the past into it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models

Blocks = Mapping[type[models.Model], Iterator[int]]

_blocks: ContextVar[Blocks | None] = ContextVar("jiedao_reserved_ids", default=None)


def reserve(model: type[models.Model], count: int) -> range:
    """Set the next ``count`` ids of a model aside: its sequence goes on behind them.

    On SQLite nobody else may write meanwhile (call it in a write transaction).
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            (first,) = cursor.fetchone()
            last = first + count - 1
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
            return range(first, first + count)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count - 1]
        )
        return range(first, first + count)


@contextmanager
def written_into(blocks: Blocks) -> Iterator[None]:
    """Inside, ``kernel.rows.insert`` gives new rows of these models the next ids of their block."""
    token = _blocks.set(blocks)
    try:
        yield
    finally:
        _blocks.reset(token)


def take(model: type[models.Model], count: int) -> list[int] | None:
    """The next ids for rows of a model; None where the database gives them, as nearly always.

    A block that is used up raises ValueError: rows must not slip behind those of today.
    """
    blocks = _blocks.get()
    ids = blocks.get(model) if blocks else None
    if ids is None:
        return None
    taken = [number for _row, number in zip(range(count), ids, strict=False)]
    if len(taken) < count:
        raise ValueError(f"the reserved ids of {model.__name__} are used up")
    return taken
