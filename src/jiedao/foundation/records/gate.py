"""The gate: every read of a record begins with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Q

from jiedao.kernel.access import Reach

if TYPE_CHECKING:
    from jiedao.foundation.records.models import Record  # noqa: F401

SEE: Final = "records.see"


def reach_filter(reach: Reach, kind: str) -> Q | None:
    """The filter for records of one kind; None when the reach has all of its town."""
    grants = [grant for grant in reach.holding(SEE) if grant.speaks_of(kind)]
    if not grants:
        return Q(pk__in=[])
    if any(grant.scope == "town" for grant in grants):
        return None
    units = frozenset[int]().union(*(g.unit_ids for g in grants if g.scope == "unit"))
    areas = frozenset[int]().union(*(g.area_ids for g in grants if g.scope == "area"))
    # What lies with one's own unit one sees, wherever it is.
    chosen = Q(unit_id__in=sorted(units | reach.unit_ids))
    if areas:
        chosen |= Q(community_id__in=sorted(areas)) | Q(grid_id__in=sorted(areas))
    return chosen


class RecordQuerySet(models.QuerySet[Any]):
    """Records; ``visible_to`` first."""

    def visible_to(self, reach: Reach, kind: str) -> RecordQuerySet:
        """The records of one kind that this reach may know of; a stranger finds nothing."""
        rows = self.filter(town_id=reach.town_id, kind=kind)
        chosen = reach_filter(reach, kind)
        return rows if chosen is None else rows.filter(chosen)
