"""The index tables: SQLite FTS5 without stored content, or PostgreSQL tsvector with GIN.

Table ``search_<kind>``; its row id is the record's id, so “newest first” is the index's own
order.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from jiedao.foundation.search.words import index_words, phrases

_AT_ONCE = 500


def table(kind: str) -> str:
    """The table of a kind; kinds are identifiers of code, never input."""
    if not kind.isidentifier():
        raise ValueError(f"not a kind: {kind!r}")
    return f"search_{kind}"


def index(kind: str, entries: Iterable[tuple[int, str]]) -> None:
    """Add texts of records that have none in the index yet: (record id, text) pairs.

    One statement for up to 500; must run inside the transaction of the records.
    """
    name, postgresql = table(kind), connection.vendor == "postgresql"
    mark = "(%s, %s::tsvector)" if postgresql else "(%s, %s)"
    head = f"INSERT INTO {name} ({'id' if postgresql else 'rowid'}, words) VALUES "  # noqa: S608
    with connection.cursor() as cursor:
        for part in _parts(list(entries)):
            values = [v for key, text in part for v in (key, _document(text, postgresql))]
            cursor.execute(head + ", ".join([mark] * len(part)), values)


def reindex(kind: str, record_id: int, old: str, new: str) -> None:
    """Replace a record's text. ``old`` must be what was indexed: FTS5 keeps no copy of it."""
    if old == new:
        return
    name, postgresql = table(kind), connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(f"DELETE FROM {name} WHERE id = %s", [record_id])  # noqa: S608
        else:
            cursor.execute(
                f"INSERT INTO {name} ({name}, rowid, words) VALUES ('delete', %s, %s)",  # noqa: S608
                [record_id, _document(old, postgresql)],
            )
    index(kind, [(record_id, new)])


def newest(kind: str, query: str, *, before_id: int | None, limit: int) -> list[int]:
    """Ids of records that hold every phrase of the query, newest first, below ``before_id``."""
    name, postgresql = table(kind), connection.vendor == "postgresql"
    key = "id" if postgresql else "rowid"
    match = "words @@ %s::tsquery" if postgresql else f"{name} MATCH %s"
    below = "" if before_id is None else f" AND {key} < %s"
    values: list[object] = [_tsquery(query) if postgresql else _match(query)]
    values += [] if before_id is None else [before_id]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key} FROM {name} WHERE {match}{below} ORDER BY {key} DESC LIMIT %s",  # noqa: S608
            [*values, limit],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _parts(entries: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    for start in range(0, len(entries), _AT_ONCE):
        yield entries[start : start + _AT_ONCE]


def _document(text: str, postgresql: bool) -> str:
    words = index_words(text)
    if not postgresql:
        return " ".join(words)
    # tsvector positions end at 16383; what lies beyond is still found, as a word.
    return " ".join(f"'{word}':{min(n, 16383)}" for n, word in enumerate(words, start=1))


def _match(query: str) -> str:
    """The query in FTS5's language; every word is quoted, so no operator can be typed in."""
    return " AND ".join(
        " + ".join(f'"{word}"' for word in words) + ("*" if prefix else "")
        for words, prefix in phrases(query)
    )


def _tsquery(query: str) -> str:
    return " & ".join(
        " <-> ".join(f"'{word}'" for word in words) + (":*" if prefix else "")
        for words, prefix in phrases(query)
    )
