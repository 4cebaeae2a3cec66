"""People: found by phone or identity number, added, changed, revealed with a reason, erased.

No personal value ever enters history in clear: what a change was stands there sealed under the
person's own key, and becomes unreadable with everything else when the person is erased.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.parties.display import FIELDS, read
from jiedao.foundation.parties.identity import check_id_number, check_phone, name_key, plain
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.permits import require
from jiedao.foundation.parties.seal import (
    blind_index,
    blind_indexes,
    is_current,
    new_key,
    rewrap,
    seal,
    unseal,
)
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.transactions import within

PERSON: Final = "person"
LEAST_REASON: Final = 4
_LONGEST: Final = {"name": 60, "phone": 40, "id_number": 18, "address": 200}
_LOOKED_UP_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody. ``as_written`` keeps a phone that is none (old files)."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    as_written: bool = False


def find_or_add_person(
    town_id: int,
    name: str = "",
    phone: str = "",
    *,
    id_number: str = "",
    address: str = "",
    actor: Actor,
) -> Person:
    """The person of this phone (or identity number) and name, added when unknown."""
    new = NewPerson(name, phone, id_number, address)
    (person,) = _find_or_add(town_id, [new], actor)
    if person is None:
        raise Invalid(_("请填写姓名或电话。"), field="name")
    return person


def find_or_add_people(
    town_id: int, news: Sequence[NewPerson], *, actor: Actor
) -> list[int | None]:
    """The batch form: for each entry, in order, the person's id; None where nothing is told.

    The same identity number is the same person. The same phone is, unless both have a name and
    the names differ (families share a phone). A name alone never identifies anybody.
    """
    return [
        person.pk if person is not None else None for person in _find_or_add(town_id, news, actor)
    ]


def _find_or_add(town_id: int, news: Sequence[NewPerson], actor: Actor) -> list[Person | None]:
    cleaned = [_clean(town_id, new) for new in news]
    with within():
        known = _Known(town_id, cleaned)
        added: list[Person] = []
        filled: dict[int, Person] = {}
        found: list[Person | None] = []
        for new in cleaned:
            person = known.match(new)
            if person is None and new != _NOTHING:
                person = _sealed(town_id, new)
                added.append(person)
                known.remember(person, new)
            elif person is not None and known.complete(person, new) and person.pk:
                filled[person.pk] = person
            found.append(person)
        _save(town_id, added, list(filled.values()), actor)
    return found


def _clean(town_id: int, new: NewPerson) -> NewPerson:
    """Normal forms; a Fault (422) for a phone or identity number that cannot be right."""
    phone = new.phone.strip()
    if phone and new.as_written:
        phone = plain(phone)[: _LONGEST["phone"]]
    elif phone:
        area_code = towns.setting(town_id, "area_code", "")
        phone = check_phone(phone, area_code=area_code, field="phone").text
    id_number = check_id_number(new.id_number, "id_number").text if new.id_number.strip() else ""
    name, address = " ".join(new.name.split()), " ".join(new.address.split())
    for field, value in (("name", name), ("address", address)):
        if len(value) > _LONGEST[field]:
            raise Invalid(_("最多 %(longest)d 个字。") % {"longest": _LONGEST[field]}, field=field)
    return NewPerson(name, phone, id_number, address)


_NOTHING: Final = NewPerson()


class _Known:
    """The people of the town that a batch may mean, by their indexes, with their names."""

    def __init__(self, town_id: int, news: Sequence[NewPerson]) -> None:
        self._by_phone: dict[str, list[Person]] = defaultdict(list)
        self._by_id: dict[str, Person] = {}
        self._names: dict[int, str] = {}
        phones = {index for new in news for index in blind_indexes(new.phone)}
        ids = {index for new in news for index in blind_indexes(new.id_number)}
        for person in _indexed(town_id, phones, ids):
            if person.phone_index:
                self._by_phone[person.phone_index].append(person)
            if person.id_index:
                self._by_id[person.id_index] = person

    def _name(self, person: Person) -> str:
        key = id(person)
        if key not in self._names:
            self._names[key] = read(person, "name")
        return self._names[key]

    def match(self, new: NewPerson) -> Person | None:
        for index in blind_indexes(new.id_number):
            if index in self._by_id:
                return self._by_id[index]
        for index in blind_indexes(new.phone):
            same_phone = [
                person
                for person in self._by_phone[index]
                # Another identity number is another person, whoever's phone it is.
                if not (new.id_number and person.id_index)
            ]
            same_name = [person for person in same_phone if self._name(person) == new.name]
            nameless = [person for person in same_phone if not new.name or not self._name(person)]
            if same_name or nameless:
                return (same_name or nameless)[0]
        return None

    def remember(self, person: Person, new: NewPerson) -> None:
        self._names[id(person)] = new.name
        if person.phone_index:
            self._by_phone[person.phone_index].append(person)
        if person.id_index:
            self._by_id[person.id_index] = person

    def complete(self, person: Person, new: NewPerson) -> bool:
        """Fill in what was not known of the person yet; whether anything was."""
        missing = {
            field: getattr(new, field)
            for field in FIELDS
            if getattr(new, field) and not getattr(person, f"{field}_sealed")
        }
        _put(person, missing)
        if missing:
            self.remember(person, NewPerson(name=new.name or self._name(person)))
        return bool(missing)


# The indexes leave the empty values out, and SQLite takes a partial index only for a statement
# that repeats its condition: without it every arrival would read the whole table. Written by
# hand besides, for the ORM would spend more on making this statement than the database on it.
_BY_INDEX: Final = (
    "SELECT * FROM parties_person WHERE town_id = %s AND erased_at IS NULL"
    " AND {column} IN ({marks}) AND NOT ({column} = '')"
)


def _indexed(town_id: int, phones: set[str], ids: set[str]) -> Iterable[Person]:
    """People by index, oldest first, in look-ups small enough for either database."""
    found: dict[int, Person] = {}
    for column, values in (("phone_index", sorted(phones)), ("id_index", sorted(ids))):
        for start in range(0, len(values), _LOOKED_UP_AT_ONCE):
            part = values[start : start + _LOOKED_UP_AT_ONCE]
            statement = _BY_INDEX.format(column=column, marks=", ".join(["%s"] * len(part)))
            rows = Person.objects.raw(statement, [town_id, *part])
            found |= {person.pk: person for person in rows}
    return (found[key] for key in sorted(found))


def _sealed(town_id: int, new: NewPerson) -> Person:
    person = Person(town_id=town_id, data_key=new_key(), created_at=clock.now())
    _put(person, {field: getattr(new, field) for field in FIELDS})
    return person


def _put(person: Person, values: Mapping[str, str]) -> None:
    """Seal values into their columns and index those that are looked up."""
    for field, value in values.items():
        setattr(person, f"{field}_sealed", seal(person.data_key or b"", value) if value else None)
    if "phone" in values:
        person.phone_index = blind_index(values["phone"])
    if "id_number" in values:
        person.id_index = blind_index(values["id_number"])
    if "name" in values:
        person.name_index = blind_index(name_key(values["name"]))


_INDEXES: Final = {"phone": "phone_index", "id_number": "id_index", "name": "name_index"}
_COLUMNS: Final = (*(f"{field}_sealed" for field in FIELDS), *_INDEXES.values())


def _save(town_id: int, added: list[Person], filled: list[Person], actor: Actor) -> None:
    insert(added)
    if filled:
        Person.objects.bulk_update(filled, _COLUMNS, batch_size=100)
    lines = [Line(PERSON, person.pk, "added", subject=person.pk) for person in added]
    lines += [Line(PERSON, person.pk, "completed", subject=person.pk) for person in filled]
    if lines:
        history.record(town_id, lines, actor=actor)


def change_person(person: Person, values: Mapping[str, str], *, actor: Actor) -> Person:
    """Correct what is known of a person (``parties.edit``, within sight)."""
    require(actor, "parties.edit")
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"a person has no field {sorted(unknown)}")
    person = _visible(person, actor)
    before = {field: read(person, field) for field in FIELDS}
    wanted = before | dict(values)
    new = NewPerson(wanted["name"], wanted["phone"], wanted["id_number"], wanted["address"])
    after = _clean(person.town_id, new)
    changes = {
        field: (before[field], getattr(after, field))
        for field in values
        if getattr(after, field) != before[field]
    }
    _check_id_free(person, changes)
    if changes:
        _put(person, {field: new for field, (_old, new) in changes.items()})
        sealed = seal(person.data_key or b"", json.dumps(changes, ensure_ascii=False))
        with within():
            # Only the columns that changed: another's correction made meanwhile stays.
            person.save(update_fields=_columns(changes))
            line = Line(
                PERSON,
                person.pk,
                "changed",
                data={"fields": sorted(changes)},
                sealed=sealed,
                subject=person.pk,
            )
            history.record(person.town_id, [line], actor=actor)
    return person


def _columns(fields: Iterable[str]) -> list[str]:
    """The columns that hold these fields, with their indexes."""
    return [
        *(f"{field}_sealed" for field in fields),
        *(_INDEXES[field] for field in fields if field in _INDEXES),
    ]


def _check_id_free(person: Person, changes: Mapping[str, tuple[str, str]]) -> None:
    number = changes.get("id_number", ("", ""))[1]
    others = Person.objects.filter(town_id=person.town_id, id_index__in=blind_indexes(number))
    if number and others.exclude(pk=person.pk).exists():
        raise Conflict(_("这个身份证号码已登记在另一人名下。"), field="id_number")


def reveal(person: Person, field: str, reason: str, *, actor: Actor) -> str:
    """One field in clear, for a reason that is logged; see ``reveal_fields``."""
    return reveal_fields(person, [field], reason, actor=actor)[field]


def reveal_fields(
    person: Person, fields: Sequence[str], reason: str, *, actor: Actor
) -> dict[str, str]:
    """Fields in clear, for a reason that is logged, a line for each (PIPL art. 6, 51).

    The lines are written in the same transaction; call it in a durable one, so that the log is on
    disk before anybody reads the values.
    """
    require(actor, "parties.reveal")
    if not fields or set(fields) - set(FIELDS):
        raise Invalid(_("没有这一项个人信息。"), field="field")
    reason = _reason(reason)
    person = _visible(person, actor)
    values = {field: read(person, field) for field in fields}
    with within():
        lines = [
            Line(
                PERSON, person.pk, "revealed", note=reason, data={"field": field}, subject=person.pk
            )
            for field in values
        ]
        history.record(person.town_id, lines, actor=actor)
    return values


def erase(person: Person, reason: str, *, actor: Actor) -> Person:
    """Destroy the person's key and all that identifies them (PIPL art. 47); not to be undone.

    Requests keep their matter, number and clocks; whatever was sealed under the key, in any
    table and in history, can no longer be read.
    """
    require(actor, "parties.erase")
    reason = _reason(reason)
    person = _visible(person, actor)
    if person.erased_at is not None:
        raise Conflict(_("这份个人信息已经删除。"), code="erased")
    person.data_key = None
    for field in FIELDS:
        setattr(person, f"{field}_sealed", None)
    person.phone_index = person.id_index = person.name_index = ""
    person.erased_at = clock.now()
    with within():
        person.save(update_fields=[*_COLUMNS, "data_key", "erased_at"])
        line = Line(PERSON, person.pk, "erased", note=reason, subject=person.pk)
        history.record(person.town_id, [line], actor=actor)
    return person


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON or len(set(reason)) < 2:
        raise Invalid(
            _("请写明原因（至少 %(least)d 个字），会记入日志。") % {"least": LEAST_REASON},
            code="reason_needed",
            field="reason",
        )
    return reason[:500]


def _visible(person: Person, actor: Actor) -> Person:
    """The person read anew through the actor's own gate; ``NotFound`` for a stranger."""
    people = Person.objects.all() if actor.is_system else Person.objects.visible_to(actor)
    found = people.filter(pk=person.pk).first()
    if found is None:
        raise NotFound(_("没有这个人的记录。"))
    return found


def rewrap_people(after_id: int = 0, limit: int = 500) -> tuple[int, int]:
    """After a new master key: re-wrap data keys and rebuild indexes of the next ``limit`` people.

    Returns (last id seen, people renewed); the last id is 0 when there are no more. Sealed
    fields stay as they are. Whole rotations: ``rotation``, ``jiedao keys``.
    """
    people = list(
        Person.objects.filter(pk__gt=after_id, erased_at__isnull=True).order_by("id")[:limit]
    )
    stale = [person for person in people if person.data_key and not is_current(person.data_key)]
    with within():
        for person in stale:
            phone, number = read(person, "phone"), read(person, "id_number")
            person.phone_index, person.id_index = blind_index(phone), blind_index(number)
            person.name_index = blind_index(name_key(read(person, "name")))
            person.data_key = rewrap(person.data_key or b"")
        Person.objects.bulk_update(stale, ["data_key", *_INDEXES.values()], batch_size=100)
    return (people[-1].pk if len(people) == limit else 0), len(stale)


def sealed_changes(sealed: bytes, person: Person) -> dict[str, Any]:
    """What a sealed history line of this person says: field → [old, new]. For restoring only."""
    return dict(json.loads(unseal(person.data_key, sealed)))
