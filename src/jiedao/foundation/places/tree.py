"""The tree of areas in memory: what lies below and above, and how much is in it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from jiedao.foundation.places.rows import AreaRow

_DRAWN = ("subdistrict", "community", "grid")


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree as drawn: how deep it stands, and what lies below it."""

    row: AreaRow
    depth: int
    grids: int
    buildings: int
    premises: int


class Tree:
    """The areas of one town on one day, by their parents; siblings in the order of codes."""

    def __init__(self, rows: Iterable[AreaRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self._children: dict[int | None, list[AreaRow]] = {}
        for row in self._rows.values():
            # An area whose parent is not valid on the day stands at the top.
            parent = row.parent_id if row.parent_id in self._rows else None
            self._children.setdefault(parent, []).append(row)

    def children(self, area_id: int | None) -> tuple[AreaRow, ...]:
        """The areas right below; with None those at the top."""
        return tuple(self._children.get(area_id, ()))

    def below(self, area_id: int) -> frozenset[int]:
        """The area itself and everything in it; empty for an area that is not there."""
        if area_id not in self._rows:
            return frozenset()
        found, waiting = {area_id}, [area_id]
        while waiting:
            children = self._children.get(waiting.pop(), ())
            found.update(child.id for child in children)
            waiting.extend(child.id for child in children)
        return frozenset(found)

    def above(self, area_id: int) -> tuple[AreaRow, ...]:
        """The areas that it lies in, the nearest first."""
        found: list[AreaRow] = []
        row = self._rows.get(area_id)
        while row is not None and row.parent_id in self._rows:
            row = self._rows[row.parent_id]
            found.append(row)
        return tuple(found)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Sub-district, communities and grids as drawn, each under its parent."""
        counts = self._counts()
        drawn: list[Branch] = []
        waiting = [(row, 0) for row in reversed(self._children.get(None, ()))]
        while waiting:
            row, depth = waiting.pop()
            if row.level not in _DRAWN:
                continue
            own = counts[row.id]
            drawn.append(Branch(row, depth, own["grid"], own["building"], own["premises"]))
            waiting += [(child, depth + 1) for child in reversed(self._children.get(row.id, ()))]
        return tuple(drawn)

    def _counts(self) -> dict[int, Counter[str]]:
        """Area id → level → number of areas of that level below it."""
        counts: dict[int, Counter[str]] = {pk: Counter() for pk in self._rows}
        for row in self._rows.values():
            for above in self.above(row.id):
                counts[above.id][row.level] += 1
        return counts
