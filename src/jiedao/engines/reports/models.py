"""Work reports, and the figures of the published ones as they were when they were published."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _

from jiedao.engines.reports.gate import ReportQuerySet
from jiedao.foundation.staff.models import Account
from jiedao.kernel.errors import Conflict
from jiedao.kernel.models import Town


class Report(models.Model):
    """A report of a period. ``body`` is prose with references (``writing.markup``).

    ``edited_by`` changed it last; ``kept`` are the draft's figures as they were computed last
    (``writing.keeping``). One that was submitted is not changed until it is taken back, or returned
    for a reason (``returned_for``). Once it is published, ``body_hash`` and ``figures_hash`` are
    what its text and figures were, and ``as_of`` the moment at which the figures were known.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual"
        HALF = "half"
        OTHER = "other"

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        PUBLISHED = "published"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()
    period = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    office = models.CharField(max_length=80, blank=True)
    day = models.DateField(null=True)
    body = models.TextField(blank=True)
    proposals = models.JSONField(default=list)
    kept = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False, related_name="+")
    edited_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    returned_for = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    as_of = models.DateTimeField(null=True)
    body_hash = models.CharField(max_length=64, blank=True)
    figures_hash = models.CharField(max_length=64, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        app_label = "reports"
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="report_number")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it is not published: its figures follow the records."""
        return self.state != self.State.PUBLISHED

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for somebody to release it."""
        return self.state == self.State.SUBMITTED


class FrozenQuerySet(models.QuerySet["ReportFigure"]):
    """Rows that are written once."""

    def update(self, **_values: Any) -> NoReturn:
        raise frozen()

    def delete(self) -> NoReturn:
        raise frozen()


class ReportFigure(models.Model):
    """One figure of a published report, frozen: what was printed can be explained years later.

    ``token`` is the reference as the prose has it, ``detail`` everything that was known of it
    (``writing.freezing``), ``ids_hash`` of the records that were counted at ``as_of``.
    """

    report = models.ForeignKey(Report, models.PROTECT, db_index=False, related_name="figures")
    place = models.PositiveIntegerField()
    token = models.CharField(max_length=400)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=32)
    value = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    numerator = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    denominator = models.DecimalField(max_digits=30, decimal_places=9, null=True)
    records = models.PositiveBigIntegerField(default=0)
    ids_hash = models.CharField(max_length=64, blank=True)
    formula = models.TextField(blank=True)
    as_of = models.DateTimeField()
    detail = models.JSONField(default=dict)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        app_label = "reports"
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="report_figure_place"),
            models.UniqueConstraint(fields=["report", "token"], name="report_figure_token"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise frozen()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise frozen()


def frozen() -> Conflict:
    """Why a figure of a published report is not touched."""
    return Conflict(_("已发布的数据不能修改。"), code="frozen")
