"""Records from files: looked over first, then loaded; nothing half-loaded unless asked for.

A file goes through twice. The first pass applies every rule to every row and writes nothing; if
all rows are sound, the second loads them in durable batches. With faults the run ends there, its
sound rows *held*. With ``partial`` there is one pass, and what is sound is loaded at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.datasets import runs
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files.fields import (
    find_columns,
    known_names,
    require_columns,
)
from jiedao.foundation.records.files.lines import Lines
from jiedao.foundation.records.files.mark import check_mark
from jiedao.foundation.records.files.reading import LineReader
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.sheets.counting import about
from jiedao.foundation.sheets.files import FileKind, Source, kind_of, opened
from jiedao.foundation.sheets.readers import Table, open_table
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden

IMPORT: Final = "records.import"
Progress = Callable[[int, int], None]
"""Told after each batch how many rows of about how many are done, both passes together."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be imported.

    ``partial`` loads the sound rows of a file with faults. ``update`` changes the records that
    are known to what the file says; a cell left empty leaves the field as it is.
    """

    partial: bool = False
    update: bool = False


def import_records(
    town_id: int,
    kind: str,
    source: Source,
    *,
    actor: Actor,
    file_name: str = "",
    partial: bool = False,
    update: bool = False,
    progress: Progress | None = None,
) -> ImportRun:
    """Import a file of records of a kind; rows in = created + known + rejected.

    A second import of the same file creates nothing, an interrupted one continues. Raises
    Invalid for a file that is no table of this kind (no such columns, another template), and
    Forbidden; then there is no run.
    """
    wish = Wish(partial, update)
    run = begin(town_id, kind, source, wish, file_name=file_name, actor=actor)
    return go_on(run, source, wish, progress=progress, actor=actor)


def begin(
    town_id: int,
    kind: str,
    source: Source,
    wish: Wish,
    *,
    file_name: str = "",
    actor: Actor,
) -> ImportRun:
    """Look at the file's head and open its run, or the one that it was interrupted in."""
    schema = schema_of(kind)
    require_import(actor, town_id, kind)
    check_mark(schema, source)
    with open_table(source, known_names(schema)) as table:
        mapping = _mapping(schema, table, wish)
    name = file_name or (source.name if isinstance(source, Path) else kind)
    return runs.begin(
        town_id, kind, source, file_name=name, mapping=mapping, asked=True, actor=actor
    )


def require_import(actor: Actor, town_id: int, kind: str) -> None:
    """Forbidden, in a sentence, for whoever may import no records of the kind into the town."""
    reach = actor.reach
    if actor.is_system or (
        reach is not None and reach.town_id == town_id and reach.anywhere(IMPORT, kind)
    ):
        return
    raise Forbidden(
        _("您的岗位不能批量导入“%(kind)s”。") % {"kind": schema_of(kind).kind.titles},
        code="no_permission",
    )


def _mapping(schema: Schema, table: Table, wish: Wish) -> dict[str, Any]:
    """What was understood of the headings, kept with the run."""
    columns = find_columns(schema, table.names)
    if not wish.update:
        require_columns(schema, columns)
    return {
        "columns": {name: list(source.columns) for name, source in columns.sources.items()},
        "unused": list(columns.unused),
        "partial": wish.partial,
        "update": wish.update,
    }


def go_on(
    run: ImportRun,
    source: Source,
    wish: Wish,
    *,
    progress: Progress | None = None,
    actor: Actor,
) -> ImportRun:
    """Take an open run through both passes, from where it was interrupted."""
    work = _Passes(run, source, wish, progress, actor)
    loading = run.created or run.changed
    if not wish.partial and not loading:
        # An interrupted pass of looking has written nothing: it begins again.
        runs.restart(run)
        work.drive(write=False)
        if run.rejected > run.held or not run.held:
            # There are faults; or all of it is known and nothing is left to do.
            return runs.finish(run, actor=actor)
        runs.restart(run)
    work.drive(write=True)
    return runs.finish(run, actor=actor)


class _Passes:
    """The passes over one file."""

    def __init__(
        self,
        run: ImportRun,
        source: Source,
        wish: Wish,
        progress: Progress | None,
        actor: Actor,
    ) -> None:
        self.run, self.source, self.wish, self.actor = run, source, wish, actor
        self.schema = schema_of(run.kind)
        self._progress = progress
        self._passes = 1 if wish.partial else 2
        self._rows = about(source) if progress else 0
        self._before = 0

    def drive(self, *, write: bool) -> None:
        """One pass over all rows."""
        with open_table(self.source, known_names(self.schema)) as table:
            lines = self._lines(table.names, write)
            runs.go_through(self.run, table.rows(), lines.take, progress=self._tell)
        self._before += self.run.cursor

    def _lines(self, names: Sequence[str], write: bool) -> Lines:
        columns = find_columns(self.schema, names)
        reader = LineReader(self.schema, columns, self.run.town_id, is_text=_is_text(self.source))
        return Lines(self.schema, self.run, reader, self.actor, self.wish.update, write)

    def _tell(self, run: ImportRun) -> None:
        if self._progress is not None:
            done = self._before + run.cursor
            self._progress(done, max(self._rows * self._passes, done))


def _is_text(source: Source) -> bool:
    with opened(source) as file:
        return kind_of(file) is not FileKind.EXCEL


def summary(run: ImportRun) -> dict[str, Any]:
    """The counters as the command prints them; ``faulty`` rows are those with a fault."""
    return runs.summary(run) | {
        "changed": run.changed,
        "held": run.held,
        "faulty": run.rejected - run.held,
    }
