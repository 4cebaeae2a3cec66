"""Reading the mirror: a kind's records as a table of Ibis, now or as of a past moment.

    with source.open(town_id) as town:
        trees = town.table("heritage_tree")
        trees.filter(trees.state == "in_use").count().to_pyarrow().as_py()

Ask with ``to_pyarrow`` (``execute`` goes the way round by pandas). Dates of moments
(``t.closed_at.date()``) are those of the town's zone. What is read is what the worker has taken
over so far, mostly a second or two old; ``fresh`` waits for the present. Who may see a figure is
asked by whoever shows it: here is no gate.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from jiedao.engines.mirror import refreshing, statements, store, undoing
from jiedao.engines.mirror.columns import Shape, shape_of
from jiedao.engines.mirror.duck import Duck, duck
from jiedao.engines.mirror.store import Kept, Manifest


def fresh(town_id: int) -> None:
    """Bring the mirror up to date with what is committed; cheap where nothing changed. Not
    within a transaction: what it may yet undo must not be mirrored."""
    del town_id  # there is one history, and one turn for all towns
    refreshing.refresh()


@contextmanager
def open(town_id: int, *, as_of: datetime | None = None) -> Iterator["Source"]:  # noqa: A001
    """The town's records as they are in the mirror now, or as they stood at an aware moment.

    All tables of one source are of one state, whatever is written meanwhile.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("source.open needs an aware moment")
    yield Source(town_id, store.manifest_of(town_id), as_of and as_of.astimezone(UTC))


@dataclass(frozen=True)
class Source:
    """The records of one town in one state. Belongs to the thread that opened it."""

    town_id: int
    manifest: Manifest
    as_of: datetime | None = None
    _duck: Duck = field(default_factory=duck, repr=False)
    _later: dict[str, undoing.Later] = field(default_factory=dict, repr=False)

    @property
    def connection(self) -> Any:
        """The Ibis backend (DuckDB) that the tables belong to."""
        return self._duck.connection

    @property
    def version(self) -> str:
        """Another text whenever the data are others: a key for whoever keeps results."""
        if self.as_of is None:
            return self.manifest.version
        return f"{self.manifest.version}@{self.as_of.isoformat()}"

    def state(self, kind: str) -> int:
        """Another number whenever the records of a kind are others: those of the rest may change."""
        return hash((self.manifest.born, self.manifest.kinds.get(kind), self.as_of))

    def table(self, kind: str) -> Any:
        """The records of a kind; empty, with all columns, where nothing was mirrored yet.

        NotFound for a kind that nobody declares.
        """
        shape = shape_of(kind)
        return self._duck.table(self._key(shape), shape.schema, lambda: self._statement(shape))

    def name(self, kind: str) -> str:
        """The same table's name, for a question in DuckDB's own words."""
        shape = shape_of(kind)
        return self._duck.view(self._key(shape), lambda: self._statement(shape))

    def rows(self, question: str) -> pa.Table:
        """What DuckDB answers to a question about tables by ``name``."""
        return self._duck.rows(question)

    def _key(self, shape: Shape) -> tuple[int, int, Shape]:
        return self.town_id, self.state(shape.kind.key), shape

    def holds_nothing(self, kind: str) -> bool:
        """Whether there are no records of a kind, told without looking for them. NotFound for a
        kind that nobody declares."""
        shape = shape_of(kind)
        if self.as_of is not None and shape.form == "asking":
            return False  # what was merged into cases of another kind was there then
        kept = self.manifest.kinds.get(shape.kind.key, Kept(()))
        return not kept.parts and not kept.deltas

    def files(self, kind: str) -> list[Path]:
        """Plain Parquet files in which each row of the kind stands once, for Spark and others.

        Rows that changed are merged in first, so they may be newer than the tables.
        """
        if self.as_of is not None:
            raise ValueError("files are of the present")
        kept = refreshing.merged(self.town_id, shape_of(kind))
        return [store.folder(self.town_id) / part.path for part in kept.parts]

    def _statement(self, shape: Shape) -> str:
        kept = self.manifest.kinds.get(shape.kind.key, Kept(()))
        # Few rows, read once for all questions.
        changed = kept.deltas and self._duck.temporary(statements.last_words(self.town_id, kept))
        present = statements.present(self.town_id, shape, kept, changed or "")
        if self.as_of is None:
            return present
        return undoing.undone(self._duck, self.town_id, shape, present, self.as_of, self._later)
