"""Adding records: validated, placed, numbered, indexed, logged; many cost about as much as one.

``add_many`` is the rule; ``add`` is the same for one. Imports and samples use the batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from jiedao.foundation.records import facets
from jiedao.foundation.records.actions.filling import fill
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.rules import ADD, require
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work, stored, text_of
from jiedao.foundation.search import index
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.transactions import within


@dataclass(slots=True)
class Draft:
    """A record as it comes in: ``values`` by field name, as forms, files and programs give them.

    ``subject`` is the kind and id of the record it is about. ``state`` is for records whose
    story began elsewhere (imports); "" begins where the workflow begins.
    """

    values: Mapping[str, Any] | BaseModel
    subject: tuple[str, int] | None = None
    state: str = ""
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Columns of the engine's own table that nobody is asked for."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft: a record (``known``: it was there already), or a refusal."""

    record: Record | None = None
    known: bool = False
    refusal: Refused | None = None


def add(
    town_id: int,
    kind: str,
    values: Mapping[str, Any] | BaseModel,
    *,
    actor: Actor,
    subject: tuple[str, int] | None = None,
    note: str = "",
    extra: Mapping[str, Any] | None = None,
) -> Record:
    """Add one record; one that is known by its key is returned as it is.

    Raises Invalid (a sentence for each field at fault), Forbidden, or what a rule says.
    """
    draft = Draft(values, subject=subject, note=note, extra=extra or {})
    (added,) = add_many(town_id, kind, [draft], actor=actor)
    if added.refusal is not None:
        raise added.refusal
    assert added.record is not None
    return added.record


def add_many(town_id: int, kind: str, drafts: Sequence[Draft], *, actor: Actor) -> list[Added]:
    """Add many records in one transaction, in the order given. A draft that is refused spoils no
    other; whether to keep the rest is the caller's to decide (roll back by raising)."""
    schema = schema_of(kind)
    with within():
        return _Batch(schema, town_id, actor).run(drafts)


class _Batch:
    """Drafts on their way in: every step is done for all of them at once."""

    def __init__(self, schema: Schema, town_id: int, actor: Actor) -> None:
        self.schema, self.town_id, self.actor = schema, town_id, actor
        self.model = schema.family.model

    def run(self, drafts: Sequence[Draft]) -> list[Added]:
        results: list[Added] = []
        fresh: list[tuple[int, Work, Draft]] = []
        first: dict[str, int] = {}
        for place, draft in enumerate(drafts):
            try:
                work = self._prepare(draft)
            except Refused as refusal:
                results.append(Added(refusal=refusal))
                continue
            results.append(Added(record=work.record))
            key = work.record.key
            if key and key in first:
                results[place] = Added(record=results[first[key]].record, known=True)
                continue
            first[key] = place
            fresh.append((place, work, draft))
        known = self._known([key for key in first if key])
        for place, work, _draft in fresh:
            if work.record.key in known:
                results[place] = Added(record=known[work.record.key], known=True)
        self._write([(w, d) for _p, w, d in fresh if w.record.key not in known])
        return results

    def _prepare(self, draft: Draft) -> Work:
        data = self.schema.validate(draft.values)
        record = self.model(
            town_id=self.town_id,
            kind=self.schema.kind.key,
            state=draft.state or self.schema.workflow.initial,
            created_at=clock.now(),
            key=self.schema.key_of(data),
            **draft.extra,
        )
        if draft.subject is not None:
            record.subject_kind, record.subject_id = draft.subject
        work = Work(record, actor=self.actor, schema=self.schema)
        fill(work, data)
        # What the engine fills in (the place of what is visited) decides whose it is.
        work.changing()
        require(work, ADD)
        work.check()
        record.attributes = stored(self.schema, work.values)
        return work

    def _known(self, keys: Sequence[str]) -> dict[str, Record]:
        if not keys:
            return {}
        rows = self.model._default_manager.filter(town_id=self.town_id, kind=self.schema.kind.key)
        return {row.key: row for row in rows.filter(key__in=keys)}

    def _write(self, fresh: Sequence[tuple[Work, Draft]]) -> None:
        if not fresh:
            return
        works = [work for work, _draft in fresh]
        self._number(works)
        insert([work.record for work in works])
        facets.add([f for w in works for f in facets.of_record(self.schema, w.record, w.values)])
        index(self.schema.family.table, [(w.record.pk, text_of(w)) for w in works])
        if self.schema.family.added is not None:
            self.schema.family.added(works)
        lines = []
        for work, draft in fresh:
            data = {"number": work.record.number}
            lines.append(
                Line(self.schema.kind.key, work.record.pk, "add", note=draft.note, data=data)
            )
            lines += work.lines
        history.record(self.town_id, lines, actor=self.actor)

    def _number(self, works: Sequence[Work]) -> None:
        kind = self.schema.kind
        year = clock.today().strftime("%y")
        first = towns.take_numbers(self.town_id, f"{kind.key}-{year}"[:40], len(works))
        prefix = kind.prefix or "".join(part[0] for part in kind.key.split("_")).upper()
        for offset, work in enumerate(works):
            work.record.number = f"{prefix}{year}{first + offset:06d}"
