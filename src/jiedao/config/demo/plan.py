"""What the generator hands over: a town on paper, typed and frozen, without a database.

Coordinates are WGS-84 degrees. Areas come parents first; everything names everything else by
code, so that the loader can pass it to the batch actions as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """An area: sub-district, community, grid, building or premises (``places.Area``)."""

    level: str
    code: str
    name: str
    parent: str = ""
    grid_kind: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    shape: BaseGeometry | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeaturePlan:
    """A line or surface of the base map (``places.Feature``); rank 1 is drawn first."""

    kind: str
    name: str
    rank: int
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """An enterprise in one of the premises; ``industry`` is a GB/T 4754-2017 code."""

    name: str
    uscc: str
    kind: str
    premises: str
    address: str
    lon: float
    lat: float
    industry: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit of the office, a community, a grid, a contractor or an outside body."""

    code: str
    name: str
    kind: str
    parent: str = ""
    area: str = ""
    phone: str = ""
    duties: str = ""


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A role held in a unit."""

    unit: str
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A member of staff with an account, and the posts that the account holds."""

    username: str
    name: str
    phone: str
    posts: tuple[PostPlan, ...]


@dataclass(frozen=True, slots=True)
class TownPlan:
    """The whole town. The first area is the sub-district."""

    areas: tuple[AreaPlan, ...]
    features: tuple[FeaturePlan, ...]
    organisations: tuple[OrganisationPlan, ...]
    units: tuple[UnitPlan, ...]
    people: tuple[PersonPlan, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    """``kernel.Town.settings`` of this town."""

    def of_level(self, level: str, grid_kind: str = "") -> list[AreaPlan]:
        """The areas of one level (grids: of one kind), in their order."""
        return [a for a in self.areas if a.level == level and a.grid_kind == grid_kind]
