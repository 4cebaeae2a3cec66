"""The migration operation that gives a kind of record its text index."""

from typing import Any

from django.db.migrations.operations.base import Operation

from jiedao.foundation.search.store import table


def statements(kind: str, vendor: str) -> tuple[str, ...]:
    """What creates the index of a kind."""
    name = table(kind)
    if vendor != "postgresql":
        return tuple(statement.format(name=name) for statement in _SQLITE)
    return tuple(statement.format(name=name) for statement in _POSTGRESQL)


_SQLITE = (
    # Words are cut already: the tokenizer has only to part them at the blanks.
    "CREATE VIRTUAL TABLE {name} USING fts5(words, content='', columnsize=0, tokenize='ascii')",
    # A POST adds one small segment. Merging sixteen at a time costs least on the whole, and
    # the limit behind it keeps a POST from having to merge everything by itself
    # (benchmarks/search_index.py).
    "INSERT INTO {name} ({name}, rank) VALUES ('automerge', 16)",
    "INSERT INTO {name} ({name}, rank) VALUES ('crisismerge', 64)",
)

_POSTGRESQL = (
    # Each match of a common word costs a visit to its row, so rows must be short: the words
    # stand outside. PostgreSQL moves a value outside only from a row of more than 2 KB, which
    # the filler (30 bytes when compressed) makes of every row.
    "CREATE TABLE {name} (id bigint PRIMARY KEY, words tsvector NOT NULL,"
    " filler text NOT NULL DEFAULT repeat(' ', 2100)) WITH (toast_tuple_target = 128)",
    "ALTER TABLE {name} ALTER words SET STORAGE EXTERNAL",
    # A new text waits in a list that every search reads too, until the worker sorts it in
    # (``store.settle``); at 4 MB, some thousand texts, whoever comes next has to.
    "CREATE INDEX {name}_words ON {name} USING gin (words)"
    " WITH (fastupdate = on, gin_pending_list_limit = 4096)",
    # The planner takes @@ for as cheap as comparing two numbers: for a common word it would
    # rather read the whole table, and for a rare one walk down the primary key.
    "CREATE FUNCTION {name}_matching(query tsquery, below bigint) RETURNS SETOF bigint"
    " LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off SET enable_indexscan = off"
    " AS 'SELECT id FROM {name} WHERE words @@ query AND id < below'",
)


class CreateTextIndex(Operation):
    """Create ``search_<kind>`` as each database wants it."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model: the table belongs to the index alone."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for statement in statements(self.kind, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        name = table(self.kind)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name}_matching")
        schema_editor.execute(f"DROP TABLE {name}")

    def describe(self) -> str:
        """What ``migrate --plan`` shows."""
        return f"Create text index {table(self.kind)}"
