"""The units of the town that a plan makes responsible, by the names it gives them."""

import re
from collections.abc import Sequence
from typing import Final

from jiedao.foundation.staff.naming import unit_called
from jiedao.foundation.staff.structure import UnitNode, structure_of
from jiedao.kernel import clock

CO: Final = "co_units"
"""Under this key of what was read stand the names of the units that help."""
_LONGEST: Final = 300


def units_of(town_id: int) -> list[UnitNode]:
    """The units that may be made responsible today."""
    today = clock.today()
    return [node for node in structure_of(town_id).units.values() if node.valid_on(today)]


def units_named(
    units: Sequence[UnitNode], names: Sequence[str]
) -> tuple[UnitNode | None, list[UnitNode]]:
    """The unit that leads, which is named first, and those that help. What is none of the town's,
    or may be several, is nobody; no helper leads in its place."""
    meant = [_meant(units, name) for name in names]
    lead = meant[0][0] if meant and meant[0] else None
    known = {node.id: node for row in meant for node in row if node is not lead}
    return lead, list(known.values())


def _meant(units: Sequence[UnitNode], name: str) -> list[UnitNode]:
    whole = unit_called(units, name)
    # “城建办和执法队” is two; 卫生与健康科 is one.
    parts = [whole] if whole else [unit_called(units, one) for one in re.split("[和与及]", name)]
    return [node for node in parts if node is not None]


def helpers(read: dict[str, object], lead: str) -> str:
    """The units that help, as a task has them, without the one that leads."""
    names = read.get(CO)
    row = [str(name) for name in names if name != lead] if isinstance(names, list) else []
    while len("、".join(row)) > _LONGEST:
        row.pop()
    return "、".join(row)
