"""What is wrong with the declared kinds, in sentences: asked when the registry closes.

A mistaken declaration stops the start; the sentence names the file and the field, so that whoever
wrote it need not know this code.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from jiedao.foundation.records.checks.attributes import attribute_complaints
from jiedao.foundation.records.checks.house import House
from jiedao.foundation.records.checks.kinds import kind_complaints, prefix_complaints
from jiedao.foundation.records.checks.workflows import (
    data_complaints,
    evidence_complaints,
    permission_complaints,
)
from jiedao.foundation.records.families import families
from jiedao.kernel import registry

__all__ = ["House", "check_all", "complaints"]


def check_all() -> None:
    """ImproperlyConfigured with the first sentence, if there is one."""
    house = House(
        kinds={kind.key: kind for kind in registry.kinds},
        families={family.key: family for family in families},
        applications=frozenset(registry.applications),
        permissions=frozenset(permission.key for permission in registry.permissions),
    )
    for sentence in complaints(house):
        raise ImproperlyConfigured(sentence)


def complaints(house: House) -> Iterator[str]:
    """A sentence for each fault, the grave ones first: what follows may stand on what went before."""
    for kind in house.kinds.values():
        yield from kind_complaints(house, kind)
        yield from permission_complaints(house, kind)
        if kind.family in house.families:
            yield from attribute_complaints(house, kind)
            yield from data_complaints(house, kind)
            yield from evidence_complaints(house, kind)
    yield from prefix_complaints(house)
