"""The kernel's tables: towns, history, and what is still to be delivered of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from jiedao.kernel.errors import Conflict


class Town(models.Model):
    """One sub-district's data and settings. Every other row carries its town."""

    key = models.SlugField(unique=True, max_length=40)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    settings = models.JSONField(default=dict)
    simulated = models.BooleanField(default=False)
    replayed = models.CharField(max_length=40, blank=True)
    """The profile that a town replayed was made from, for ever; "" for every other. No other town
    is made beside it."""
    # Bumped when reference data (areas, units, catalogue, calendar) change; in-memory
    # indexes are keyed by it, so that several processes never serve stale ones for long.
    revision = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Conflict for a town beside one that was replayed, or that would be or no longer
        be one."""
        fields = kwargs.get("update_fields")
        if fields is None or "replayed" in fields:
            self._refuse_beside_replayed()
        super().save(*args, **kwargs)

    def _refuse_beside_replayed(self) -> None:
        if not self._state.adding:
            if Town.objects.filter(pk=self.pk).exclude(replayed=self.replayed).exists():
                raise Conflict(_("重放的标记不能改。"), code="replayed")
            return
        other = Town.objects.exclude(replayed="").first()
        if other is None and self.replayed:
            other = Town.objects.first()
        if other is not None:
            raise Conflict(
                _("这里已经有“%(town)s”；重放的街道只能单独在一个系统里，不能与其他街道并存。")
                % {"town": other.title},
                code="replayed",
            )


class Counter(models.Model):
    """The next number of a series; taken by one UPDATE inside the caller's transaction."""

    town = models.ForeignKey(Town, models.PROTECT)
    series = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["town", "series"], name="counter_series")]


class History(models.Model):
    """What happened, to which record, by whom: appended in the same transaction as the change.

    ``changes`` maps a field to ``[old, new]``; from the present row and these, the row at any
    past moment can be restored by walking backwards. Personal values never stand here in
    clear: they are in ``sealed``, under the key of the person they concern (``subject``).
    """

    class ActorKind(models.TextChoices):
        ACCOUNT = "account"
        RESIDENT = "resident"
        MACHINE = "machine"
        SYSTEM = "system"

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    # Not foreign keys: history outlives every account and every record.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    unit_id = models.BigIntegerField(null=True)
    covered_id = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    subject = models.BigIntegerField(null=True)

    class Meta:
        app_label = "kernel"
        indexes = [
            # timeline of a record
            models.Index(fields=["town", "kind", "record_id", "id"], name="history_record"),
            # audit: what did this person do
            models.Index(fields=["town", "actor_id", "id"], name="history_actor"),
            # audit: who revealed, who signed in
            models.Index(fields=["town", "verb", "id"], name="history_verb"),
        ]


class Delivery(models.Model):
    """A history line that one reaction has still to act on, or has acted on.

    Written in the transaction of the line itself, so none can be missed, however late that
    transaction commits. Taken by compare-and-set on ``lease_until``.
    """

    id = models.BigAutoField(primary_key=True)
    history = models.ForeignKey(History, models.CASCADE, db_index=False)
    reaction = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "kernel"
        constraints = [
            models.UniqueConstraint(fields=["history", "reaction"], name="delivery_once")
        ]
        indexes = [
            # the outbox worker's question: what is due now
            models.Index(
                fields=["due_at"], name="delivery_due", condition=models.Q(done_at__isnull=True)
            )
        ]


class Heartbeat(models.Model):
    """When a long-running process was last seen alive (read by /readyz)."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
