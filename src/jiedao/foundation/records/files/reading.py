"""From the rows of a file to the values of a kind, a batch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.records.files.cells import Read as ReadCell
from jiedao.foundation.records.files.cells import point_of, reader, words
from jiedao.foundation.records.files.fields import ABOUT, PLACE, Columns, Source, fields
from jiedao.foundation.records.files.naming import Finder
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.sheets.cells import CellFault, Raw
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.readers import Row
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.titles import Title

_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@dataclass(slots=True)
class Line:
    """What a row says: values of the fields it fills, or what is wrong with it."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    state: str = ""
    about: str = ""
    subject: tuple[str, int] | None = None
    """Kind and id of what it is about."""
    faults: list[RowFault] = field(default_factory=list)


class LineReader:
    """Reads the rows of one file. ``is_text`` tells a CSV file, in which our exports put an
    apostrophe before what a spreadsheet would run as a formula."""

    def __init__(self, schema: Schema, columns: Columns, town_id: int, *, is_text: bool) -> None:
        self.schema, self.columns, self._is_text = schema, columns, is_text
        self._finder = Finder(town_id)
        self._cells: list[tuple[Spec, Source, ReadCell]] = [
            (spec, source, reader(spec, source.unit))
            for spec in fields(schema)
            if (source := columns.sources.get(spec.name)) is not None
        ]
        self._refs = [(spec, source) for spec, source, _read in self._cells if spec.ref]
        self._states = {
            word: state.key
            for state in schema.workflow.states
            for word in (state.key, *state.titles)
        }

    def read(self, rows: Sequence[Row]) -> list[Line]:
        """The lines of a batch; each kind of reference is asked for once."""
        found = [self._read(row) for row in rows]
        self._refer(found)
        return found

    def fault(self, row: Row, refusal: Refused) -> list[RowFault]:
        """A refusal as faults of the row, at the columns of the fields that it names."""
        errors = refusal.errors if isinstance(refusal, Invalid) else {}
        if not errors:
            errors = {refusal.field or "": refusal.sentence}
        return [
            RowFault.of(row.number, *self._where(row, name.partition(".")[0]), sentence)
            for name, sentence in errors.items()
        ]

    def _where(self, row: Row, name: str) -> tuple[str, Raw]:
        source = self.columns.sources.get(name)
        if source is not None:
            return source.title, self._shown(row, source)
        title = next((str(s.titles) for s in self.schema.specs if s.name == name), "")
        return title, None

    def _shown(self, row: Row, source: Source) -> Raw:
        if len(source.columns) == 1:
            return self._raw(row, source.columns[0])
        return ",".join(str(self._raw(row, one) or "") for one in source.columns)

    def _raw(self, row: Row, column: str) -> Raw:
        raw = row.get(column)
        if self._is_text and isinstance(raw, str) and raw.startswith(_FORMULA):
            return raw[1:]
        return raw

    def _read(self, row: Row) -> Line:
        line = Line(row)
        for spec, source, read in self._cells:
            try:
                value = self._value(row, source, read)
            except CellFault as fault:
                raw = self._shown(row, source)
                line.faults.append(RowFault.of(row.number, source.title, raw, fault.sentence))
                continue
            if value is not None:
                line.values[spec.name] = value
        if PLACE in line.values:
            # A point says it all; the area beside it is for the reader.
            line.values.pop("area", None)
        self._head(line)
        return line

    def _value(self, row: Row, source: Source, read: ReadCell) -> Any:
        if len(source.columns) == 2:
            lon, lat = (self._raw(row, column) for column in source.columns)
            return point_of(lon, lat)
        return read(self._raw(row, source.columns[0]))

    def _head(self, line: Line) -> None:
        """The record's number and state, where the file has them."""
        if self.columns.number:
            line.number = words(line.row.get(self.columns.number)) or ""
        if self.columns.about:
            line.about = words(line.row.get(self.columns.about)) or ""
        if self.columns.state:
            said = words(line.row.get(self.columns.state)) or ""
            line.state = self._states.get(said, "")
            if said and not line.state:
                line.faults.append(
                    RowFault.of(line.row.number, self.columns.state, said, _("没有这个状态。"))
                )

    def _refer(self, lines: Sequence[Line]) -> None:
        asked: dict[str, set[str]] = {}
        for spec, _source in self._refs:
            texts = asked.setdefault(spec.ref, set())
            texts.update(line.values[spec.name] for line in lines if spec.name in line.values)
        for kind in self.schema.kind.about:
            asked.setdefault(f"record:{kind}", set()).update(n.about for n in lines if n.about)
        for to, texts in asked.items():
            self._finder.learn(to, texts)
        for line in lines:
            self._find_subject(line)
            for spec, source in self._refs:
                if spec.name in line.values:
                    self._resolve(line, spec, source)

    def _find_subject(self, line: Line) -> None:
        if not line.about:
            return
        found = (
            (kind, self._finder.find(f"record:{kind}", line.about))
            for kind in self.schema.kind.about
        )
        line.subject = next(((kind, pk) for kind, pk in found if pk is not None), None)
        if line.subject is None:
            column = self.columns.about
            line.faults.append(RowFault.of(line.row.number, column, line.about, _unknown(ABOUT)))

    def _resolve(self, line: Line, spec: Spec, source: Source) -> None:
        said = line.values[spec.name]
        row_id = self._finder.find(spec.ref, said)
        if row_id is not None:
            line.values[spec.name] = row_id
            return
        fault = RowFault.of(line.row.number, source.title, said, _unknown(spec.titles))
        line.faults.append(fault)


def _unknown(what: Title) -> str:
    return _("没有找到这个%(what)s，或者有几个同名的：请填编码。") % {"what": what}
