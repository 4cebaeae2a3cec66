"""What is wrong with the moves of a kind: rights that nobody has, data that nobody can read."""

from collections.abc import Iterator
from typing import Final

from jiedao.foundation.records.checks.attributes import title_complaints
from jiedao.foundation.records.checks.house import House, at, at_field
from jiedao.foundation.records.evidence import FIELD, WORDS
from jiedao.kernel.declarations import Kind, Move, Party, Workflow

# Sent along with every move (web.api.bodies.version_of, the pages' hidden fields).
_RESERVED: Final = frozenset({"version", FIELD})


def _workflow(house: House, kind: Kind) -> Workflow | None:
    family = house.families.get(kind.family)
    return family.workflow_of(kind) if family else kind.workflow


def permission_complaints(house: House, kind: Kind) -> Iterator[str]:
    """A move whose right is declared nowhere could be made by nobody, and no role could get it."""
    workflow = _workflow(house, kind)
    for move in workflow.moves if workflow else ():
        if move.permission not in house.permissions and not _needs_none(move):
            yield (
                f"{at(kind, move.key)}: the permission {move.permission!r} is declared neither in"
                " permissions.py nor by the engines."
            )


def _needs_none(move: Move) -> bool:
    return not move.permission and move.party in (Party.SYSTEM, Party.REQUESTER)


def data_complaints(house: House, kind: Kind) -> Iterator[str]:
    """A move's form is generated from its data, as a record's is from its attributes."""
    workflow = _workflow(house, kind)
    for move in workflow.moves if workflow else ():
        for name, info in move.data.model_fields.items():
            where = at_field(kind, move.data, f"{move.key}.{name}")
            if name in _RESERVED:
                yield f"{where}: every move carries a {name!r} already."
            for sentence in title_complaints(info):
                yield f"{where}: {sentence}"


def evidence_complaints(house: House, kind: Kind) -> Iterator[str]:
    """A move can only ask to be shown what records can be shown with."""
    workflow = _workflow(house, kind)
    for move in workflow.moves if workflow else ():
        for name in move.evidence:
            if name not in WORDS:
                yield f"{at(kind, move.key)}: evidence {name!r} is none of {sorted(WORDS)}."
