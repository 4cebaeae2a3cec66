"""The tables of the duty roster: shifts, exchanges of shifts, and notes from one to the next."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from jiedao.kernel.access import Reach
from jiedao.kernel.models import Town

SEE: Final = "duty.see"
PLAN: Final = "duty.plan"
READ: Final = "duty.read"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> ShiftQuerySet:
        """The whole town's roster for who may see it, one's own shifts for everybody else."""
        rows = self.filter(town_id=reach.town_id)
        return rows if reach.anywhere(SEE) else rows.filter(account_id=reach.account_id)

    def standing(self) -> ShiftQuerySet:
        """Those that were not taken off the roster."""
        return self.filter(withdrawn_at=None)


class Shift(models.Model):
    """Somebody on duty in some part, from a moment to a moment (half-open, often over midnight).

    ``unit`` is the unit on duty, or, of the leader and the duty officer, where they sit. Nothing
    forbids gaps and double bookings: the roster shows them (``coverage``).
    """

    class Part(models.TextChoices):
        LEADER = "leader"
        OFFICER = "officer"
        UNIT = "unit"
        COMMUNITY = "community"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    part = models.CharField(max_length=10, choices=Part.choices)
    unit = models.ForeignKey("staff.Unit", models.PROTECT, db_index=False, related_name="+")
    account = models.ForeignKey("staff.Account", models.PROTECT, db_index=False, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Shift]] = models.Manager.from_queryset(ShiftQuerySet)()

    class Meta:
        app_label = "staff"
        constraints = [
            models.UniqueConstraint(
                fields=["town", "part", "unit", "account", "starts_at"],
                condition=Q(withdrawn_at=None),
                name="shift_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="shift_span"
            ),
        ]
        indexes = [
            models.Index(fields=["town", "ends_at"], name="shift_ends"),
            models.Index(fields=["town", "account", "ends_at"], name="shift_account"),
        ]

    @property
    def of_unit(self) -> bool:
        """Whether a unit or community is on duty, and not the whole office."""
        return self.part in (self.Part.UNIT, self.Part.COMMUNITY)

    @property
    def place(self) -> tuple[str, int]:
        """What must not stand empty: the part, and of a unit's duty the unit."""
        return self.part, self.unit_id if self.of_unit else 0


class Swap(models.Model):
    """One asks another to take a shift (for one of his, or for nothing); the other agrees or not."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="swaps")
    other = models.ForeignKey(Shift, models.CASCADE, null=True, related_name="+")
    asked_by = models.ForeignKey("staff.Account", models.PROTECT, db_index=False, related_name="+")
    asked_of = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "staff"
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state="asked"), name="swap_asked_once"
            )
        ]


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handover notes; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> HandoverQuerySet:
        """For who may read them all, and for those who stand in the same part or unit."""
        rows = self.filter(town_id=reach.town_id)
        if reach.anywhere(READ):
            return rows
        mine = Shift.objects.filter(town_id=reach.town_id, account_id=reach.account_id)
        office = mine.filter(part=models.OuterRef("shift__part"))
        same_unit = Q(unit_id=models.OuterRef("shift__unit_id"))
        whole_office = Q(part__in=[Shift.Part.LEADER, Shift.Part.OFFICER])
        return rows.filter(models.Exists(office.filter(same_unit | whole_office)))


class Handover(models.Model):
    """The note (交接班记录) of a shift: written by who goes, read and signed by who comes.

    Once signed it is never changed.
    """

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    shift = models.OneToOneField(Shift, models.PROTECT, related_name="handover")
    happened = models.TextField()
    open_matters = models.TextField(blank=True)
    things = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "staff.Account", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Handover]] = models.Manager.from_queryset(HandoverQuerySet)()

    class Meta:
        app_label = "staff"
        indexes = [models.Index(fields=["town", "signed_at"], name="handover_signed")]
