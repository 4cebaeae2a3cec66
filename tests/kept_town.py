"""The small town once more: built through the actions by the first test of a process, put back as
the same rows, with the same keys, by the next. Building takes longer than many a test."""

import pickle
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from jiedao.foundation.staff import tokens
from jiedao.kernel import towns
from jiedao.kernel.models import Town
from tests.cast import SmallTown, small_town


@dataclass(frozen=True)
class _Kept:
    """Statements that put the rows back, each with its values, and the town that names them."""

    statements: list[tuple[str, list[Any] | None]]
    town: bytes


_kept: list[_Kept] = []


def small_town_again() -> SmallTown:
    """The small town in the present database, by the shorter way where there is one.

    Call it inside a transaction; where another town is there already it is built anew, for keys
    might be taken.
    """
    if Town.objects.exists():
        return small_town()
    if not _kept:
        before = _filled()
        built = small_town()
        _kept.append(_Kept(_statements(_filled() - before), pickle.dumps(built)))
        return built
    towns.forget()
    tokens.forget()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in _kept[0].statements:
            cursor.execute(statement, values)
    again: SmallTown = pickle.loads(_kept[0].town)
    return again


def _filled() -> set[str]:
    """The tables of models that hold rows."""
    return {model._meta.db_table for model in apps.get_models() if model._base_manager.exists()}


def _statements(tables: set[str]) -> list[tuple[str, list[Any] | None]]:
    with connection.cursor() as cursor:
        found = [_statement(cursor, table) for table in sorted(tables)]
        if connection.vendor == "postgresql":
            # One message to the server for all of them.
            return [("; ".join(cursor.mogrify(*each) for each in found).replace("%", "%%"), [])]
    return found


def _statement(cursor: Any, table: str) -> tuple[str, list[Any] | None]:
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
    names = ", ".join(f'"{column[0]}"' for column in cursor.description)
    rows = cursor.fetchall()
    marks = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
    return (
        f'INSERT INTO "{table}" ({names}) VALUES {marks}',
        [value for row in rows for value in row],
    )


@pytest.fixture
def town(db: None) -> SmallTown:
    """The small town, in a transaction that the test's end rolls back."""
    return small_town_again()
