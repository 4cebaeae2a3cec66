"""Areas and roads as the in-memory indexes hold them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


class AreaRow(NamedTuple):
    """An area valid on the day asked for, without its shape."""

    id: int
    level: str
    grid_kind: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent_id: int | None = None
    community_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""


class RoadRow(NamedTuple):
    """A named road of the base map; ``line`` is a shapely geometry in WGS-84 degrees."""

    name: str
    line: Any


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was valid in a town on each day from ``first`` until before ``last``.

    ``areas`` are ordered by code; ``shapes`` maps an area's id to its WKB in WGS-84;
    ``roads`` are (name, WKB).
    """

    first: date
    last: date
    areas: tuple[AreaRow, ...]
    shapes: dict[int, bytes]
    roads: tuple[tuple[str, bytes], ...]
