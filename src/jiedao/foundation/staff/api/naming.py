"""Units, areas and history in answers: names from memory, times in the town's zone."""

from collections.abc import Callable, Iterable
from typing import Any

from ninja import Schema

from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.models import History
from jiedao.web.api.bodies import when


class Named(Schema):
    """An item, unit or area, by id, code and name."""

    id: int
    code: str
    name: str


class EntryOut(Schema):
    """One line of the history."""

    at: str
    verb: str
    title: str
    actor_kind: str
    actor: str
    unit: Named | None
    note: str
    changes: dict[str, Any]
    data: dict[str, Any]


class Names:
    """Units and areas of a town by id, from the indexes in memory: no queries."""

    def __init__(self, town_id: int) -> None:
        self._units = structure_of(town_id).units
        self._locator = locator_for(town_id)

    def unit(self, unit_id: int | None) -> dict[str, Any] | None:
        return None if unit_id is None else named(self._units.get(unit_id))

    def area(self, area_id: int | None) -> dict[str, Any] | None:
        return None if area_id is None else named(self._locator.area(area_id))


def named(row: Any) -> dict[str, Any] | None:
    """``Named``, of anything with id, code and name."""
    return None if row is None else {"id": row.id, "code": row.code, "name": row.name}


def timeline(
    lines: Iterable[History], names: Names, verb_title: Callable[[str], str]
) -> list[dict[str, Any]]:
    """``EntryOut`` of each line, in the order given."""
    return [
        {
            "at": when(line.at),
            "verb": line.verb,
            "title": verb_title(line.verb),
            "actor_kind": line.actor_kind,
            "actor": line.actor_name,
            "unit": names.unit(line.unit_id),
            "note": line.note,
            "changes": line.changes,
            "data": line.data,
        }
        for line in lines
    ]
