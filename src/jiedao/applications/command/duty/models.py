"""Call-outs (点名调度), and what each person called has answered."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.duty import READ
from jiedao.foundation.staff.models import Account, Unit
from jiedao.kernel.access import Reach
from jiedao.kernel.models import Town

CALL: Final = "duty.call"
STEPS: Final = ("received", "set_out", "arrived")


class CalloutQuerySet(models.QuerySet["Callout"]):
    """Call-outs; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> CalloutQuerySet:
        """All of them for who calls out or reads the duty's notes; else those one is called by."""
        rows = self.filter(town_id=reach.town_id)
        if reach.anywhere(CALL) or reach.anywhere(READ):
            return rows
        return rows.filter(called__account_id=reach.account_id)


class Callout(models.Model):
    """A group is called: what for, where to, answered by when."""

    class Group(models.TextChoices):
        ON_DUTY = "on_duty"
        COMMUNITIES = "communities"
        UNIT = "unit"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    group = models.CharField(max_length=12, choices=Group.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False, related_name="+")
    what = models.CharField(max_length=200)
    where = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    called_by = models.ForeignKey(Account, models.PROTECT, db_index=False, related_name="+")
    called_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Callout]] = models.Manager.from_queryset(CalloutQuerySet)()

    class Meta:
        app_label = "command"
        indexes = [
            models.Index(fields=["town", "-called_at"], name="callout_newest"),
            models.Index(
                fields=["town", "called_at"], condition=Q(closed_at=None), name="callout_running"
            ),
        ]


class Called(models.Model):
    """One person of a call-out. Moments are set once, by the person or for him by telephone."""

    callout = models.ForeignKey(Callout, models.CASCADE, related_name="called")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    received_at = models.DateTimeField(null=True)
    set_out_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """Who noted the last answer for him, where he gave it by telephone."""

    class Meta:
        app_label = "command"
        constraints = [models.UniqueConstraint(fields=["callout", "account"], name="called_once")]

    @property
    def answered_at(self) -> datetime | None:
        """The first sign of life."""
        return min(filter(None, (self.received_at, self.set_out_at, self.arrived_at)), default=None)

    @property
    def step(self) -> str:
        """The furthest step; "" for no answer."""
        done = [step for step in STEPS if getattr(self, f"{step}_at") is not None]
        return done[-1] if done else ""
