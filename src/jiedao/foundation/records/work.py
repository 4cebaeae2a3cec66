"""One piece of work on a record: remembers what it was, saves what changed.

The row by compare-and-set on its version, its facets, its text in the index, and its lines of
history, in one transaction; of two officials who press at once one is told.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records import facets
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.search import reindex
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.rows import compare_and_set, update

_FIXED: Final = frozenset({"id", "town_id", "kind", "number", "version", "created_at"})
# Follow from the others; history need not repeat them.
_DERIVED: Final = frozenset({"key", "attributes"})
HIDDEN: Final = "***"


class Work:
    """A record being changed by one actor at one moment.

    ``values`` holds the kind's attributes as Python values; change them there, and the columns
    on ``record``. A rule or effect that an application declares gets this object.
    """

    def __init__(self, record: Record, *, actor: Actor, schema: Schema | None = None) -> None:
        self.record = record
        self.schema = schema or schema_of(record.kind)
        self.kind = self.schema.kind
        self.actor = actor
        self.moment: datetime = clock.now()
        self.lines: list[Line] = []
        self.move = ""
        """Key of the move being made; "" for an addition or an edit."""
        self._names = [
            field.attname for field in record._meta.concrete_fields if field.attname not in _FIXED
        ]
        self._before = {name: _frozen(getattr(record, name)) for name in self._names}

    @classmethod
    def open(
        cls,
        schema: Schema,
        town_id: int,
        number: str,
        *,
        actor: Actor,
        version: int | None = None,
    ) -> "Work":
        """Load and lock the record of that number; NotFound, or Conflict for an older version."""
        rows = schema.family.model._default_manager.select_for_update(of=("self",))
        record = rows.filter(town_id=town_id, kind=schema.kind.key, number=number).first()
        if record is None:
            raise not_found(schema, number)
        if version is not None and version != record.version:
            raise conflict()
        return cls(record, actor=actor, schema=schema)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The attributes as Python values: what the kind's model makes of the stored JSON."""
        stored = self.record.attributes
        model = self.kind.attributes
        known = {name: stored[name] for name in model.model_fields if name in stored}
        # A kind that gained a required field since keeps its older rows readable.
        data = model.model_construct(**known)
        try:
            data = model.model_validate(known)
        except ValueError:
            return dict(known)
        return {name: getattr(data, name) for name in model.model_fields}

    @property
    def subject(self) -> tuple[str, int] | None:
        """The kind and id of the record it is about."""
        record = self.record
        return (record.subject_kind, record.subject_id) if record.subject_id else None

    @cached_property
    def subject_record(self) -> Record | None:
        """The record it is about, as it is now."""
        if self.subject is None:
            return None
        kind, record_id = self.subject
        rows = schema_of(kind).family.model._default_manager
        found: Record | None = rows.filter(pk=record_id, town_id=self.record.town_id).first()
        return found

    @property
    def area_ids(self) -> list[int]:
        """The areas it lies in, smallest first."""
        record = self.record
        ids = (record.building_id, record.grid_id, record.community_id)
        return [area_id for area_id in ids if area_id is not None]

    @property
    def unit_ids(self) -> list[int]:
        """The responsible unit, as a list."""
        return [] if self.record.unit_id is None else [self.record.unit_id]

    def log(self, verb: str, *, note: str = "", data: Mapping[str, Any] | None = None) -> None:
        """Add a line to the record's history; the first one also carries the changed fields."""
        self.lines.append(Line(self.kind.key, self.record.pk, verb, note=note, data=data or {}))

    def check(self) -> None:
        """Ask the kind's rules; Invalid with the first sentence that is none."""
        for rule in self.kind.rules:
            sentence = rule(self)
            if sentence:
                raise Invalid(sentence, code="rule")

    def changing(self) -> None:
        """Let the engine bring along what follows from the change."""
        if self.schema.family.changing is not None:
            self.schema.family.changing(self)

    def finish(self) -> None:
        """Save the changed fields, facets and text, and append the lines of history."""
        self.changing()
        self.check()
        changed = self.settle()
        if not compare_and_set(self.record, self.record.version, changed):
            raise conflict()
        self.record.version += 1
        if self.facets_differ:
            facets.replace(self.schema, self.record, self.values)
        self.reindex()
        history.record(self.record.town_id, self.told(changed), actor=self.actor)

    def settle(self) -> dict[str, Any]:
        """Put the attributes back into the record; the columns that differ from before."""
        self._text_before  # noqa: B018 - taken before the attributes change
        self.record.attributes = stored(self.schema, self.values)
        return {
            name: getattr(self.record, name)
            for name in self._names
            if getattr(self.record, name) != self._before[name]
        }

    @property
    def facets_differ(self) -> bool:
        """Whether a filterable attribute changed."""
        old, new = self._before["attributes"], self.record.attributes
        return any(old.get(s.name) != new.get(s.name) for s in self.schema.filterable())

    def reindex(self) -> None:
        """Bring the text index up to date."""
        reindex(self.schema.family.table, self.record.pk, self._text_before, text_of(self))

    def told(self, changed: Mapping[str, Any]) -> list[Line]:
        """The lines of history; the first one carries the changed fields."""
        old, new = self._before["attributes"], self.record.attributes
        pairs = {
            name: (self._before[name], value)
            for name, value in changed.items()
            if name not in _DERIVED
        }
        pairs |= {
            name: (self._shown(name, old.get(name)), self._shown(name, new.get(name)))
            for name in old.keys() | new.keys()
            if old.get(name) != new.get(name)
        }
        if not self.lines and pairs:
            self.log("edit")
        if self.lines:
            self.lines[0].changes = pairs
        return self.lines

    def _shown(self, name: str, value: Any) -> Any:
        """Personal values never enter history, which nobody can erase."""
        personal = any(s.name == name and s.facts.personal for s in self.schema.specs)
        return HIDDEN if personal and value not in (None, "") else value

    @cached_property
    def _text_before(self) -> str:
        row = self._before
        return _words(self.schema, row, row["attributes"], self.record.number)


def stored(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as the JSON column keeps them: empty ones left out."""
    model = schema.kind.attributes
    data = model.model_construct(**values)
    kept = data.model_dump(mode="json", warnings=False)
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}


def text_of(work: Work) -> str:
    """What the text index holds of a record."""
    record = work.record
    row = {name: getattr(record, name) for name in ("title", "code", "address")}
    return _words(work.schema, row, record.attributes, record.number)


def _words(
    schema: Schema, row: Mapping[str, Any], attributes: Mapping[str, Any], number: str
) -> str:
    own = [
        str(attributes[spec.name])
        for spec in schema.specs
        if spec.sort == "text" and not spec.is_column and not spec.facts.personal
        and attributes.get(spec.name)
    ]  # fmt: skip
    return " ".join(filter(None, [number, row["code"], row["title"], row["address"], *own]))


def finish_many(works: Sequence[Work]) -> None:
    """``finish`` for many of one kind that are open, locked, brought along and checked: the
    rows, facets and lines of history are written together."""
    if not works:
        return
    changes = [work.settle() for work in works]
    names = sorted({name for changed in changes for name in changed})
    for work in works:
        work.record.version += 1
    update([work.record for work in works], ["version", *names])
    schema = works[0].schema
    facets.replace_many(schema, [(w.record, w.values) for w in works if w.facets_differ])
    lines = []
    for work, changed in zip(works, changes, strict=True):
        work.reindex()
        lines += work.told(changed)
    history.record(works[0].record.town_id, lines, actor=works[0].actor)


def dump(data: BaseModel, names: Mapping[str, Any] | list[str]) -> dict[str, Any]:
    """Some fields of a model as Python values."""
    return {name: getattr(data, name) for name in names}


def not_found(schema: Schema, number: str) -> NotFound:
    """The refusal for a number that nobody has, or that the reader may not know of."""
    return NotFound(
        _("没有登记号为 %(number)s 的%(kind)s。")
        % {"number": number[:40], "kind": schema.kind.titles},
        code="no_record",
    )


def conflict() -> Conflict:
    """The refusal for whoever pressed second."""
    return Conflict(_("这条记录刚被别人改过，请看最新情况再操作。"), code="version_conflict")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value
