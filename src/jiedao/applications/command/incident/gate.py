"""The gate of the rooms: every read of an incident begins with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from jiedao.applications.command.incident.names import COMMAND, SEE_ALL
from jiedao.kernel.access import Reach

if TYPE_CHECKING:
    from jiedao.applications.command.incident.models import Incident  # noqa: F401


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> IncidentQuerySet:
        """All of the town for those who command or oversee, else the rooms one is a member of: by
        a role, by an order, or for having opened it. A stranger finds nothing."""
        if knows_all(reach):
            return self.filter(town_id=reach.town_id)
        return self.of_member(reach)

    def of_member(self, reach: Reach) -> IncidentQuerySet:
        """Those in which one may do something; who oversees only reads."""
        rows = self.filter(town_id=reach.town_id)
        if reach.may(COMMAND):
            return rows
        if not reach.account_id:
            return rows.none()
        return rows.filter(_membership(reach))


def knows_all(reach: Reach) -> bool:
    """Whether no room is hidden: only to them "none" means that there is none."""
    return reach.may(SEE_ALL) or reach.may(COMMAND)


def _membership(reach: Reach) -> Q:
    from jiedao.applications.command.incident.models import IncidentRole, Order

    mine = Q(account_id=reach.account_id) | Q(unit_id__in=sorted(reach.unit_ids))
    roles = IncidentRole.objects.filter(mine).values("incident_id")
    orders = Order.objects.filter(mine).values("incident_id")
    return Q(opened_by_id=reach.account_id) | Q(pk__in=roles) | Q(pk__in=orders)
