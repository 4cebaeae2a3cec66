"""Visits (somebody goes and looks), the plans they belong to, and what a plan has to cover."""

from typing import ClassVar

from django.db import models

from jiedao.foundation.records.models import Record
from jiedao.foundation.staff.models import Unit
from jiedao.kernel.models import Town


class Plan(Record):
    """A round or campaign: from ``day`` to ``ends_on`` its targets are to be visited.

    ``checklist`` names the checklist of the visits; "" leaves it to their kind. The two counts
    follow from the targets and are kept because every list of plans shows them.
    """

    ends_on = models.DateField()
    checklist = models.CharField(max_length=40, blank=True)
    target_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        app_label = "visits"


class Visit(Record):
    """Somebody goes and looks: planned for ``day``, or done on it.

    ``answers`` holds, by question of the checklist, ``{"answer", "note", "case"}``; ``faults``
    counts those that are not in order. ``follows`` is the visit that this one rechecks.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="visits")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="rechecks")
    visited_at = models.DateTimeField(null=True)
    checklist = models.CharField(max_length=40, blank=True)
    answers = models.JSONField(default=dict)
    faults = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(blank=True)

    class Meta(Record.Meta):
        app_label = "visits"


class Target(models.Model):
    """One record that a plan has to cover; ``visit`` is the one that did."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets", db_index=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False, related_name="+")
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, related_name="covers")
    done_on = models.DateField(null=True)

    objects: ClassVar[models.Manager["Target"]] = models.Manager()

    class Meta:
        app_label = "visits"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "subject_kind", "subject_id"], name="target_once"
            )
        ]
        indexes = [
            # what of a plan is still to be done, by community
            models.Index(fields=["plan", "done_on", "community_id"], name="target_open"),
            # which plans a record stands in
            models.Index(fields=["town", "subject_kind", "subject_id"], name="target_subject"),
        ]
