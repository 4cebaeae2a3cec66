"""Point → place and text → place, in memory, for one town on one day."""

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from jiedao.foundation.places.completing import Names
from jiedao.foundation.places.gazetteer import Gazetteer, Match
from jiedao.foundation.places.nearest import Nearest
from jiedao.foundation.places.raster import Raster
from jiedao.foundation.places.rows import AreaRow, RoadRow, Snapshot
from jiedao.foundation.places.tree import Tree

BUILDING_M = 15.0
"""A point this near to a building counts as at it: pavements and map pins are that far off."""


_BOUNDARIES = (("subdistrict", ""), ("community", ""), ("grid", "general"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point lies: ids of areas, None where nothing known covers it."""

    grid_id: int | None = None
    community_id: int | None = None
    subdistrict_id: int | None = None
    building_id: int | None = None


NOWHERE = Place()
_FIELDS = {
    "grid": "grid_id",
    "community": "community_id",
    "subdistrict": "subdistrict_id",
    "building": "building_id",
}


class Parts:
    """The indexes of a locator, each made on first use and kept while what it is made of stays.

    Shared by the successive locators of one town, so that a change of one unit's telephone
    number (which bumps the same revision) does not rebuild the geometry.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[Hashable, Any]] = {}
        self._lock = threading.RLock()

    def get(self, name: str, source: Hashable, make: Callable[[], Any]) -> Any:
        """The part ``name`` made of ``source``; ``make`` is called by one thread only."""
        with self._lock:
            known = self._made.get(name)
            if known is not None and known[0] == source:
                return known[1]
            part = make()
            self._made[name] = (source, part)
            return part


class _Cover:
    """Areas of one level and kind with their raster; index → id."""

    def __init__(self, ids: tuple[int, ...], shapes: tuple[bytes, ...]) -> None:
        self.ids = ids
        self.raster = Raster(shapely.from_wkb(np.array(shapes, dtype=object)))
        # Index -1, the raster's "outside", falls on the last element.
        self.id_array = np.array([*ids, -1], dtype=np.int64)

    def at(self, lon: float, lat: float) -> int | None:
        index = self.raster.at(lon, lat)
        return self.ids[index] if index >= 0 else None


class Locator:
    """All questions of where, answered from memory. Safe to share between threads.

    Longitudes and latitudes are WGS-84 degrees. A point on a shared border belongs to the
    area with the smaller code.
    """

    def __init__(self, snapshot: Snapshot, parts: Parts | None = None) -> None:
        self._snapshot = snapshot
        self._parts = parts or Parts()
        self._areas = {row.id: row for row in snapshot.areas}
        self._covers: dict[tuple[str, str], _Cover] = {}
        self._buildings: tuple[tuple[int, ...], Nearest] | None = None
        self._gazetteer: Gazetteer | None = None

    @property
    def empty(self) -> bool:
        """Whether no boundary is known, so that nothing can be said to lie outside."""
        return not any(self._cover(level, kind).ids for level, kind in _BOUNDARIES)

    def area(self, area_id: int) -> AreaRow | None:
        """The area as it is on this day, None for one that is not valid."""
        return self._areas.get(area_id)

    def grid_at(self, lon: float, lat: float, kind: str = "general") -> Place | None:
        """The grid of that kind which covers the point, with what lies above it."""
        grid_id = self._cover("grid", kind).at(lon, lat)
        return None if grid_id is None else self._above(grid_id, lon, lat)

    def grids_at(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64], kind: str = "general"
    ) -> NDArray[np.int64]:
        """Ids of the grids that cover the points, -1 where there is none."""
        cover = self._cover("grid", kind)
        ids: NDArray[np.int64] = cover.id_array[cover.raster.at_many(lons, lats)]
        return ids

    def communities_at(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Ids of the communities that cover the points, -1 where there is none."""
        cover = self._cover("community", "")
        ids: NDArray[np.int64] = cover.id_array[cover.raster.at_many(lons, lats)]
        return ids

    def place_at(self, lon: float, lat: float) -> Place:
        """The general grid, community, sub-district and building (within ``BUILDING_M``)."""
        place = self._ground_at(lon, lat)
        building = self.nearest_building(lon, lat, BUILDING_M)
        return place if building is None else replace(place, building_id=building[0])

    def places_at(self, points: Sequence[tuple[float, float]]) -> list[Place]:
        """``place_at`` for many: the buildings, which cost most, are asked for together."""
        if not points:
            return []
        ids, nearest = self._building_index()
        lons, lats = np.array(points, dtype=np.float64).T
        found, _metres = nearest.to_many(lons, lats, BUILDING_M)
        return [
            replace(place, building_id=ids[index]) if index >= 0 else place
            for index, place in zip(
                found.tolist(), (self._ground_at(lon, lat) for lon, lat in points), strict=True
            )
        ]

    def _ground_at(self, lon: float, lat: float) -> Place:
        place = self.grid_at(lon, lat)
        if place is not None:
            return place
        community_id = self._cover("community", "").at(lon, lat)
        return Place(None, community_id, self._subdistrict(community_id, lon, lat))

    def place_of(self, area_id: int) -> Place:
        """The place an area is or lies in, by the tree: for a match without a position."""
        found: dict[str, int] = {}
        row = self._areas.get(area_id)
        for _step in range(len(_FIELDS) + 1):
            if row is None:
                break
            if row.level in _FIELDS and (row.level != "grid" or row.grid_kind == "general"):
                found.setdefault(_FIELDS[row.level], row.id)
            if row.community_id is not None:
                found.setdefault("community_id", row.community_id)
            row = self._areas.get(row.parent_id or 0)
        return Place(**found)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the point lies in the town.

        The boundary is the sub-district's, without one the communities' together, else the
        general grids'. A town of which no shape is known refuses nothing.
        """
        for level, kind in _BOUNDARIES:
            cover = self._cover(level, kind)
            if cover.ids:
                return cover.raster.at(lon, lat) >= 0
        return math.isfinite(lon) and math.isfinite(lat)

    def nearest_building(self, lon: float, lat: float, within_m: float) -> tuple[int, float] | None:
        """(id, metres) of the nearest building, 0 m inside its outline; None beyond the limit."""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        ids, nearest = self._building_index()
        found = nearest.to(lon, lat, within_m)
        return None if found is None else (ids[found[0]], found[1])

    def find(self, text: str, limit: int = 5) -> list[Match]:
        """The places that a text names, best first."""
        if self._gazetteer is None:
            snapshot = self._snapshot
            self._gazetteer = self._parts.get(
                "gazetteer",
                (snapshot.areas, snapshot.roads),
                lambda: Gazetteer(snapshot.areas, _decoded(snapshot.roads)),
            )
        return self._gazetteer.find(text, limit)

    def place_of_match(self, match: Match) -> Place:
        """Where a place that a text names lies. A point of a road is in no building, though one
        may stand within ``BUILDING_M``: the text named the road, or a number nobody knows."""
        if match.lon is None or match.lat is None:
            return NOWHERE if match.area_id is None else self.place_of(match.area_id)
        place = self.place_at(match.lon, match.lat)
        return replace(place, building_id=None) if match.area_id is None else place

    def complete(self, words: str, limit: int = 8) -> list[AreaRow]:
        """Areas whose names begin with the words, or hold them: for what is being typed."""
        areas = self._snapshot.areas
        names: Names = self._parts.get("names", areas, lambda: Names(areas))
        return names.complete(words, limit)

    def named(self, name: str) -> tuple[AreaRow, ...]:
        """The areas of exactly this name, other name or code."""
        return self._by_name.get("".join(name.split()).casefold(), ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[AreaRow, ...]]:
        found: dict[str, list[AreaRow]] = defaultdict(list)
        for row in self._snapshot.areas:
            for word in {row.name, row.code, *row.aliases}:
                found["".join(word.split()).casefold()].append(row)
        return {word: tuple(rows) for word, rows in found.items() if word}

    @cached_property
    def tree(self) -> Tree:
        """What lies below and above what, on this day."""
        return Tree(self._snapshot.areas)

    def _above(self, area_id: int, lon: float, lat: float) -> Place:
        row = self._areas[area_id]
        community_id = row.community_id
        if community_id is None:
            community_id = self._cover("community", "").at(lon, lat)
        return Place(area_id, community_id, self._subdistrict(community_id, lon, lat))

    def _subdistrict(self, community_id: int | None, lon: float, lat: float) -> int | None:
        community = self._areas.get(community_id or 0)
        if community is not None and community.parent_id is not None:
            return community.parent_id
        return self._cover("subdistrict", "").at(lon, lat)

    def _cover(self, level: str, kind: str) -> _Cover:
        cover = self._covers.get((level, kind))
        if cover is None:
            cover = self._covers[level, kind] = self._make_cover(level, kind)
        return cover

    def _make_cover(self, level: str, kind: str) -> _Cover:
        shapes = self._snapshot.shapes
        ids = tuple(
            row.id
            for row in self._snapshot.areas
            if row.level == level and row.grid_kind == kind and row.id in shapes
        )
        source = tuple(shapes[area_id] for area_id in ids)
        made: _Cover = self._parts.get(
            f"{level} {kind}", (ids, source), lambda: _Cover(ids, source)
        )
        return made

    def _building_index(self) -> tuple[tuple[int, ...], Nearest]:
        if self._buildings is None:
            self._buildings = self._make_buildings()
        return self._buildings

    def _make_buildings(self) -> tuple[tuple[int, ...], Nearest]:
        shapes = self._snapshot.shapes
        rows = [
            row
            for row in self._snapshot.areas
            if row.level == "building" and (row.id in shapes or row.lon is not None)
        ]
        ids = tuple(row.id for row in rows)
        source = tuple(shapes.get(row.id) or (row.lon, row.lat) for row in rows)

        def make() -> Nearest:
            return Nearest(
                [
                    shapely.from_wkb(one) if isinstance(one, bytes) else shapely.Point(*one)
                    for one in source
                ]
            )

        return ids, self._parts.get("buildings", (ids, source), make)


def _decoded(roads: tuple[tuple[str, bytes], ...]) -> list[RoadRow]:
    return [RoadRow(name, shapely.from_wkb(wkb)) for name, wkb in roads]
