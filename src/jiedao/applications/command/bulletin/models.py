"""Bulletins for the leaders: counted once, checked by the units, released by a named person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from jiedao.applications.command.bulletin.rights import MAKE, RELEASE, SEE
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.models import Town

if TYPE_CHECKING:
    from jiedao.kernel.access import Reach


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Bulletins; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> BulletinQuerySet:
        """Released ones for all who see cases; drafts for who makes and releases, and for the
        units that stand in them."""
        rows = self.filter(town_id=reach.town_id)
        if reach.anywhere(MAKE) or reach.anywhere(RELEASE):
            return rows
        if not reach.anywhere(SEE):
            return rows.none()
        mine = BulletinCheck.objects.filter(unit_id__in=reach.unit_ids).values("bulletin_id")
        return rows.filter(Q(released_at__isnull=False) | Q(pk__in=mine))


class Bulletin(models.Model):
    """One bulletin of a day, week or month. ``content`` is what was counted (``bulletins.Content``);
    counted anew while it is a draft, never after its release."""

    class Span(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    span = models.CharField(max_length=5, choices=Span.choices)
    first = models.DateField()
    last = models.DateField()
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    counted_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        app_label = "command"
        constraints = [
            models.UniqueConstraint(fields=["town", "span", "first"], name="bulletin_of_span")
        ]


class BulletinCheck(models.Model):
    """What a unit that stands in a bulletin says of its line; null while it has said nothing."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="checks")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    agreed = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    at = models.DateTimeField(null=True)

    class Meta:
        app_label = "command"
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletin_check_of_unit")
        ]
        indexes = [models.Index(fields=["unit", "bulletin"], name="bulletin_check_unit")]
