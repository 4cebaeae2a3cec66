"""The trees of a town's units and areas in memory: what lies below what.

Rebuilt when the town's revision changes (see ``kernel.towns``); a sub-district has some hundred
units and at most some hundred communities and grids, so two small queries fill it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Unit
from jiedao.kernel import clock, towns

_SEEN_AT_MOST = 50
_LEVELS = (Area.Level.SUBDISTRICT, Area.Level.COMMUNITY, Area.Level.GRID)


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit as the trees know it."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    area_id: int | None
    valid_from: date
    valid_to: date | None
    successor_id: int | None

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Structure:
    """Units by id in the order of their codes, and what lies below each unit and area."""

    units: Mapping[int, UnitNode]
    area_parents: Mapping[int, int | None]
    _units_below: dict[int, frozenset[int]] = field(default_factory=dict)
    _areas_below: dict[int, frozenset[int]] = field(default_factory=dict)

    def units_below(self, unit_id: int) -> frozenset[int]:
        """The unit itself, every unit under it, and those whose work these have taken over."""
        return self._units_below.get(unit_id) or frozenset({unit_id})

    def areas_below(self, area_id: int) -> frozenset[int]:
        """The area itself and every community and grid in it (buildings carry their grid)."""
        return self._areas_below.get(area_id) or frozenset({area_id})

    def current(self, unit_id: int) -> UnitNode | None:
        """The unit, or the one that took over its work when it has ended."""
        today = clock.today()
        node = self.units.get(unit_id)
        for _step in range(len(self.units)):
            if node is None or node.successor_id is None or node.valid_on(today):
                return node
            node = self.units.get(node.successor_id)
        return node

    def line_up(self, unit_id: int) -> tuple[UnitNode, ...]:
        """The unit and those above it, nearest first."""
        line: list[UnitNode] = []
        node = self.units.get(unit_id)
        while node is not None and node not in line:
            line.append(node)
            node = self.units.get(node.parent_id) if node.parent_id else None
        return tuple(line)

    def unit_for_area(self, area_id: int) -> UnitNode | None:
        """The community or grid unit whose jurisdiction is the nearest one around the area."""
        by_area = {
            node.area_id: node
            for node in self.units.values()
            if node.area_id and node.valid_on(clock.today())
        }
        seen: int | None = area_id
        while seen is not None:
            if seen in by_area:
                return by_area[seen]
            seen = self.area_parents.get(seen)
        return None


_Key = tuple[int, int, object, date]
_structures: dict[_Key, Structure] = {}


def structure_of(town_id: int) -> Structure:
    """The trees of a town, as of its present revision and today."""
    town = towns.town(town_id)
    key = (town_id, town.revision, town.created_at, clock.today())
    found = _structures.get(key)
    if found is None:
        # Older revisions go; other days of this one stay, for what is written into the past.
        for other in [o for o in _structures if o[0] == town_id and o[1:3] != key[1:3]]:
            _structures.pop(other, None)
        while len(_structures) >= _SEEN_AT_MOST:
            _structures.pop(next(iter(_structures)), None)
        found = _structures[key] = _read(town_id)
    return found


def _read(town_id: int) -> Structure:
    units = {
        row[0]: UnitNode(*row)
        for row in Unit.objects.filter(town_id=town_id)
        .order_by("code")
        .values_list(
            "id", "code", "name", "kind", "parent_id", "area_id",
            "valid_from", "valid_to", "successor_id",
        )
    }  # fmt: skip
    areas = list(
        Area.objects.filter(town_id=town_id, level__in=_LEVELS).values_list(
            "id", "parent_id", "community_id"
        )
    )
    # Grids of the further kinds hang beside the tree: their community is their parent then.
    parents = {area: parent or community for area, parent, community in areas}
    return Structure(units, parents, _units_below(units), below(parents))


def _units_below(units: Mapping[int, UnitNode]) -> dict[int, frozenset[int]]:
    """What lies below each unit; a unit that ended lies below its successor too."""
    parents = {node.id: node.parent_id for node in units.values()}
    found = {unit: set(nodes) for unit, nodes in below(parents).items()}
    today = clock.today()
    ended = [node for node in units.values() if node.successor_id and not node.valid_on(today)]
    for node in sorted(ended, key=lambda node: node.valid_to or today):  # chains: oldest first
        heirs = [node.successor_id, *_ancestors(node.successor_id or 0, parents)]
        for heir in heirs:
            found[heir or 0] |= found[node.id]
    return {unit: frozenset(nodes) for unit, nodes in found.items()}


def below(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """For each node of a forest: itself and all its descendants."""
    found: dict[int, set[int]] = {node: {node} for node in parents}
    for node in parents:
        for ancestor in _ancestors(node, parents):
            found.setdefault(ancestor, {ancestor}).add(node)
    return {node: frozenset(nodes) for node, nodes in found.items()}


def _ancestors(node: int, parents: Mapping[int, int | None]) -> Iterable[int]:
    seen = {node}
    parent = parents.get(node)
    while parent is not None and parent not in seen:  # a ring, however it came in, ends here
        seen.add(parent)
        yield parent
        parent = parents.get(parent)
