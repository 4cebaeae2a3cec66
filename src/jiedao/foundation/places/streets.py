"""Roads and estates as an address names them: their houses and blocks, their crossings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from jiedao.foundation.places.geometry import inner_point, metres_between

House = tuple[int, int]
"""House number and sub-number (0 for none)."""

_CROSSING_M = 30.0
"""Roads that come this near to each other are taken to cross: centre lines often miss."""


@dataclass(slots=True)
class Street:
    """One road: its line where the base map has it, and who stands at which number."""

    name: str
    lines: list[Any] = field(default_factory=list)
    houses: dict[House, list[int]] = field(default_factory=dict)
    """House → spots (see ``Gazetteer``) that give it as their address."""
    _numbers: list[int] = field(default_factory=list)

    def add_house(self, house: House, spot: int) -> None:
        self.houses.setdefault(house, []).append(spot)
        self._numbers.clear()

    def exact(self, house: House) -> Sequence[int]:
        """The spots at that number."""
        return self.houses.get(house, ())

    def nearest(self, house: House) -> tuple[Sequence[int], int] | None:
        """The spots at the nearest known number, and how many numbers away it is.

        Of two equally far the one on the same side of the road (even or odd) answers: in
        China as elsewhere numbers alternate between the sides.
        """
        if not self.houses:
            return None
        if not self._numbers:
            self._numbers = sorted({number for number, _sub in self.houses})
        wanted = house[0]
        best = min(
            self._numbers, key=lambda known: (abs(known - wanted), (known - wanted) % 2, known)
        )
        sub = min((sub for number, sub in self.houses if number == best), key=lambda s: (s > 0, s))
        return self.houses[best, sub], abs(best - wanted)

    def middle(self) -> tuple[float, float] | None:
        """A point of the road half way along its longest line."""
        if not self.lines:
            return None
        line = max(self.lines, key=lambda one: one.length)
        if hasattr(line, "geoms"):
            line = max(line.geoms, key=lambda one: one.length)
        if line.geom_type == "LineString":
            point = line.interpolate(0.5, normalized=True)
            return float(point.x), float(point.y)
        return inner_point(line)


@dataclass(slots=True)
class Estate:
    """Buildings that share a name and differ by block: 幸福小区 with 1栋, 2栋 …"""

    name: str
    blocks: dict[str, list[int]] = field(default_factory=dict)

    def spots(self) -> list[int]:
        return [spot for spots in self.blocks.values() for spot in spots]


def crossing(one: Street, other: Street) -> tuple[float, float] | None:
    """Where two roads meet, in degrees; None where the base map does not show it."""
    if not one.lines or not other.lines:
        return None
    first, second = shapely.union_all(one.lines), shapely.union_all(other.lines)
    meeting = first.intersection(second)
    if not meeting.is_empty:
        centre = meeting.centroid
        return float(centre.x), float(centre.y)
    near = shapely.shortest_line(first, second)
    (lon, lat), (other_lon, other_lat) = near.coords[0], near.coords[-1]
    if metres_between(lon, lat, other_lon, other_lat) > _CROSSING_M:
        return None
    return (lon + other_lon) / 2, (lat + other_lat) / 2


def centre_of(points: Iterable[tuple[float | None, float | None]]) -> tuple[float, float] | None:
    """The mean of the points that are known."""
    known = [(lon, lat) for lon, lat in points if lon is not None and lat is not None]
    if not known:
        return None
    return sum(lon for lon, _ in known) / len(known), sum(lat for _, lat in known) / len(known)
