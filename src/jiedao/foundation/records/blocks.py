"""Which records have a value, as sets: one row for each value and stretch of 4,096 ids.

An index gives the records of one value, but not those of two: where each is common and both
together are rare, the database would hold half of all records against the other half. Sets of
ids are put together in memory instead: a million records are 245 stretches a value, half a
kilobyte each. They change with the facets, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from django.db.models import Q

from jiedao.foundation.records.models import Facet, FacetBlock
from jiedao.kernel.rows import update

SIZE: Final = 4096
"""Ids in a stretch."""
_AT_ONCE: Final = 400
_MOST_ROWS: Final = 6000
"""Of a condition on values; one that needs more (a span over many values) is answered by the
index, which is the better way for what so many records fulfil."""
_SPARSE, _DENSE = b"\x00", b"\x01"

Ids = dict[int, int]
"""Stretch → its ids as the bits of a number."""


def pack(bits: int) -> bytes:
    """A stretch as it is stored: its few ids at two octets each, or one bit for each."""
    if bits.bit_count() * 16 < bits.bit_length():
        offsets = b"".join(offset.to_bytes(2, "little") for offset in _offsets(bits))
        return _SPARSE + offsets
    return _DENSE + bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def unpack(stored: bytes | memoryview) -> int:
    """The bits of a stored stretch."""
    raw = bytes(stored)
    if raw[:1] == _DENSE:
        return int.from_bytes(raw[1:], "little")
    bits = 0
    for start in range(1, len(raw), 2):
        bits |= 1 << int.from_bytes(raw[start : start + 2], "little")
    return bits


def _offsets(bits: int) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


class _Key(NamedTuple):
    town_id: int
    kind: str
    attribute: str
    value: str
    block: int


def change(added: Iterable[Facet], removed: Iterable[Facet] = ()) -> None:
    """Take facets into their sets, and others out; inside the caller's transaction."""
    on, off = _masks(added), _masks(removed)
    keys = sorted(on.keys() | off.keys())
    rows = _locked(keys)
    missing = [key for key in keys if key not in rows]
    if missing:
        # Somebody else may make the same rows now: whoever is second waits, and finds them.
        empty = [FacetBlock(**key._asdict(), ids=pack(0)) for key in missing]
        FacetBlock.objects.bulk_create(empty, ignore_conflicts=True, batch_size=_AT_ONCE)
        rows |= _locked(missing)
    for key in keys:
        bits = unpack(rows[key].ids)
        rows[key].ids = pack(bits & ~off.get(key, 0) | on.get(key, 0))
    update(list(rows.values()), ("ids",))


def _masks(facets: Iterable[Facet]) -> Mapping[_Key, int]:
    found: dict[_Key, int] = defaultdict(int)
    for facet in facets:
        block, offset = divmod(facet.record, SIZE)
        key = _Key(facet.town_id, facet.kind, facet.attribute, facet.value, block)
        found[key] |= 1 << offset
    return found


def _locked(keys: Collection[_Key]) -> dict[_Key, FacetBlock]:
    """The rows that are there, locked, always in the same order."""
    wanted, found = set(keys), {}
    listed = sorted(wanted)
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        rows = FacetBlock.objects.select_for_update().filter(
            town_id__in={key.town_id for key in part},
            kind__in={key.kind for key in part},
            attribute__in={key.attribute for key in part},
            value__in={key.value for key in part},
            block__in={key.block for key in part},
        )
        for row in rows.order_by("id"):
            key = _Key(row.town_id, row.kind, row.attribute, row.value, row.block)
            if key in wanted:
                found[key] = row
    return found


def having(town_id: int, kind: str, attribute: str, value: Q) -> Ids | None:
    """The records of a kind with such a value; None where there are too many values to read."""
    rows = FacetBlock.objects.filter(value, town_id=town_id, kind=kind, attribute=attribute)
    found: Ids = {}
    read = 0
    for block, ids in rows.values_list("block", "ids")[: _MOST_ROWS + 1]:
        found[block] = found.get(block, 0) | unpack(ids)
        read += 1
    return found if read <= _MOST_ROWS else None


def both(one: Ids, other: Ids) -> Ids:
    """What is in the one and in the other."""
    common = ((block, one[block] & other[block]) for block in one.keys() & other.keys())
    return {block: bits for block, bits in common if bits}


def count(ids: Ids) -> int:
    """How many ids there are."""
    return sum(bits.bit_count() for bits in ids.values())


def listed(ids: Ids) -> list[int]:
    """The ids, greatest first."""
    return [
        block * SIZE + offset
        for block in sorted(ids, reverse=True)
        for offset in reversed(_offsets(ids[block]))
    ]


def span(ids: Ids) -> tuple[int, int]:
    """The least and the greatest id of a set that is not empty."""
    first, last = min(ids), max(ids)
    lowest = ids[first] & -ids[first]
    return first * SIZE + lowest.bit_length() - 1, last * SIZE + ids[last].bit_length() - 1


def rebuild(town_id: int, kind: str) -> None:
    """Make the sets of a kind anew from its facets: after these were written by other means."""
    FacetBlock.objects.filter(town_id=town_id, kind=kind).delete()
    rows = Facet.objects.filter(town_id=town_id, kind=kind)
    names = ("attribute", "value", "record")
    found: dict[_Key, int] = defaultdict(int)
    for attribute, value, record in rows.values_list(*names).iterator():
        block, offset = divmod(record, SIZE)
        found[_Key(town_id, kind, attribute, value, block)] |= 1 << offset
    made = (FacetBlock(**key._asdict(), ids=pack(bits)) for key, bits in found.items())
    FacetBlock.objects.bulk_create(made, batch_size=_AT_ONCE)
