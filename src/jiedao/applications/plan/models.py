"""The plan's own tables: letters, applications to challenges, reminders, documents read in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jiedao.engines.projects.models import Project
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.access import Reach
from jiedao.kernel.models import Town


class Letter(models.Model):
    """A letter of supervision (督办函): numbered within its town and year, never changed."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    task = models.ForeignKey(Project, models.CASCADE, related_name="letters")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    dated = models.DateField()
    reply_by = models.DateField()
    reason = models.CharField(max_length=1000)
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)

    objects: ClassVar[models.Manager[Letter]] = models.Manager()

    class Meta:
        app_label = "plan"
        constraints = [
            models.UniqueConstraint(fields=["town", "year", "serial"], name="letter_number")
        ]


class Bid(models.Model):
    """A unit's application to a challenge; of one unit there is one."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    task = models.ForeignKey(Project, models.CASCADE, related_name="bids")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    proposal = models.CharField(max_length=1000)
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)
    at = models.DateTimeField()
    chosen = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Bid]] = models.Manager()

    class Meta:
        app_label = "plan"
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="bid_of_unit")]


class Reminder(models.Model):
    """That a task was reminded of, so that no worker does it twice."""

    task = models.ForeignKey(Project, models.CASCADE, related_name="+")
    sort = models.CharField(max_length=12)
    day = models.DateField()
    """The due date, or the day since which nothing was reported."""
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Reminder]] = models.Manager()

    class Meta:
        app_label = "plan"
        constraints = [models.UniqueConstraint(fields=["task", "sort", "day"], name="reminded")]


class DocumentQuerySet(models.QuerySet["PlanDocument"]):
    """Documents; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> DocumentQuerySet:
        """The documents of the reader's town, for those who assign a plan's tasks."""
        from jiedao.applications.plan.names import ASSIGN, TASK

        rows = self.filter(town_id=reach.town_id)
        return rows if reach.anywhere(ASSIGN, TASK) else rows.none()


class PlanDocument(models.Model):
    """A report or plan being read in: its text, and what it is the source of."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    digest = models.CharField(max_length=64)
    """SHA-256 of its text; the same document is read in once."""
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    issued_by = models.CharField(max_length=120, blank=True)
    dated = models.DateField()
    period = models.CharField(max_length=10)
    """Of the tasks that it promises."""
    text = models.TextField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)
    created_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        constraints = [
            models.UniqueConstraint(fields=["town", "digest"], name="plan_document_once")
        ]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """A figure or commitment found in a document, as read and as a person set it right."""

    class Sort(models.TextChoices):
        COMMITMENT = "commitment"
        FIGURE = "figure"

    class State(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        DROPPED = "dropped"

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="findings")
    sort = models.CharField(max_length=12, choices=Sort)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    start = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    section = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200)
    domain = models.CharField(max_length=40, default="other")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False, related_name="+")
    ends_on = models.DateField(null=True)
    indicator = models.CharField(max_length=80, blank=True)
    comparison = models.CharField(max_length=12, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    value_unit = models.CharField(max_length=20, blank=True)
    filters = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=20, blank=True)
    read = models.JSONField(default=dict)
    """What the reading said, as it said it."""
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True)
    """The task or fact that came of it."""

    objects: ClassVar[models.Manager[Finding]] = models.Manager()

    class Meta:
        app_label = "plan"
        constraints = [
            models.UniqueConstraint(fields=["document", "sort", "start"], name="finding_once")
        ]
