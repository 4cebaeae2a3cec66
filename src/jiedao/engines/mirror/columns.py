"""The columns of a kind: which there are, of what type, and where in the database each is kept.

Least data: nothing that names a person or may (titles, addresses, free texts, ``personal``
attributes, references to people), and nothing that history does not hold, since the table must be
told as of any past moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, get_args, get_origin

import pyarrow as pa
from django.db import models
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases import kinds as case_kinds
from jiedao.engines.cases.models import Case, Request
from jiedao.foundation.records.schema import (
    Spec,
    attributes_of,
    generated_kinds,
    is_generated,
    schema_of,
)
from jiedao.kernel import registry
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import NotFound
from jiedao.web.widgets import bare

Form = Literal["record", "case", "asking"]
"""One row is a record, a case, or a case with one of its requests."""

MOMENT: Final = pa.timestamp("us", tz="UTC")
MONEY: Final = pa.decimal128(24, 6)
"""Of attributes. Decimals, not floats: their sum does not depend on the order of adding, so DuckDB
and Spark give the same to the last digit."""
LONGEST: Final = 200
"""Characters of a text that is a name of something (a brand, a village); longer ones are prose."""

_PROSE: Final = frozenset({"textarea", "phone", "address"})
_LEFT_OUT: Final = frozenset({
    # may name people
    "title", "key", "address", "person_id", "requester_id", "retry_key",
    # history does not hold them
    "version", "due_clock", "warn_at", "returned_at", "tracking_expires_at",
    "town_id", "case_id",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and type, and where its value is kept.

    ``place`` is the record's (or case's) own row, the row of its request, or the JSON of its
    attributes; ``source`` is the name there.
    """

    name: str
    type: pa.DataType
    place: Literal["row", "request", "attribute"]
    source: str


@dataclass(frozen=True, eq=False)
class Shape:
    """The columns of a kind. A row is told by ``id``: that of the record or case. Rows of one
    case with several requests share it and come and go together. Each is its own equal: it is a
    key of what is kept, and to compare all that a kind declares takes longer than to answer."""

    kind: Kind
    form: Form
    model: type[models.Model]
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """As Arrow and Parquet say it."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @cached_property
    def described(self) -> tuple[tuple[str, str], ...]:
        """The columns and their types as a manifest says them: other ones, and the kind is built
        anew."""
        return tuple((column.name, str(column.type)) for column in self.columns)

    @property
    def month_from(self) -> tuple[str, ...]:
        """The column by whose month rows are kept apart, and what stands in where it is empty."""
        if self.form == "record":
            return ("day",)
        return ("received_at", "reported_at") if self.form == "asking" else ("reported_at",)

    def of(self, place: str) -> tuple[Column, ...]:
        """The columns kept in one place."""
        return tuple(column for column in self.columns if column.place == place)


def kinds() -> tuple[Kind, ...]:
    """The kinds that are mirrored: all that have records."""
    return (*generated_kinds(), *case_kinds.case_kinds())


def shape_of(kind_key: str) -> Shape:
    """The columns of a kind; NotFound for a key that nobody declares."""
    kind = registry.kinds.find(kind_key)
    if kind is None or not (is_generated(kind_key) or kind.family == case_kinds.FAMILY):
        raise NotFound(_("没有“%(kind)s”这类记录。") % {"kind": kind_key[:40]}, code="no_kind")
    return _shape(kind)


@lru_cache(maxsize=512)
def _shape(kind: Kind) -> Shape:
    if kind.family != case_kinds.FAMILY:
        model = schema_of(kind.key).family.model
        return Shape(kind, "record", model, _distinct(_record(model, kind)))
    if not case_kinds.goes_the_loop(kind.key):
        return Shape(kind, "case", Case, _distinct(_record(Case, kind)))
    columns = (*_of_model(Case), *_of_request(), *_of_attributes(kind.attributes))
    return Shape(kind, "asking", Case, _distinct(columns))


def _distinct(columns: Any) -> tuple[Column, ...]:
    """The first of a name keeps it; a later one is called after where it is kept."""
    found: dict[str, Column] = {}
    for column in columns:
        name = f"{column.place}_{column.name}" if column.name in found else column.name
        found[name] = Column(name, column.type, column.place, column.source)
    return tuple(found.values())


def _record(model: type[models.Model], kind: Kind) -> Iterator[Column]:
    yield from _of_model(model)
    yield from _of_attributes(kind.attributes)


def _of_model(model: type[models.Model]) -> Iterator[Column]:
    for field in model._meta.concrete_fields:
        kept = None if field.attname in _LEFT_OUT else _type_of_field(field)
        if kept is not None:
            yield Column(field.attname, kept, "row", field.attname)


def _of_request() -> Iterator[Column]:
    for column in _of_model(Request):
        yield Column(column.name, column.type, "request", column.source)


_FIELDS: Final[tuple[tuple[type[models.Field[Any, Any]], pa.DataType], ...]] = (
    (models.BooleanField, pa.bool_()),
    (models.DateTimeField, MOMENT),
    (models.DateField, pa.date32()),
    (models.FloatField, pa.float64()),
    (models.IntegerField, pa.int64()),
    (models.ForeignKey, pa.int64()),
)


def _type_of_field(field: Any) -> pa.DataType | None:
    """The type of a table's column; None for what is not mirrored (prose, JSON)."""
    if isinstance(field, models.DecimalField):
        return pa.decimal128(field.max_digits, field.decimal_places)
    if isinstance(field, models.CharField):
        return pa.string() if (field.max_length or LONGEST + 1) <= LONGEST else None
    return next((kept for kind, kept in _FIELDS if isinstance(field, kind)), None)


def _of_attributes(model: type[BaseModel]) -> Iterator[Column]:
    for spec in attributes_of(model):
        kept = _type_of_spec(spec)
        if kept is not None:
            yield Column(spec.name, kept, "attribute", spec.name)


_SORTS: Final = {
    "integer": pa.int64(), "flag": pa.bool_(), "date": pa.date32(), "moment": MOMENT,
    "option": pa.string(), "options": pa.list_(pa.string()), "ref": pa.int64(),
}  # fmt: skip


def _type_of_spec(spec: Spec) -> pa.DataType | None:
    if spec.facts.personal or spec.ref == "person":
        return None
    kind = bare(spec.info.annotation)
    if get_origin(kind) in (list, tuple, set, frozenset) and spec.sort in ("list", "ref"):
        whole = get_args(kind) and bare(get_args(kind)[0]) is int
        return pa.list_(pa.int64()) if whole else None
    if spec.sort == "number":
        return pa.float64() if kind is float else MONEY
    if spec.sort == "text":
        return pa.string() if _is_a_name(spec) else None
    return _SORTS.get(spec.sort)


def _is_a_name(spec: Spec) -> bool:
    """Whether a text is short by declaration, and not meant for prose."""
    bounds = [getattr(each, "max_length", None) for each in spec.info.metadata]
    longest = min((bound for bound in bounds if bound is not None), default=LONGEST + 1)
    return longest <= LONGEST and spec.facts.widget not in _PROSE
