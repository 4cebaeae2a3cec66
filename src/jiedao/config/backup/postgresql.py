"""PostgreSQL: every table by COPY, in one read-only snapshot; no pg_dump needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from jiedao.kernel.errors import Invalid

Say = Callable[[str, int], Callable[[int], None]]
_CHUNK = 1 << 20

# Ordinary and partitioned tables of our schema; partitions are read through their parent.
# What the database computes itself (generated columns) is not copied.
_COLUMNS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND a.attgenerated = '' AND c.relname <> 'django_migrations'
    GROUP BY c.relname ORDER BY c.relname
"""
_SEQUENCES = """
    SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
"""


def copy_out(folder: Path, say: Say) -> None:
    """One file a table: a first line with the columns, then COPY's text format."""
    with transaction.atomic(), _cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tick = say(_("复制数据库"), _size(cursor))
        for table, columns in _tables(cursor).items():
            statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
                _names(columns), sql.Identifier(table)
            )
            with (folder / f"{table}.copy").open("wb") as file:
                file.write("\t".join(columns).encode() + b"\n")
                with cursor.copy(statement) as rows:
                    for chunk in rows:
                        file.write(chunk)
                        tick(len(chunk))


def copy_in(folder: Path, say: Say) -> None:
    """Replace the content of every table; foreign keys are checked at the end."""
    files = sorted(folder.glob("*.copy"))
    tick = say(_("载入数据库"), sum(file.stat().st_size for file in files))
    with transaction.atomic(), _cursor() as cursor:
        tables = _tables(cursor)
        missing = [file.stem for file in files if file.stem not in tables]
        if missing:
            raise Invalid(_("备份里有这里没有的表：%(name)s") % {"name": missing[0]})
        everything = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(everything))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for file in files:
            _load(cursor, file, tick)
        _set_sequences(cursor)


def _load(cursor: Any, path: Path, tick: Callable[[int], None]) -> None:
    with path.open("rb") as file:
        columns = file.readline().decode().rstrip("\n").split("\t")
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(path.stem), _names(columns)
        )
        with cursor.copy(statement) as rows:
            while chunk := file.read(_CHUNK):
                rows.write(chunk)
                tick(len(chunk))


def _set_sequences(cursor: Any) -> None:
    cursor.execute(_SEQUENCES)
    for table, column, sequence in cursor.fetchall():
        cursor.execute(
            sql.SQL("SELECT setval(%s, coalesce(max({}), 1), max({}) IS NOT NULL) FROM {}").format(
                sql.Identifier(column), sql.Identifier(column), sql.Identifier(table)
            ),
            [sequence],
        )


def _tables(cursor: Any) -> dict[str, list[str]]:
    cursor.execute(_COLUMNS)
    return dict(cursor.fetchall())


def _names(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)


def _size(cursor: Any) -> int:
    cursor.execute("SELECT pg_database_size(current_database())")
    return int(cursor.fetchone()[0])


@contextmanager
def _cursor() -> Iterator[Any]:
    # psycopg's own cursor: Django's wrapper has no COPY.
    with connection.cursor() as cursor:
        yield cursor.cursor
