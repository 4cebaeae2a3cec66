"""What was learned, what was suggested with it, and the classes of matters that were found."""

from django.db import models

from jiedao.engines.cases.models import Case
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Account
from jiedao.kernel.models import Town


class Task(models.TextChoices):
    """What is suggested of a case, and learned from those that people confirmed."""

    ITEM = "item"
    UNIT = "unit"
    TIME = "time"


class LearnedModel(models.Model):
    """One version of what was learned for a task; ``number`` rises by one with each.

    ``body`` is what ``learners.load`` reads; it is emptied when a version is too old to go back to,
    while its row stays, for the suggestions that name it. ``scores`` are those on the newest
    confirmed cases, which it had not learned from. ``fingerprint`` is the SHA-256 of the body.
    """

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    task = models.CharField(max_length=8, choices=Task.choices)
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    learned_from = models.PositiveIntegerField()
    learned_until = models.DateTimeField(null=True)
    scores = models.JSONField(default=dict)
    active = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64)
    body = models.BinaryField(null=True)

    class Meta:
        app_label = "mining"
        constraints = [
            models.UniqueConstraint(fields=["town", "task", "number"], name="learned_number"),
            models.UniqueConstraint(
                fields=["town", "task"],
                name="learned_active",
                condition=models.Q(active=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.number}"


class Suggestion(models.Model):
    """What was suggested of a case, by which rule or version, and what a person made of it.

    ``offered`` is a list, the likeliest first, of ``{"id", "p", "words"}``: an item or unit, its
    probability, the words of the text that decided. ``asks``: none is sure enough, a person
    should choose. ``source`` is ``rule``, ``model`` or ``catalogue`` (cold start).
    """

    class Decision(models.TextChoices):
        OPEN = "", "open"
        ACCEPTED = "accepted"
        CHANGED = "changed"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="suggestions")
    task = models.CharField(max_length=8, choices=Task.choices)
    source = models.CharField(max_length=12)
    model = models.ForeignKey(LearnedModel, models.PROTECT, null=True, db_index=False)
    offered = models.JSONField(default=list)
    asks = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    chosen = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "mining"
        constraints = [
            models.UniqueConstraint(fields=["case", "task"], name="suggestion_of_case"),
        ]
        indexes = [models.Index(fields=["town", "task", "made_at"], name="suggestion_made")]


class MatterClass(models.Model):
    """A class of matters (一类事): cases that are one matter, found by grouping, kept by people.

    ``heat`` is that of ``matters.measures.heat_of`` when it was last grouped. ``root`` is the root-cause case
    that a person opened for it; ``before`` and ``after`` are its reports a week before that case
    was opened and since it was closed.
    """

    class State(models.TextChoices):
        NEW = "new"
        GROWING = "growing"
        PERSISTING = "persisting"
        QUIET = "quiet"
        RETURNING = "returning"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    words = models.JSONField(default=list)
    item = models.ForeignKey(Item, models.PROTECT, null=True, db_index=False)
    community = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    grid = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    state = models.CharField(max_length=10, choices=State.choices)
    heat = models.FloatField(default=0)
    size = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    growth = models.FloatField(default=1)
    weeks = models.JSONField(default=list)
    """Reports in each of the last twelve weeks, the oldest first."""
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    root = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    playbook = models.TextField(blank=True)
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    """A person said that these are not one matter."""
    grouped_at = models.DateTimeField()

    class Meta:
        app_label = "mining"
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="matter_class_number"),
        ]
        indexes = [models.Index(fields=["town", "-heat"], name="matter_class_heat")]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A case of a class; ``removed_at``: a person took it out, and grouping leaves it out;
    ``by_hand``: a person put it in, and grouping leaves it there."""

    matter = models.ForeignKey(MatterClass, models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, models.CASCADE, related_name="matter_classes")
    likeness = models.FloatField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        app_label = "mining"
        constraints = [
            models.UniqueConstraint(fields=["matter", "case"], name="member_of_class"),
        ]


class Signal(models.Model):
    """An unusual number of reports of one item in one grid on one day (``matters.chance``)."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    day = models.DateField()
    item = models.ForeignKey(Item, models.CASCADE, db_index=False)
    grid = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+", db_index=False)
    count = models.PositiveIntegerField()
    expected = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    """The false discovery rate at which it is still told (Benjamini–Hochberg)."""
    made_at = models.DateTimeField()

    class Meta:
        app_label = "mining"
        constraints = [
            models.UniqueConstraint(fields=["town", "day", "item", "grid"], name="signal_of_day"),
        ]
