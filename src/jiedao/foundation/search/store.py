"""The index tables: SQLite FTS5 without stored content, or PostgreSQL tsvector with GIN.

Table ``search_<kind>``; its row id is the record's id. FTS5 reads its lists newest first and
stops when enough is found. GIN knows no order and gives every match; so on PostgreSQL the
newest rows are read first, which is where the matches of a common word are.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from jiedao.foundation.search.words import Phrase, index_words

_AT_ONCE = 500
_RECENT = 2000
"""Newest rows that PostgreSQL reads one by one before it makes the list of all matches."""
_NEWEST = 1 << 62


def table(kind: str) -> str:
    """The table of a kind; kinds are identifiers of code, never input."""
    if not kind.isidentifier():
        raise ValueError(f"not a kind: {kind!r}")
    return f"search_{kind}"


def index(kind: str, entries: Iterable[tuple[int, str]]) -> None:
    """Add texts of records that have none in the index yet: (record id, text) pairs.

    One statement for up to 500; must run inside the transaction of the records.
    """
    name, postgresql = table(kind), _postgresql()
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
    remove(kind, record_id, old)
    index(kind, [(record_id, new)])


def remove(kind: str, record_id: int, old: str) -> None:
    """Take a record out of the index. ``old`` must be what was indexed."""
    name = table(kind)
    with connection.cursor() as cursor:
        if _postgresql():
            cursor.execute(f"DELETE FROM {name} WHERE id = %s", [record_id])  # noqa: S608
        else:
            cursor.execute(
                f"INSERT INTO {name} ({name}, rowid, words) VALUES ('delete', %s, %s)",  # noqa: S608
                [record_id, _document(old, False)],
            )


def newest(kind: str, phrases: Sequence[Phrase], *, before_id: int | None, limit: int) -> list[int]:
    """Ids of records that hold every phrase, newest first, below ``before_id``."""
    name, below = table(kind), _NEWEST if before_id is None else before_id
    if not _postgresql():
        return _ids(
            f"SELECT rowid FROM {name} WHERE {name} MATCH %s AND rowid < %s"  # noqa: S608
            " ORDER BY rowid DESC LIMIT %s",
            [_match(phrases), below, limit],
        )
    wanted = _tsquery(phrases)
    found = _ids(
        f"SELECT id FROM (SELECT id, words FROM {name} WHERE id < %s ORDER BY id DESC"  # noqa: S608
        f" LIMIT {_RECENT}) AS recent WHERE words @@ %s::tsquery ORDER BY id DESC LIMIT %s",
        [below, wanted, limit],
    )
    if len(found) == limit:
        return found
    return _ids(
        f"SELECT id FROM {name}_matching(%s::tsquery, %s) AS id ORDER BY id DESC LIMIT %s",  # noqa: S608
        [wanted, below, limit],
    )


def among(kind: str, phrases: Sequence[Phrase], ids: Sequence[int]) -> list[int]:
    """Those of ``ids`` that hold every phrase, newest first."""
    name = table(kind)
    if not ids:
        return []
    if _postgresql():
        return _ids(
            f"SELECT id FROM {name} WHERE id = ANY(%s) AND words @@ %s::tsquery"  # noqa: S608
            " ORDER BY id DESC",
            [list(ids), _tsquery(phrases)],
        )
    wanted = set(ids)
    # One pass between the least and the greatest id: asking for each of them would open the
    # lists anew every time.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {name} WHERE {name} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608
            " ORDER BY rowid DESC",
            [_match(phrases), min(wanted), max(wanted)],
        )
        return [row[0] for row in cursor.fetchall() if row[0] in wanted]


def all_matching(
    kind: str, phrases: Sequence[Phrase], before_id: int | None
) -> tuple[str, list[object]]:
    """SQL, and its parameters, for the ids of every record that holds every word.

    Whether the words of a phrase follow one another is left to the caller: GIN knows no
    positions, and to fetch them for every match of common words takes seconds.
    """
    name, below = table(kind), _NEWEST if before_id is None else before_id
    words = [Phrase(word, (word,), prefix) for _run, words, prefix in phrases for word in words]
    if _postgresql():
        return f"SELECT {name}_matching(%s::tsquery, %s)", [_tsquery(words), below]
    return (
        f"SELECT rowid FROM {name} WHERE {name} MATCH %s AND rowid < %s",  # noqa: S608
        [_match(words), below],
    )


def settle() -> int:
    """Sort what was written lately into PostgreSQL's index; returns the pages that waited.

    The worker does this every few seconds, so that no POST has to do it for all others.
    """
    if not _postgresql():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(gin_clean_pending_list(indexrelid)), 0) FROM pg_index"
            " WHERE indexrelid::regclass::text LIKE 'search\\_%%\\_words'",
            [],
        )
        return int(cursor.fetchone()[0])


def _postgresql() -> bool:
    return connection.vendor == "postgresql"


def _parts(entries: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    for start in range(0, len(entries), _AT_ONCE):
        yield entries[start : start + _AT_ONCE]


def _document(text: str, postgresql: bool) -> str:
    words = index_words(text)
    if not postgresql:
        return " ".join(words)
    # tsvector positions end at 16383; what lies beyond is still found, as a word.
    return " ".join(f"'{word}':{min(n, 16383)}" for n, word in enumerate(words, start=1))


def _match(phrases: Sequence[Phrase]) -> str:
    """The query in FTS5's language; every word is quoted, so no operator can be typed in."""
    return " AND ".join(
        " + ".join(f'"{word}"' for word in words) + ("*" if prefix else "")
        for _run, words, prefix in phrases
    )


def _tsquery(phrases: Sequence[Phrase]) -> str:
    return " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in words) + (":*)" if prefix else ")")
        for _run, words, prefix in phrases
    )


def _ids(sql: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [int(row[0]) for row in cursor.fetchall()]
