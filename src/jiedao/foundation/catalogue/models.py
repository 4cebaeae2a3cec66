"""The catalogue of matters: what may be asked, who answers for it, in what time."""

from django.db import models

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Unit
from jiedao.kernel.models import Town


class Edition(models.Model):
    """A version of the whole catalogue; ``body`` is the immutable snapshot once published."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    body = models.JSONField(default=dict)

    class Meta:
        app_label = "catalogue"
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="edition_number")]


class Item(models.Model):
    """A matter in the tree, as the published edition has it. Its identity is its code.

    ``level`` 1 is the most urgent, 4 the least. ``check_way`` says how the work is checked,
    ``evidence`` what the handler must attach.
    """

    class CheckWay(models.TextChoices):
        ON_SPOT = "on_spot"
        PHONE = "phone"
        DOCUMENT = "document"
        NONE = "none"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    depth = models.PositiveSmallIntegerField(default=1)
    path = models.CharField(max_length=400)
    level = models.PositiveSmallIntegerField(default=3)
    guide = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    check_way = models.CharField(max_length=10, choices=CheckWay.choices, default="phone")
    evidence = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    secret = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    edition = models.PositiveIntegerField(default=1)
    attributes = models.JSONField(default=dict)

    class Meta:
        app_label = "catalogue"
        constraints = [models.UniqueConstraint(fields=["town", "code"], name="item_code")]

    def __str__(self) -> str:
        return self.name


class Condition(models.Model):
    """One condition under which the matter is filed, with its own limit and closing condition.

    Limits may be staged: conditions of one item with the same ``text`` and rising ``order``.
    One that a later edition no longer has is kept, not ``active``: cases point at it.
    """

    class LimitUnit(models.TextChoices):
        URGENT_HOURS = "urgent_hours"
        OFFICE_HOURS = "office_hours"
        WORKDAYS = "workdays"
        DAYS = "days"

    item = models.ForeignKey(Item, models.CASCADE, related_name="conditions")
    order = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    stage = models.CharField(max_length=40, blank=True)
    limit_amount = models.PositiveIntegerField(null=True)
    limit_unit = models.CharField(max_length=12, choices=LimitUnit.choices, blank=True)
    close_condition = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    attributes = models.JSONField(default=dict)

    class Meta:
        app_label = "catalogue"


class Responsibility(models.Model):
    """The unit that answers for an item, in an area or (area null) everywhere else."""

    class Part(models.TextChoices):
        LEAD = "lead"
        CO = "co"
        FALLBACK = "fallback"

    item = models.ForeignKey(Item, models.CASCADE, related_name="responsibilities")
    area = models.ForeignKey(Area, models.CASCADE, null=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        app_label = "catalogue"
