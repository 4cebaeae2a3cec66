"""A DuckDB of each thread, kept open, and what was made in it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import duckdb
import pyarrow as pa

from jiedao.kernel.clock import TOWN_ZONE

_VIEWS_KEPT: Final = 200
_ROWS_KEPT: Final = 2_000_000
"""In memory, of all views together: changed rows, and rows put back."""
_THREADS: Final = 2
"""Of DuckDB for each of ours that counts: a web process has several."""


@dataclass(slots=True)
class _View:
    name: str
    made: tuple[str, ...]
    rows: int
    table: Any = None


class Duck:
    """One thread's DuckDB. Views over the mirror's files are kept by key, the last used longest."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": _THREADS})
        self.run(f"SET TimeZone = '{TOWN_ZONE.key}'")
        self.run("SET parquet_metadata_cache = true")
        self._views: OrderedDict[Hashable, _View] = OrderedDict()
        self._made: list[str] = []
        self._rows = 0
        self._kept = 0
        self._count = 0

    @cached_property
    def connection(self) -> Any:
        """The same as a backend of Ibis, which takes a second to import: most do without."""
        import ibis

        found = ibis.duckdb.from_connection(self.con)
        self.run(f"SET TimeZone = '{TOWN_ZONE.key}'")  # Ibis sets another
        return found

    def run(self, statement: str) -> Any:
        """Run a statement; its result as DuckDB gives it."""
        return self.con.execute(statement)

    def rows(self, statement: str) -> pa.Table:
        """What a question gives."""
        return self.con.sql(statement).to_arrow_table()

    def view(self, key: Hashable, statement: Callable[[], str]) -> str:
        """The name of the view of that key; made by the statement where it is not there."""
        return self._view(key, statement).name

    def table(self, key: Hashable, schema: pa.Schema, statement: Callable[[], str]) -> Any:
        """The same view as a table of Ibis."""
        found = self._view(key, statement)
        if found.table is None:
            import ibis
            from ibis.expr.operations import DatabaseTable, Namespace

            # What the connection would say of its columns is known already.
            typed = ibis.Schema.from_pyarrow(schema)
            node = DatabaseTable(found.name, typed, self.connection, Namespace())
            found.table = node.to_expr()
        return found.table

    def _view(self, key: Hashable, statement: Callable[[], str]) -> _View:
        found = self._views.get(key)
        if found is not None:
            self._views.move_to_end(key)
            return found
        self._made, self._rows = [], 0
        words = statement()
        name = self._name("VIEW")
        self.run(f"CREATE TEMP VIEW {name} AS {words}")
        found = self._views[key] = _View(name, tuple(self._made), self._rows)
        self._kept += found.rows
        self._let_go()
        return found

    def temporary(self, statement: str) -> str:
        """A table in memory with these rows, that goes with the view being made."""
        name = self._name("TABLE")
        self.run(f"CREATE TEMP TABLE {name} AS {statement}")
        self._rows += self.con.table(name).shape[0]
        return name

    def put(self, rows: pa.Table) -> str:
        """A table in memory with rows that we have, that goes with the view being made."""
        with self.given(rows) as name:
            return self.temporary(f"FROM {name}")

    @contextmanager
    def given(self, rows: pa.Table) -> Iterator[str]:
        """The name by which statements read rows that we have."""
        self.con.register("mirror_given", rows)
        try:
            yield "mirror_given"
        finally:
            self.con.unregister("mirror_given")

    def _name(self, what: str) -> str:
        self._count += 1
        name = f"mirror_{self._count}"
        self._made.append(f"{what} {name}")
        return name

    def _let_go(self) -> None:
        """Drop what was not asked for longest; the view just made stays."""
        while len(self._views) > 1 and (len(self._views) > _VIEWS_KEPT or self._kept > _ROWS_KEPT):
            _key, oldest = self._views.popitem(last=False)
            self._kept -= oldest.rows
            for each in reversed(oldest.made):
                self.run(f"DROP {each}")


_threads = threading.local()


def duck() -> Duck:
    """This thread's."""
    if not hasattr(_threads, "duck"):
        _threads.duck = Duck()
    found: Duck = _threads.duck
    return found
