"""Which requests are already there: a retry finds the first one by its key or foreign number.

Asked in SQL by hand: the indexes leave the empty values out, and SQLite takes a partial index
only for a statement that repeats its condition word for word. As a parameter, which is how the
ORM writes it, the condition is not recognised, and every arrival would read the whole table.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

_AT_ONCE = 500
_FIND = (
    "SELECT id FROM cases_request WHERE town_id = %s AND channel = %s"
    " AND {column} IN ({marks}) AND NOT ({column} = '')"
)


def known_ids(town_id: int, keys: Iterable[tuple[str, str, str]]) -> list[int]:
    """Ids of the town's requests with one of these keys: (column, channel, value), the column
    being ``foreign_number`` or ``retry_key``. One statement for up to 500 keys."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for column, channel, value in keys:
        groups[column, channel].append(value)
    found: list[int] = []
    with connection.cursor() as cursor:
        for statement, values in _statements(town_id, groups):
            cursor.execute(statement, values)
            found += [key for (key,) in cursor.fetchall()]
    return found


def _statements(
    town_id: int, groups: dict[tuple[str, str], list[str]]
) -> Iterable[tuple[str, list[int | str]]]:
    parts: list[str] = []
    values: list[int | str] = []
    for (column, channel), wanted in groups.items():
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            if len(values) + len(chunk) > _AT_ONCE and parts:
                yield " UNION ALL ".join(parts), values
                parts, values = [], []
            parts.append(_FIND.format(column=column, marks=", ".join(["%s"] * len(chunk))))
            values += [town_id, channel, *chunk]
    if parts:
        yield " UNION ALL ".join(parts), values
