"""Adding records: validated, placed, numbered, indexed, logged; many cost about as much as one.

``add_many`` is the rule; ``add`` is the same for one. Imports and samples use the batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from jiedao.foundation.files.checking import Ready
from jiedao.foundation.places.locator import Place
from jiedao.foundation.records import evidence, facets
from jiedao.foundation.records.actions.filling import fill, subjects_of
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.numbers import prefix_of, retry_key
from jiedao.foundation.records.placing import places_of
from jiedao.foundation.records.references import check_each
from jiedao.foundation.records.rules import ADD, require
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work, stored, text_of
from jiedao.foundation.search import index
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from jiedao.kernel.history import Line
from jiedao.kernel.rows import copy_of, insert
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
    retry: str = ""
    """What the sender calls this piece of work: sent again, it is known where nothing else
    tells the record from others of its kind."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Columns of the engine's own table that nobody is asked for."""
    key: str = ""
    """Tells it from others where its values do not: by the row of a file, say."""
    files: Sequence[Ready] = ()
    """Photos and documents that came with it, checked and stored."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft: a record (``known``: it was there already), or a refusal."""

    record: Record | None = None
    known: bool = False
    refusal: Refused | None = None
    again: str = ""
    """The key by which it is known."""


def add(
    town_id: int,
    kind: str,
    values: Mapping[str, Any] | BaseModel,
    *,
    actor: Actor,
    subject: tuple[str, int] | None = None,
    note: str = "",
    extra: Mapping[str, Any] | None = None,
    files: Sequence[Ready] = (),
) -> Record:
    """Add one record; one that is known by its key is returned as it is.

    Raises Invalid (a sentence for each field at fault), Forbidden, or what a rule says.
    """
    draft = Draft(values, subject=subject, note=note, extra=extra or {}, files=files)
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


def check_many(town_id: int, kind: str, drafts: Sequence[Draft], *, actor: Actor) -> list[Added]:
    """What ``add_many`` would say of each draft, every rule applied; nothing is written. What
    would be added has no record yet, what is known has."""
    return _Batch(schema_of(kind), town_id, actor).look(drafts)


class _Batch:
    """Drafts on their way in: every step is done for all of them at once."""

    def __init__(self, schema: Schema, town_id: int, actor: Actor) -> None:
        self.schema, self.town_id, self.actor = schema, town_id, actor
        self.model = schema.family.model
        self.subjects: dict[tuple[str, int], Record] = {}
        self.blank = self.model(
            town_id=town_id, kind=schema.kind.key, created_at=clock.now(), attributes={}
        )

    def run(self, drafts: Sequence[Draft]) -> list[Added]:
        """Add what is new, and say of each draft what became of it."""
        works, results = self._sorted_out(drafts)
        self._write([(work, drafts[place]) for place, work in works.items()])
        for place, work in works.items():
            results[place] = Added(record=work.record)
        # What comes twice in a batch is known the second time.
        first = {work.record.key: work.record for work in works.values() if work.record.key}
        return [
            replace(one, record=first[one.again]) if one.again in first else one for one in results
        ]

    def look(self, drafts: Sequence[Draft]) -> list[Added]:
        """As ``run``, without writing."""
        _works, results = self._sorted_out(drafts)
        return results

    def _sorted_out(self, drafts: Sequence[Draft]) -> tuple[dict[int, Work], list[Added]]:
        """Those to be added, by their place among the drafts; and what is said of each draft."""
        prepared = self._prepared(drafts)
        found = [one for one in prepared if isinstance(one, Work)]
        known = self._known([work.record.key for work in found if work.record.key])
        fresh: dict[int, Work] = {}
        seen: set[str] = set()
        results: list[Added] = []
        for place, one in enumerate(prepared):
            if isinstance(one, Refused):
                results.append(Added(refusal=one))
                continue
            key = one.record.key
            if key and (key in known or key in seen):
                results.append(Added(record=known.get(key), known=True, again=key))
                continue
            seen.add(key)
            fresh[place] = one
            results.append(Added())
        return fresh, results

    def _prepared(self, drafts: Sequence[Draft]) -> list[Work | Refused]:
        """Each draft as work on a record not yet written, or the refusal."""
        read = [self._validated(draft) for draft in drafts]
        self.subjects = subjects_of(self.town_id, [draft.subject for draft in drafts])
        sound = [data for data in read if isinstance(data, BaseModel)]
        refusals = iter(check_each(self.schema, self.town_id, sound))
        points = [getattr(data, "place", None) for data in sound]
        places = iter(places_of(self.town_id, points))
        prepared: list[Work | Refused] = []
        for draft, data in zip(drafts, read, strict=True):
            if isinstance(data, Refused):
                prepared.append(data)
                continue
            refusal, found = next(refusals), next(places)
            prepared.append(refusal or self._tried(draft, data, found))
        return prepared

    def _tried(self, draft: Draft, data: BaseModel, found: Place | None) -> Work | Refused:
        try:
            return self._prepare(draft, data, found)
        except Refused as refusal:
            return refusal

    def _validated(self, draft: Draft) -> BaseModel | Refused:
        try:
            return self.schema.validate(draft.values)
        except Refused as refusal:
            return refusal

    def _prepare(self, draft: Draft, data: BaseModel, found: Place | None) -> Work:
        record = copy_of(self.blank)
        record.state = draft.state or self.schema.workflow.initial
        again = draft.key or retry_key(draft.retry, self.actor)
        record.key = self.schema.key_of(data) or again
        for name, value in draft.extra.items():
            setattr(record, name, value)
        if draft.subject is not None:
            record.subject_kind, record.subject_id = draft.subject
        work = Work(record, actor=self.actor, schema=self.schema)
        work.subject_record = self.subjects.get(draft.subject) if draft.subject else None
        fill(work, data, checked=True, found=found)
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
            data: dict[str, Any] = {"number": work.record.number}
            if shown := evidence.keep(work.record, draft.files, actor=self.actor):
                data["files"] = [row.pk for row in shown]
            lines.append(
                Line(self.schema.kind.key, work.record.pk, "add", note=draft.note, data=data)
            )
            lines += work.lines
        history.record(self.town_id, lines, actor=self.actor)

    def _number(self, works: Sequence[Work]) -> None:
        kind = self.schema.kind
        year = clock.today().strftime("%y")
        first = towns.take_numbers(self.town_id, f"{kind.key}-{year}"[:40], len(works))
        prefix = prefix_of(kind)
        for offset, work in enumerate(works):
            work.record.number = f"{prefix}{year}{first + offset:06d}"
