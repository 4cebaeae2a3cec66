"""Reads with conditions: people by exact phone, identity number or name; organisations by words."""

from django.db.models import Q, QuerySet

from jiedao.foundation.parties.identity import (
    Fault,
    check_id_number,
    check_phone,
    name_key,
    plain,
)
from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.parties.seal import blind_indexes
from jiedao.kernel import towns
from jiedao.kernel.access import HasReach

LEAST_WORDS = 2


def people_of_number(reader: HasReach, text: str) -> QuerySet[Person]:
    """The people the reader may know of with exactly this phone or identity number."""
    people = Person.objects.visible_to(reader)
    reach = reader.reach
    if reach is None or len(plain(text)) < 7:
        return people.none()
    area_code = towns.setting(reach.town_id, "area_code", "") if reach.town_id else ""
    try:
        index, values = "phone_index", blind_indexes(check_phone(text, area_code=area_code).text)
    except Fault:
        try:
            index, values = "id_index", blind_indexes(check_id_number(text).text)
        except Fault:
            return people.none()
    # Excluding the empty values again is what lets SQLite take the partial index.
    return people.filter(**{f"{index}__in": values}).exclude(**{index: ""})


def people_of(reader: HasReach, text: str) -> QuerySet[Person]:
    """The people the reader may know of with exactly this number, or this whole name."""
    reach = reader.reach
    if reach is None or any(letter.isdigit() for letter in text):
        return people_of_number(reader, text)
    return Person.objects.visible_to(reader) & people_named(reach.town_id, text)


def people_named(town_id: int, name: str) -> QuerySet[Person]:
    """The people of the town with exactly this whole name, to be held against the reader's gate."""
    key = name_key(name)
    # Excluding the empty values again is what lets SQLite take the partial index.
    people = Person.objects.filter(town_id=town_id, name_index__in=blind_indexes(key))
    return people.exclude(name_index="") if key else people.none()


def with_words(organisations: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Organisations with these words in name or address, or exactly this credit code."""
    code = plain(words)
    if len(code) == 18:
        return organisations.filter(Q(uscc=code) | Q(name__contains=words))
    return organisations.filter(Q(name__contains=words) | Q(address__contains=words))
