"""Changing many records at once: each through the rules of ``edit``, the reading done together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.places.locator import Place
from jiedao.foundation.records import rules
from jiedao.foundation.records.actions.changing import check_key, plain
from jiedao.foundation.records.actions.filling import fill, given, subjects_of
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.numbers import given_key
from jiedao.foundation.records.placing import places_of
from jiedao.foundation.records.references import check_each
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work, finish_many, not_found
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, Refused
from jiedao.kernel.transactions import within


@dataclass(frozen=True, slots=True)
class Change:
    """Values for the record of a number; fields not among them stay as they are."""

    number: str
    values: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: whether it changed anything, or a refusal."""

    record: Record | None = None
    changed: bool = False
    refusal: Refused | None = None


def edit_many(
    town_id: int, kind: str, changes: Sequence[Change], *, actor: Actor, write: bool = True
) -> list[Changed]:
    """Edit many records in one transaction; a change that is refused spoils no other.

    With ``write=False`` nothing is written: what is told is what would happen.
    """
    with within():
        return _Changes(town_id, kind, actor).run(changes, write)


@dataclass(slots=True)
class _Item:
    """A change on its way: the work, its values before, and the model of those after."""

    change: Change
    work: Work | None = None
    before: Mapping[str, Any] | None = None
    data: BaseModel | None = None
    found: Place | None = None
    refusal: Refused | None = None

    @property
    def changes(self) -> bool:
        """Whether it says anything new, and nothing refused it."""
        return self.data is not None and self.refusal is None


class _Changes:
    def __init__(self, town_id: int, kind: str, actor: Actor) -> None:
        self.town_id, self.actor, self.schema = town_id, actor, schema_of(kind)
        self._keys: set[str] = set()

    def run(self, changes: Sequence[Change], write: bool) -> list[Changed]:
        items = [_Item(change) for change in changes]
        self._open(items)
        for item in items:
            self._step(item, self._read)
        sound = [(item, item.data) for item in items if item.data is not None]
        refusals = check_each(self.schema, self.town_id, [data for _item, data in sound])
        places = places_of(self.town_id, [getattr(data, "place", None) for _item, data in sound])
        for (item, _data), refusal, found in zip(sound, refusals, places, strict=True):
            item.refusal, item.found = refusal, found
        for item in items:
            self._step(item, self._try)
        if write:
            finish_many([item.work for item in items if item.work is not None and item.changes])
        return [self._told(item) for item in items]

    def _open(self, items: Sequence[_Item]) -> None:
        rows = self.schema.family.model._default_manager.select_for_update(of=("self",))
        rows = rows.filter(town_id=self.town_id, kind=self.schema.kind.key)
        # In the order of ids: two files that change the same records must not wait in a ring.
        numbers = {item.change.number for item in items}
        records = {row.number: row for row in rows.filter(number__in=numbers).order_by("id")}
        opened: set[str] = set()
        for item in items:
            number = item.change.number
            if number in opened:
                item.refusal = twice(number=number)
            elif number not in records:
                item.refusal = not_found(self.schema, number)
            else:
                opened.add(number)
                item.work = Work(records[number], actor=self.actor, schema=self.schema)
        works = [item.work for item in items if item.work is not None]
        subjects = subjects_of(self.town_id, [work.subject for work in works])
        for work in works:
            work.subject_record = subjects.get(work.subject) if work.subject else None

    def _step(self, item: _Item, step: Any) -> Any:
        """One step of an item that nothing has refused yet; a refusal stays with it."""
        if item.refusal is not None:
            return None
        try:
            return step(item)
        except Refused as refusal:
            item.refusal = refusal
            return None

    def _read(self, item: _Item) -> None:
        work = item.work
        assert work is not None
        item.before = given(work)
        data = self.schema.validate(plain(item.before) | dict(item.change.values))
        if any(getattr(data, name) != item.before.get(name) for name in item.change.values):
            why_not = rules.edit_refusal(work)
            if why_not:
                raise Forbidden(why_not, code="cannot_edit")
            item.data = data

    def _told(self, item: _Item) -> Changed:
        record = item.work.record if item.work is not None else None
        return Changed(record, item.changes, item.refusal)

    def _try(self, item: _Item) -> None:
        """The change, with every rule applied; it is not written yet."""
        work, data = item.work, item.data
        if work is None or data is None:
            return
        key = self.schema.key_of(data) or given_key(work.record.key)
        if key != work.record.key:
            work.record.key = key
            check_key(work)
            if key and key in self._keys:
                raise twice(work.kind.unique[0])
            self._keys.add(key)
        fill(work, data, checked=True, found=item.found)
        rules.require(work, rules.EDIT)
        work.changing()
        work.check()
        if item.change.note:
            work.log("edit", note=item.change.note)


def twice(field: str = "", number: str = "") -> Refused:
    """The refusal for a second change of one record, or to one key, in a batch."""
    if field:
        return Invalid(_("这一批里有另一条记录也改成这样。"), field=field, code="twice")
    return Conflict(_("%(number)s 在这一批里出现了两次。") % {"number": number}, code="twice")
