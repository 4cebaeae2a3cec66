"""What a person may do, and the one gate through which every read begins.

Permission = role × jurisdiction × kind. A *grant* is one role held in one unit; a *reach*
is all grants of one account today. ``foundation.staff.reach`` builds it; everybody else
only asks.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from jiedao.kernel import registry


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions held over a jurisdiction.

    ``scope``: ``town`` (everything), ``unit`` (records whose responsible unit is in
    ``unit_ids``), ``area`` (records lying in ``area_ids``: communities or grids).
    ``kinds`` empty means every kind of record.
    """

    permissions: frozenset[str]
    scope: str
    unit_ids: frozenset[int] = frozenset()
    area_ids: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    covered_id: int | None = None

    def speaks_of(self, kind: str) -> bool:
        """Whether the grant is about records of this kind at all: a restricted kind must be named."""
        declared = registry.kinds.find(kind)
        if declared is not None and declared.restricted:
            return kind in self.kinds
        return not self.kinds or kind in self.kinds

    def reaches(self, kind: str, unit_ids: Collection[int], area_ids: Collection[int]) -> bool:
        """Whether a record of ``kind`` with these units and areas lies in the jurisdiction."""
        if kind and not self.speaks_of(kind):
            return False
        if self.scope == "town":
            return True
        if self.scope == "unit":
            return not self.unit_ids.isdisjoint(unit_ids)
        return not self.area_ids.isdisjoint(area_ids)


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything one account may do today in one town."""

    town_id: int
    account_id: int
    grants: tuple[Grant, ...] = ()
    home_unit_id: int | None = None
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    """The units the account itself sits in (directly, or by cover)."""

    def may(
        self,
        permission: str,
        *,
        kind: str = "",
        unit_ids: Collection[int] = (),
        area_ids: Collection[int] = (),
    ) -> bool:
        """Whether the permission holds for a record of ``kind`` with these units and areas."""
        return any(
            permission in grant.permissions and grant.reaches(kind, unit_ids, area_ids)
            for grant in self.grants
        )

    def anywhere(self, permission: str, kind: str = "") -> bool:
        """Whether the permission is held at all: for menus and pages, never for a record."""
        return any(
            permission in grant.permissions and (not kind or grant.speaks_of(kind))
            for grant in self.grants
        )

    def holding(self, permission: str) -> tuple[Grant, ...]:
        """The grants that carry a permission: what a gate turns into a filter."""
        return tuple(grant for grant in self.grants if permission in grant.permissions)


class HasReach(Protocol):
    """Anything with a reach: an account, or an actor."""

    @property
    def reach(self) -> Reach | None: ...
