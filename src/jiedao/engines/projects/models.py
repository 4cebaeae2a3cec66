"""Projects: stages, milestones, money, area, and how late they are."""

from typing import ClassVar

from django.db import models

from jiedao.foundation.records.models import Record
from jiedao.foundation.staff.models import Account
from jiedao.kernel.models import Town


class Project(Record):
    """Something with an end: ``day`` is when it was proposed, ``ends_on`` when it is to be done.

    Amounts are in yuan, ``area`` in square metres. ``amount_paid`` is the sum of its payments and
    ``progress`` (percent) the share of its milestones that are done; both are kept because every
    list shows them. ``started_on`` and ``finished_on`` are what figures count by.
    """

    ends_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    amount_planned = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    amount_paid = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    area_size = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    progress = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        app_label = "projects"


class Milestone(models.Model):
    """A step that is to be reached by a day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["Milestone"]] = models.Manager()

    class Meta:
        app_label = "projects"


class Payment(models.Model):
    """Money paid for a project; never edited, only set right by another."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="payments")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    """In yuan; negative sets an earlier one right."""
    paid_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)

    objects: ClassVar[models.Manager["Payment"]] = models.Manager()

    class Meta:
        app_label = "projects"
