"""Writing rows on the hot path: what the ORM does, with statements kept ready.

Django builds its statements anew each time, asking every field of every row how to be written;
for a request with its case, clocks and history that was more than half of the work. Here
statement and converters are made once for a model. No signals, no multi-table models, no
defaults in the database: rows of ours need none of these.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from jiedao.kernel import reserved

# SQLite allows 32,766 parameters a statement, PostgreSQL 65,535.
_MAX_PARAMETERS = 30_000


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of one model are written on one database."""

    head: str
    row: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    links: tuple[tuple[str, str], ...]
    """Foreign keys: name of the related object and of its key."""
    returning: str
    rows_at_once: int


@lru_cache(maxsize=200)
def _plan(model: type[models.Model], vendor: str, *, with_key: bool = False) -> _Plan:
    quote = connection.ops.quote_name
    every = model._meta.concrete_fields
    fields = [field for field in every if with_key or not field.primary_key]
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    key = model._meta.pk
    return _Plan(
        # Names come from the model, values never.
        head=f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",  # noqa: S608
        row=f"({marks})",
        columns=tuple((field.attname, _converter(field, vendor)) for field in fields),
        links=tuple((f.name, f.attname) for f in fields if isinstance(f, models.ForeignKey)),
        returning=f" RETURNING {quote(str(key.column))}",
        rows_at_once=_MAX_PARAMETERS // len(fields),
    )


# What the drivers of both databases take as it is.
_PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.FloatField,
    models.BooleanField, models.ForeignKey, models.DateTimeField,
)  # fmt: skip


def _converter(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any] | None:
    """What the field's value needs on its way to the driver; None when it goes as it is."""
    if isinstance(field, models.DateTimeField) and vendor == "sqlite":
        return _sqlite_moment
    if isinstance(field, _PLAIN):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _sqlite_moment(value: datetime | None) -> str | None:
    """As Django writes it: naive UTC text."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


M = TypeVar("M", bound=models.Model)


def copy_of(blank: M) -> M:
    """An unsaved row like another one: making it anew asks every field for its default, which
    for a batch of rows of one kind takes longer than all the rest. Values are shared, not
    copied: give each its own of what can change."""
    row = blank.__class__.__new__(blank.__class__)
    row.__dict__ = dict(blank.__dict__)
    row._state = ModelState()
    return row


def insert(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model, in order, and set their primary keys.

    A few statements however many rows; one for up to about a thousand.
    """
    if not rows:
        return
    model = type(rows[0])
    keys = reserved.take(model, len(rows))
    for row, taken in zip(rows, keys or (), strict=False):
        row.pk = taken
    plan = _plan(model, connection.vendor, with_key=keys is not None)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), plan.rows_at_once):
            part = rows[start : start + plan.rows_at_once]
            values: list[Any] = []
            for row in part:
                state = row.__dict__
                _link(row, plan.links)
                for name, convert in plan.columns:
                    value = state[name]
                    values.append(value if convert is None else convert(value))
            statement = plan.head + ", ".join([plan.row] * len(part)) + plan.returning
            cursor.execute(statement, values)
            for row, (key,) in zip(part, cursor.fetchall(), strict=True):
                row.pk = key
                row._state.adding = False
                row._state.db = connection.alias


def _link(row: models.Model, links: tuple[tuple[str, str], ...]) -> None:
    """Take over the keys of related objects that were saved after this row was made."""
    cache = row._state.fields_cache
    if not cache:
        return
    state = row.__dict__
    for name, key in links:
        if state[key] is None and cache.get(name) is not None:
            state[key] = cache[name].pk


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields (by attribute name) of saved rows of one model."""
    if not rows:
        return
    model = type(rows[0])
    converters = dict(_plan(model, connection.vendor).columns)
    statement = _update_statement(model, tuple(names), connection.vendor)
    values = [
        [*(_written(getattr(row, name), converters[name]) for name in names), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def compare_and_set(row: models.Model, version: int, values: Mapping[str, Any]) -> bool:
    """Write values (by attribute name) if the row still has this version; raise it by one.

    False when somebody else changed the row meanwhile; then nothing is written.
    """
    model = type(row)
    converters = dict(_plan(model, connection.vendor).columns)
    written = {"version": version + 1, **values}
    statement = _update_statement(model, tuple(written), connection.vendor)
    given = [_written(value, converters[name]) for name, value in written.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} AND version = %s", [*given, row.pk, version])
        return bool(cursor.rowcount == 1)


@lru_cache(maxsize=500)
def _update_statement(model: type[models.Model], names: tuple[str, ...], _vendor: str) -> str:
    quote = connection.ops.quote_name
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    pairs = ", ".join(f"{quote(columns[name])} = %s" for name in names)
    key = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {pairs} WHERE {key} = %s"  # noqa: S608


def _written(value: Any, convert: Callable[[Any], Any] | None) -> Any:
    return value if convert is None else convert(value)
