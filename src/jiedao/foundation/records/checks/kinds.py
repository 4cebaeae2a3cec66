"""What is wrong with a kind as a whole: its key, family, fields left out, what it is about."""

import re
from collections.abc import Iterator
from typing import Final

from jiedao.foundation.records.checks.house import House, at
from jiedao.foundation.records.families import Family
from jiedao.foundation.records.numbers import prefix_of
from jiedao.kernel.declarations import Kind

CASE: Final = "case"
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PREFIX: Final = re.compile(r"[A-Z]{1,8}")
# Begin the numbers of cases and of requests.
_TAKEN: Final = {"C": "cases", "R": "requests"}
_ADDRESSES: Final = frozenset({"suggest"})
# No record can be without: the columns take no empty value.
_NEEDED: Final = ("title", "day")
_BY_DEFAULT: Final = Kind.__dataclass_fields__["unique"].default


def kind_complaints(house: House, kind: Kind) -> Iterator[str]:
    """Faults of one kind apart from its fields and moves."""
    if kind.family != CASE and kind.family not in house.families:
        known = ", ".join(sorted({CASE, *house.families}))
        yield f"{at(kind, 'family')}: there is no family {kind.family!r}; there are {known}."
    elif kind.family in house.families:
        yield from _key_complaints(house, kind)
        yield from _title_complaints(kind)
        family = house.families[kind.family]
        yield from _without_complaints(kind, family)
        yield from _unique_complaints(kind, family)
        yield from _about_complaints(house, kind)
        yield from _options_complaints(kind, family)


def _key_complaints(house: House, kind: Kind) -> Iterator[str]:
    if not _KEY.fullmatch(kind.key) or kind.key in _ADDRESSES:
        yield (
            f"{at(kind)}: a key is 2 to 40 small letters, digits and underscores, begins with"
            f" a letter, and is not {sorted(_ADDRESSES)[0]!r}."
        )
    if kind.application not in house.applications:
        yield f"{at(kind, 'application')}: there is no application {kind.application!r}."


def _title_complaints(kind: Kind) -> Iterator[str]:
    for field, title in (("titles", kind.titles), ("name", kind.name)):
        if not title.zh or not title.en:
            yield f"{at(kind, field)}: needs a Chinese and an English title."


def _fields(kind: Kind, family: Family) -> set[str]:
    return {*family.fields.model_fields, *kind.attributes.model_fields} - set(kind.without)


def _without_complaints(kind: Kind, family: Family) -> Iterator[str]:
    for name in kind.without:
        if name not in family.fields.model_fields:
            yield f"{at(kind, 'without')}: the family {family.key!r} has no field {name!r}."
        elif name in _NEEDED:
            yield f"{at(kind, 'without')}: no record can be without {name!r}."


def _unique_complaints(kind: Kind, family: Family) -> Iterator[str]:
    # Whoever needs no code need not say besides that it is not what tells records apart.
    if kind.unique == _BY_DEFAULT and set(kind.unique) <= set(kind.without):
        return
    known = _fields(kind, family)
    for name in kind.unique:
        if name not in known:
            yield f"{at(kind, 'unique')}: the kind has no field {name!r}."


def _about_complaints(house: House, kind: Kind) -> Iterator[str]:
    for other in kind.about:
        if not house.is_generated(other):
            yield f"{at(kind, 'about')}: nobody declares a kind of record {other!r}."


def _options_complaints(kind: Kind, family: Family) -> Iterator[str]:
    wanted = family.options
    if kind.options is not None and (wanted is None or not isinstance(kind.options, wanted)):
        expected = "no options" if wanted is None else f"an instance of {wanted.__name__}"
        found = type(kind.options).__name__
        yield (f"{at(kind, 'options')}: the family {family.key!r} takes {expected}, not {found}.")
    elif family.check is not None:
        sentence = family.check(kind)
        if sentence:
            yield f"{at(kind)}: {sentence}"


def prefix_complaints(house: House) -> Iterator[str]:
    """Numbers of two kinds must not look alike: one finds a record by its number alone."""
    owners = dict(_TAKEN)
    for kind in house.kinds.values():
        if kind.family not in house.families:
            continue
        prefix = prefix_of(kind)
        if not _PREFIX.fullmatch(prefix):
            yield f"{at(kind, 'prefix')}: {prefix!r} is not 1 to 8 capital letters A to Z."
        elif prefix in owners:
            yield f"{at(kind, 'prefix')}: {prefix!r} begins the numbers of {owners[prefix]} already."
        owners.setdefault(prefix, f"the kind {kind.key!r}")
