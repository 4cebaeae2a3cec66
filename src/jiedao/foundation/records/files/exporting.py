"""Records going out: every field in words, in constant memory; the file can be imported again.

Personal fields are left out. References are named by what leads back to them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db.models import QuerySet

from jiedao.foundation.records.actions.filling import REFS
from jiedao.foundation.records.files.cells import BETWEEN
from jiedao.foundation.records.files.fields import ABOUT, LAT, LON, NUMBER, PLACE, STATE, fields
from jiedao.foundation.records.files.naming import written
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.references import reference
from jiedao.foundation.records.schema import Schema, Spec, schema_of
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.marking import marked
from jiedao.foundation.sheets.writers import write_table
from jiedao.kernel.attributes import Options

_CHUNK: Final = 1000
_OPTIONS_BETWEEN: Final = "、"
_EXACT: Final = 15
"""Digits that Excel's numbers hold."""

Words = dict[str, dict[int, str]]
"""Names of ids, by kind of reference."""
Write = Callable[[Any], Raw]


def exported(schema: Schema) -> tuple[Spec, ...]:
    """The fields that go out."""
    return tuple(spec for spec in fields(schema) if not spec.facts.personal)


def header(schema: Schema) -> list[str]:
    """The headings in the reader's language; the import knows both."""
    names = [str(NUMBER), str(ABOUT)] if schema.kind.about else [str(NUMBER)]
    for spec in exported(schema):
        unit = f"（{spec.facts.unit}）" if spec.facts.unit.zh else ""
        names += [str(LON), str(LAT)] if spec.name == PLACE else [f"{spec.titles}{unit}"]
    return [*names, *(one.heading for one in schema.derived), str(STATE)]


def rows(schema: Schema, town_id: int, records: Iterable[Record]) -> Iterator[list[Raw]]:
    """A row for each record; the names of a thousand are asked for together."""
    line = _Line(schema)
    waiting = iter(records)
    while chunk := list(islice(waiting, _CHUNK)):
        words = line.words(town_id, chunk)
        subjects = line.subjects(town_id, chunk) if schema.kind.about else {}
        for record in chunk:
            head: list[Raw] = [record.number]
            if schema.kind.about:
                head.append(subjects.get((record.subject_kind, record.subject_id or 0)))
            yield head + line.row(record, words)


def stream(schema: Schema, town_id: int, records: QuerySet[Any]) -> Iterator[list[Raw]]:
    """``rows`` of a queryset, read as they are needed."""
    return rows(schema, town_id, records.iterator(chunk_size=_CHUNK))


def export_file(
    target: Path | BinaryIO, kind: str, town_id: int, records: QuerySet[Any], *, form: str = "xlsx"
) -> int:
    """Write records of a kind into a file; returns how many. ``form`` is ``xlsx`` or ``csv``."""
    schema = schema_of(kind)
    head, lines = marked(header(schema), stream(schema, town_id, records))
    return write_table(target, head, lines, form=form)


class _Line:
    """How a record of one kind becomes a row."""

    def __init__(self, schema: Schema) -> None:
        self.specs = exported(schema)
        self._abouts = len(schema.kind.about)
        self._derived = schema.derived
        self._states = {state.key: str(state.titles) for state in schema.workflow.states}
        self._writers = {spec.name: _writer(spec) for spec in self.specs}

    def words(self, town_id: int, records: Sequence[Record]) -> Words:
        """The names of everything that the records refer to."""
        asked: dict[str, set[int]] = {}
        for spec in self.specs:
            if spec.ref:
                ids = asked.setdefault(spec.ref, set())
                ids.update(v for one in records if isinstance(v := _value(spec, one), int))
        return {to: dict(written(town_id, to, ids)) for to, ids in asked.items()}

    def subjects(self, town_id: int, records: Sequence[Record]) -> dict[tuple[str, int], str]:
        """What the records are about: by name, or by number where several kinds are possible."""
        asked: dict[str, set[int]] = {}
        for one in records:
            if one.subject_id is not None:
                asked.setdefault(one.subject_kind, set()).add(one.subject_id)
        name = written if self._abouts == 1 else _numbers
        return {
            (kind, pk): said
            for kind, ids in asked.items()
            for pk, said in name(town_id, f"record:{kind}", ids).items()
        }

    def row(self, record: Record, words: Words) -> list[Raw]:
        """The fields of a record, and its state."""
        row: list[Raw] = []
        for spec in self.specs:
            value = _value(spec, record)
            if spec.name == PLACE:
                row += [record.lon, record.lat]
            elif value is None:
                row.append(None)
            elif spec.ref:
                row.append(words[spec.ref].get(value))
            else:
                row.append(self._writers[spec.name](value))
        for one in self._derived:
            found = getattr(record, one.name)
            row.append(_number(found) if isinstance(found, Decimal) else found)
        row.append(self._states.get(record.state, record.state))
        return row


def _numbers(town_id: int, to: str, ids: Iterable[int]) -> Mapping[int, str]:
    return reference(to).codes(town_id, set(ids))


def _value(spec: Spec, record: Record) -> Any:
    """The field's value as the row keeps it: of attributes, their JSON."""
    if not spec.is_column:
        return record.attributes.get(spec.name)
    if spec.name == "area":
        return record.grid_id or record.community_id
    if spec.name == PLACE:
        return record.lon
    return getattr(record, f"{spec.name}_id" if spec.name in REFS else spec.name)


def _writer(spec: Spec) -> Write:
    if spec.sort in ("option", "options") and spec.options is not None:
        return _options_writer(spec.options, many=spec.sort == "options")
    return _WRITERS.get(spec.sort, str)


def _options_writer(options: type[Options], *, many: bool) -> Write:
    titles = {str(one.value): str(one.titles) for one in options}
    if not many:
        return lambda value: titles.get(value, value)
    return lambda values: _OPTIONS_BETWEEN.join(titles.get(value, value) for value in values)


def _number(value: Any) -> Raw:
    """A number that Excel holds exactly, else its digits."""
    if isinstance(value, int | float):
        return value if abs(value) < 10**_EXACT else str(value)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return float(exact) if len(exact.as_tuple().digits) <= _EXACT else str(exact)


def _point(value: Any) -> Raw:
    lon, lat = value
    return f"{lon},{lat}"


def _day(value: Any) -> Raw:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: Any) -> Raw:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _flag(value: Any) -> Raw:
    return bool(value)


_WRITERS: Final[dict[str, Write]] = {
    "integer": _number,
    "number": _number,
    "flag": _flag,
    "date": _day,
    "moment": _moment,
    "pin": _point,
    "list": BETWEEN.join,
    "options": _OPTIONS_BETWEEN.join,
}
