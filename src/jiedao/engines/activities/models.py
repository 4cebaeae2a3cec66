"""Activities: an event at a time and place, who enrolled, and who came."""

from typing import ClassVar

from django.db import models

from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.records.models import Record
from jiedao.kernel.models import Town


class Activity(Record):
    """An event on ``day``, from ``starts_at`` to ``ends_at``; ``capacity`` limits enrolment.

    ``enrolled`` follows from the enrolments. ``attended`` is how many came: counted from the
    list where there is one, else as written down by whoever held it.
    """

    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    enrolled = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    summary = models.TextField(blank=True)

    class Meta(Record.Meta):
        app_label = "activities"


class Enrolment(models.Model):
    """Somebody's place in an activity: for an enterprise its name, for a resident only what the
    activity needs (PIPL art. 6: least data)."""

    class State(models.TextChoices):
        ENROLLED = "enrolled"
        ATTENDED = "attended"
        ABSENT = "absent"
        CANCELLED = "cancelled"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENROLLED)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    """What a test gave, where the activity ends with one."""
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Enrolment"]] = models.Manager()

    class Meta:
        app_label = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                name="enrolment_organisation",
                condition=models.Q(organisation__isnull=False, person__isnull=True),
            )
        ]
