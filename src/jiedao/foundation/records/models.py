"""What every record of a generated kind has; each engine's table stands on it."""

from __future__ import annotations

from django.db import models

from jiedao.foundation.files.models import StoredFile
from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.places.models import Area
from jiedao.foundation.records.gate import RecordQuerySet
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.models import Town


class Record(models.Model):
    """A visit, project, thing …: what kinds of all families have in common.

    ``day`` is the date by which it is counted; ``due_at`` the next deadline while it is open
    (lateness is computed from it, never stored). ``key`` holds the values that tell it from
    others of its kind, so that what is imported again is known. ``subject_kind`` and
    ``subject_id`` name the record it is about. ``version`` rises with every change.
    """

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=24)
    key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    code = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    day = models.DateField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False, related_name="+")
    owner = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, db_index=False, related_name="+")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)

    community = models.ForeignKey(Area, models.PROTECT, null=True, db_index=False, related_name="+")
    grid = models.ForeignKey(Area, models.PROTECT, null=True, db_index=False, related_name="+")
    building = models.ForeignKey(Area, models.PROTECT, null=True, db_index=False, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)

    attributes = models.JSONField(default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["town", "kind", "number"], name="%(class)s_number"),
            models.UniqueConstraint(
                fields=["town", "kind", "key"],
                name="%(class)s_key",
                condition=~models.Q(key=""),
            ),
        ]
        indexes = [
            # Lists are newest first, walked by id, narrowed to one of these.
            models.Index(fields=["town", "kind", "id"], name="%(class)s_all"),
            models.Index(fields=["town", "kind", "state", "id"], name="%(class)s_state"),
            models.Index(fields=["town", "kind", "unit", "id"], name="%(class)s_unit"),
            models.Index(fields=["town", "kind", "community", "id"], name="%(class)s_community"),
            models.Index(fields=["town", "kind", "grid", "id"], name="%(class)s_grid"),
            models.Index(fields=["town", "kind", "day", "id"], name="%(class)s_day"),
            # what lies within a part of the map
            models.Index(
                fields=["town", "kind", "lon", "lat"],
                name="%(class)s_point",
                condition=models.Q(lon__isnull=False),
            ),
            # what is due next
            models.Index(
                fields=["town", "kind", "due_at", "id"],
                name="%(class)s_due",
                condition=models.Q(due_at__isnull=False),
            ),
            # what there is about a record, or with an organisation
            models.Index(
                fields=["town", "subject_kind", "subject_id", "id"],
                name="%(class)s_subject",
                condition=models.Q(subject_id__isnull=False),
            ),
            models.Index(
                fields=["town", "organisation", "id"],
                name="%(class)s_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Facet(models.Model):
    """One filterable attribute of one record, as text that sorts like the value.

    A filter inside JSON reads every row; this table answers it from an index. It follows from
    the records.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    value = models.CharField(max_length=120)
    record = models.BigIntegerField()

    class Meta:
        app_label = "records"
        indexes = [
            models.Index(fields=["kind", "record"], name="facet_of_record"),
            models.Index(
                fields=["town", "kind", "attribute", "value", "record"], name="facet_value"
            ),
        ]


class FacetBlock(models.Model):
    """The records among a stretch of ids that have a value, as a set (``blocks``)."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    value = models.CharField(max_length=120)
    block = models.BigIntegerField()
    ids = models.BinaryField()

    class Meta:
        app_label = "records"
        constraints = [
            models.UniqueConstraint(
                fields=["town", "kind", "attribute", "value", "block"], name="facet_block"
            )
        ]


class RecordFile(StoredFile):
    """A photo or document that shows what a record says; ``step`` is the move it came with.

    Never taken away: what was shown when a step was made stays shown.
    """

    of_kind = models.CharField(max_length=40)
    of_id = models.BigIntegerField()
    step = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "records"
        indexes = [
            models.Index(fields=["town", "of_kind", "of_id", "id"], name="file_of_record"),
        ]
