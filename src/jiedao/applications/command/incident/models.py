"""Tables of the incident rooms: an incident, its roles, orders, notes, marks and files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jiedao.applications.command.incident.gate import IncidentQuerySet
from jiedao.foundation.files.models import StoredFile
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.models import Town


class Incident(models.Model):
    """Something that was reported and is now commanded from a room of its own.

    ``source_kind`` and ``source_id`` name the record it was raised from; of one record at most
    one room is open. ``version`` rises when level, place or state change.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    plan = models.CharField(max_length=60)
    """The name of the town's plan (预案) from which its roles came."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    level = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    conclusion = models.TextField(blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        app_label = "command"
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="incident_number"),
            models.UniqueConstraint(
                fields=["town", "source_kind", "source_id"],
                name="incident_open_once",
                condition=models.Q(state="open"),
            ),
        ]
        indexes = [
            models.Index(fields=["town", "state", "-id"], name="incident_state"),
            models.Index(fields=["town", "source_kind", "source_id"], name="incident_source"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class IncidentRole(models.Model):
    """A role of the plan, and who fills it: an account, a unit, or an account of a unit."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="roles")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)
    commands = models.BooleanField(default=False)
    """Whoever fills it gives orders, sets levels and ends the response."""
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    filled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[IncidentRole]] = models.Manager()

    class Meta:
        app_label = "command"
        constraints = [
            models.UniqueConstraint(fields=["incident", "title"], name="incident_role_title")
        ]


class Order(models.Model):
    """What a unit or a person is to do, by when, and what became of it.

    ``receive_by`` is when it should have been acknowledged, ``due_at`` when carried out.
    """

    class State(models.TextChoices):
        SENT = "sent"
        RECEIVED = "received"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="orders")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    receive_by = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    result = models.CharField(max_length=1000, blank=True)
    """How it was carried out, or why it was withdrawn."""

    objects: ClassVar[models.Manager[Order]] = models.Manager()

    class Meta:
        app_label = "command"

    @property
    def to(self) -> str:
        """Whom it is for."""
        parts = [one.name for one in (self.unit, self.account) if one is not None]
        return " ".join(parts)


class Note(models.Model):
    """What is known at a moment (情况); never edited, only followed by another."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    """When it was so; it may be told later."""
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)

    objects: ClassVar[models.Manager[Note]] = models.Manager()

    class Meta:
        app_label = "command"


class Mark(models.Model):
    """Something drawn on the room's map; ``geometry`` is GeoJSON in WGS-84 degrees."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="marks")
    sort = models.CharField(max_length=12)
    title = models.CharField(max_length=60, blank=True)
    geometry = models.JSONField()
    at = models.DateTimeField()
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Mark]] = models.Manager()

    class Meta:
        app_label = "command"


class IncidentFile(StoredFile):
    """A photo or document that came with a note, or with the carrying out of an order."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="files")
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="files")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="files")

    objects: ClassVar[models.Manager[IncidentFile]] = models.Manager()

    class Meta:
        app_label = "command"
