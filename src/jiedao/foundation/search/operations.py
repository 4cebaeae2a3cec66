"""The migration operation that gives a kind of record its text index."""

from typing import Any

from django.db.migrations.operations.base import Operation

from jiedao.foundation.search.store import table


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
        name = table(self.kind)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TABLE {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)"
            )
            schema_editor.execute(f"CREATE INDEX {name}_words ON {name} USING gin (words)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='',"
                # Cn: characters younger than the tokenizer's Unicode tables.
                " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Cn'\")"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        schema_editor.execute(f"DROP TABLE {table(self.kind)}")

    def describe(self) -> str:
        """What ``migrate --plan`` shows."""
        return f"Create text index {table(self.kind)}"
