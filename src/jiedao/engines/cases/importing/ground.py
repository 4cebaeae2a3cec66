"""What the rows of a file point to: areas, units and items by their names, made where allowed.

One pass over the file collects the names; what is not known yet is made in one step by the
actions of places, staff and catalogue, or the rows that need it are refused.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jiedao.foundation.catalogue import actions as catalogue_actions
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.catalogue.rows import ItemRow
from jiedao.foundation.datasets.binding import Node, Record
from jiedao.foundation.places.actions import NewArea, add_areas
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.actions import NewUnit, add_units
from jiedao.foundation.staff.models import Unit
from jiedao.kernel.actors import Actor
from jiedao.kernel.transactions import durable

Path = tuple[str, ...]
TREES = frozenset({"item", "area", "unit"})
STEPS = len(TREES)


@dataclass
class Ground:
    """Ids by path of names: ``items[("市容环卫", "暴露垃圾")]``."""

    items: dict[Path, int] = field(default_factory=dict)
    areas: dict[Path, int] = field(default_factory=dict)
    communities: dict[int, int] = field(default_factory=dict)
    """Area id → its community: itself, or the one above it."""
    units: dict[Path, int] = field(default_factory=dict)


def path_of(nodes: Iterable[Node]) -> Path:
    """Names from the top down; the code where a node has no name."""
    return tuple(node.name or node.code for node in nodes)


@dataclass
class Wanted:
    """Every path that occurs in a file, and what each level of an area is called."""

    items: dict[Path, None] = field(default_factory=dict)
    areas: dict[Path, str] = field(default_factory=dict)
    units: dict[Path, None] = field(default_factory=dict)

    def note(self, record: Record) -> None:
        """Remember the paths of a row and all paths above them."""
        for name, nodes in record.trees.items():
            path = path_of(nodes)
            for depth in range(1, len(path) + 1):
                if name == "area":
                    self.areas.setdefault(path[:depth], nodes[depth - 1].level or "community")
                elif name == "item":
                    self.items.setdefault(path[:depth])
                elif name == "unit":
                    self.units.setdefault(path[:depth])


def known(town_id: int) -> Ground:
    """What the town has already."""
    ground = Ground()
    for item_id, path in Item.objects.filter(town_id=town_id).values_list("id", "path"):
        ground.items[tuple(path.split(" / "))] = item_id
    levels = ("subdistrict", "community", "grid")
    rows = {row.pk: row for row in Area.objects.filter(town_id=town_id, level__in=levels)}
    for row in rows.values():
        line = [row]
        while line[0].parent_id in rows:
            line.insert(0, rows[line[0].parent_id])
        ground.areas[tuple(area.name for area in line)] = row.pk
        # A file may begin its tree at the community.
        ground.areas.setdefault((row.name,), row.pk)
        if row.level == "community" or row.community_id:
            ground.communities[row.pk] = row.community_id or row.pk
    for unit_id, name in Unit.objects.filter(town_id=town_id).values_list("id", "name"):
        ground.units.setdefault((name,), unit_id)
    return ground


def make_missing(
    town_id: int, wanted: Wanted, *, tick: Callable[[int], None], actor: Actor
) -> Ground:
    """Add the areas, units and items that the town does not have, and return what it has then.

    ``tick`` is called after each of the ``STEPS``.
    """
    ground = known(town_id)
    with durable():
        areas = [
            NewArea(
                level, _code("a", path), path[-1][:120], parent_code=_parent(path, ground, town_id)
            )
            for path, level in wanted.areas.items()
            if path not in ground.areas
        ]
        add_areas(town_id, areas, actor=actor)
        tick(1)
        units = [
            NewUnit(_code("u", path), path[-1][:80], "department")
            for path in wanted.units
            if path[-1:] not in ground.units
        ]
        add_units(town_id, units, actor=actor)
        tick(1)
        items = [
            ItemRow(
                code=_code("i", path),
                name=path[-1][:120],
                parent=_item_parent(path, ground, town_id),
            )
            for path in wanted.items
            if path not in ground.items
        ]
        if items:
            catalogue_actions.load(town_id, items, note="", actor=actor)
        tick(1)
    return known(town_id)


def _code(letter: str, path: Path) -> str:
    """A stable code: the same path gets the same one in every import."""
    return letter + hashlib.sha256("/".join(path).encode()).hexdigest()[:11]


def _parent(path: Path, ground: Ground, town_id: int) -> str:
    if len(path) == 1:
        return ""
    above = ground.areas.get(path[:-1])
    if above is None:
        return _code("a", path[:-1])
    return str(Area.objects.values_list("code", flat=True).get(town_id=town_id, pk=above))


def _item_parent(path: Path, ground: Ground, town_id: int) -> str:
    if len(path) == 1:
        return ""
    above = ground.items.get(path[:-1])
    if above is None:
        return _code("i", path[:-1])
    return str(Item.objects.values_list("code", flat=True).get(town_id=town_id, pk=above))
