"""What else there is about a record: upper floors enter theirs, so that this floor knows no case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from jiedao.foundation.records.models import Record
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind
from jiedao.kernel.registry import Slot

SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Related:
    """What of one kind is about a record, newest first; at most ``SHOWN`` rows."""

    kind: Kind
    rows: Sequence[tuple[str, str, str, str]]
    """(address, name, state, tone)"""
    new_url: str
    more_url: str


@dataclass(frozen=True, slots=True)
class Relation:
    """``of(reach, record, open)``: what of an engine's own a reader may see about a record;
    ``open`` tells whether something new may still be about it."""

    key: str
    of: Callable[[Reach, Record, bool], Iterable[Related]]


relations: Slot[Relation] = Slot("relations", Relation)
