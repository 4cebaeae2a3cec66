"""What a field's number may refer to: how it is named, found by words, and offered.

Words stand in files and forms, ids in the rows. A kind of reference answers for many at once,
so that a list or a file costs one question for each.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.places.models import Area
from jiedao.foundation.records.schema import Schema, Spec, schema_of
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid

_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Reference:
    """``words(town, ids)`` names rows; ``find(town, texts)`` gives the id of each text that means
    exactly one row; ``offer(reach, typed)`` gives (id, text, meta) while one types;
    ``codes(town, ids)`` gives what means one row even where another has the same name."""

    words: Callable[[int, Collection[int]], dict[int, str]]
    find: Callable[[int, Collection[str]], dict[str, int]]
    offer: Callable[[Reach, str], list[tuple[int, str, str]]]
    codes: Callable[[int, Collection[int]], dict[int, str]]


def reference(to: str) -> Reference:
    """The reference of that name; ``record:KIND`` refers to a generated kind."""
    if to.startswith("record:"):
        return _record_reference(to.removeprefix("record:"))
    return _REFERENCES[to]


def visible_words(reach: Reach, to: str, ids: Collection[int]) -> dict[int, str]:
    """The names of rows, of records only those that the reader may see."""
    if not to.startswith("record:"):
        return reference(to).words(reach.town_id, ids)
    kind = to.removeprefix("record:")
    rows = schema_of(kind).family.model.objects.visible_to(reach, kind)
    return dict(rows.filter(pk__in=set(ids)).values_list("pk", "title"))


def known(to: str) -> bool:
    """Whether there is such a reference (the kind behind ``record:`` is checked at start-up)."""
    return to in _REFERENCES or to.startswith("record:")


def check_all(schema: Schema, town_id: int, data: BaseModel) -> None:
    """Invalid, at the field, for a number that refers to nothing in the town."""
    (refusal,) = check_each(schema, town_id, [data])
    if refusal is not None:
        raise refusal


def check_each(schema: Schema, town_id: int, batch: Sequence[BaseModel]) -> list[Invalid | None]:
    """For each of many what ``check_all`` says of one; a question for each kind of reference."""
    specs = [spec for spec in schema.specs if spec.ref]
    asked: dict[str, set[int]] = {}
    for spec in specs:
        ids = asked.setdefault(spec.ref, set())
        ids.update(v for data in batch if (v := getattr(data, spec.name, None)) is not None)
    there = {to: reference(to).words(town_id, ids) if ids else {} for to, ids in asked.items()}
    return [_refusal(specs, there, data) for data in batch]


def _refusal(
    specs: Sequence[Spec], there: Mapping[str, Mapping[int, str]], data: BaseModel
) -> Invalid | None:
    for spec in specs:
        value = getattr(data, spec.name, None)
        if value is not None and value not in there[spec.ref]:
            return Invalid(
                _("没有这个%(what)s，请从列表中选择。") % {"what": spec.titles},
                field=spec.name,
                code="no_reference",
            )
    return None


def _unit_words(town_id: int, ids: Collection[int]) -> dict[int, str]:
    units = structure_of(town_id).units
    return {pk: units[pk].name for pk in ids if pk in units}


def _unit_codes(town_id: int, ids: Collection[int]) -> dict[int, str]:
    units = structure_of(town_id).units
    return {pk: units[pk].code for pk in ids if pk in units}


def _unit_find(town_id: int, texts: Collection[str]) -> dict[str, int]:
    today = clock.today()
    nodes = [node for node in structure_of(town_id).units.values() if node.valid_on(today)]
    return _unique(texts, [(node.id, (node.code, node.name)) for node in nodes])


def _unit_offer(reach: Reach, typed: str) -> list[tuple[int, str, str]]:
    today = clock.today()
    nodes = structure_of(reach.town_id).units.values()
    found = [n for n in nodes if n.valid_on(today) and (typed in n.name or typed == n.code)]
    return [(node.id, node.name, node.code) for node in found[:_OFFERED]]


def _account_words(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Account.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "name"))


def _account_codes(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Account.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "username"))


def _account_find(town_id: int, texts: Collection[str]) -> dict[str, int]:
    rows = Account.objects.filter(Q(username__in=texts) | Q(name__in=texts), town_id=town_id)
    named = rows.values_list("pk", "username", "name")
    return _unique(texts, [(pk, (username, name)) for pk, username, name in named])


def _account_offer(reach: Reach, typed: str) -> list[tuple[int, str, str]]:
    rows = Account.objects.filter(town_id=reach.town_id, is_active=True)
    rows = rows.filter(Q(name__contains=typed) | Q(username__startswith=typed)).order_by("name")
    return [(row.pk, row.name, row.username) for row in rows[:_OFFERED]]


def _area_words(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Area.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "name"))


def _area_codes(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Area.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "code"))


_AREAS = (Area.Level.COMMUNITY, Area.Level.GRID)


def _areas(town_id: int) -> Any:
    return Area.objects.filter(
        town_id=town_id, level__in=_AREAS, grid_kind__in=("", "general"), valid_to=None
    )


def _area_find(town_id: int, texts: Collection[str]) -> dict[str, int]:
    rows = _areas(town_id).filter(Q(code__in=texts) | Q(name__in=texts))
    named = rows.values_list("pk", "code", "name")
    return _unique(texts, [(pk, (code, name)) for pk, code, name in named])


def _area_offer(reach: Reach, typed: str) -> list[tuple[int, str, str]]:
    rows = _areas(reach.town_id).filter(Q(name__contains=typed) | Q(code=typed))
    rows = rows.order_by("level", "code")
    return [(row.pk, row.name, row.code) for row in rows[:_OFFERED]]


def _organisation_words(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Organisation.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "name"))


def _organisation_codes(town_id: int, ids: Collection[int]) -> dict[int, str]:
    rows = Organisation.objects.filter(town_id=town_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "uscc"))


def _organisation_find(town_id: int, texts: Collection[str]) -> dict[str, int]:
    rows = Organisation.objects.filter(Q(uscc__in=texts) | Q(name__in=texts), town_id=town_id)
    named = rows.values_list("pk", "uscc", "name")
    return _unique(texts, [(pk, (uscc, name)) for pk, uscc, name in named])


def _organisation_offer(reach: Reach, typed: str) -> list[tuple[int, str, str]]:
    rows = Organisation.objects.filter(town_id=reach.town_id, valid_to=None)
    if typed:
        rows = rows.filter(Q(name__contains=typed) | Q(uscc=typed.upper()))
    return [(row.pk, row.name, row.uscc) for row in rows.order_by("name")[:_OFFERED]]


def _unique(texts: Collection[str], rows: Sequence[tuple[int, tuple[str, ...]]]) -> dict[str, int]:
    """Text → the one row that has it as a name or code; what two rows have finds nothing."""
    owners: dict[str, set[int]] = {}
    for pk, names in rows:
        for name in names:
            if name:
                owners.setdefault(name, set()).add(pk)
    return {text: min(owners[text]) for text in texts if len(owners.get(text, ())) == 1}


_REFERENCES: Mapping[str, Reference] = {
    "unit": Reference(_unit_words, _unit_find, _unit_offer, _unit_codes),
    "account": Reference(_account_words, _account_find, _account_offer, _account_codes),
    "area": Reference(_area_words, _area_find, _area_offer, _area_codes),
    "organisation": Reference(
        _organisation_words, _organisation_find, _organisation_offer, _organisation_codes
    ),
}


def _record_reference(kind: str) -> Reference:
    """Records of a generated kind, by number, code or name."""

    def rows(town_id: int) -> Any:
        return schema_of(kind).family.model._default_manager.filter(town_id=town_id, kind=kind)

    def words(town_id: int, ids: Collection[int]) -> dict[int, str]:
        return dict(rows(town_id).filter(pk__in=set(ids)).values_list("pk", "title"))

    def codes(town_id: int, ids: Collection[int]) -> dict[int, str]:
        return dict(rows(town_id).filter(pk__in=set(ids)).values_list("pk", "number"))

    def find(town_id: int, texts: Collection[str]) -> dict[str, int]:
        named = rows(town_id).filter(Q(number__in=texts) | Q(code__in=texts) | Q(title__in=texts))
        found = named.values_list("pk", "number", "code", "title")
        return _unique(texts, [(pk, names) for pk, *names in found])

    def offer(reach: Reach, typed: str) -> list[tuple[int, str, str]]:
        model = schema_of(kind).family.model
        found = model.objects.visible_to(reach, kind)
        if typed:
            found = found.filter(Q(title__contains=typed) | Q(number=typed) | Q(code=typed))
        return [(row.pk, row.title, row.number) for row in found.order_by("-id")[:_OFFERED]]

    return Reference(words, find, offer, codes)
