"""Roads and estates as an address names them: their houses and blocks, their crossings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from jiedao.foundation.places.geometry import inner_point, metres_between

House = tuple[int, int]
"""House number and sub-number (0 for none)."""

NEXT_DOOR = 4
"""How many numbers away on the same side a house may stand in for one that nobody knows: two
doors on, as numbers of one side go up by two."""

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

    def next_door(self, house: House) -> tuple[Sequence[int], int] | None:
        """The spots that may stand in for a number that nobody knows, and how many numbers away
        they are; None where no house is near enough.

        The number itself under another sub-number (88 for 88-7), else the nearest on the same
        side of the road within ``NEXT_DOOR``: in China as elsewhere even and odd numbers face
        each other, so that 13 is next to 11 and 15, while 12 is across the road. Of two equally
        far the smaller one answers.
        """
        wanted = house[0]
        near = [n for n in self._known() if abs(n - wanted) <= NEXT_DOOR and (n - wanted) % 2 == 0]
        if not near:
            return None
        best = min(near, key=lambda known: (abs(known - wanted), known))
        return self._at(best), abs(best - wanted)

    def nearest(self, house: House) -> tuple[Sequence[int], int] | None:
        """The spots at the nearest known number of either side, and how many numbers away it is:
        good for saying which stretch of the road is meant, not for naming a building."""
        known = self._known()
        if not known:
            return None
        wanted = house[0]
        best = min(known, key=lambda n: (abs(n - wanted), (n - wanted) % 2, n))
        return self._at(best), abs(best - wanted)

    def _known(self) -> list[int]:
        if not self._numbers:
            self._numbers = sorted({number for number, _sub in self.houses})
        return self._numbers

    def _at(self, number: int) -> Sequence[int]:
        """The spots at a known number, those without a sub-number first."""
        sub = min((sub for known, sub in self.houses if known == number), key=lambda s: (s > 0, s))
        return self.houses[number, sub]

    def beside(self, lon: float, lat: float) -> tuple[float, float]:
        """The point of the road that is nearest to a house; the house's own where the base map
        does not show the road."""
        if not self.lines:
            return lon, lat
        road = shapely.union_all(self.lines)
        on_road, _house = shapely.shortest_line(road, shapely.Point(lon, lat)).coords
        return float(on_road[0]), float(on_road[1])

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
