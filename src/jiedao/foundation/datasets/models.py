"""Import runs: what came in from a file, how far it got, what was refused."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.db import models

from jiedao.foundation.staff.models import Account
from jiedao.kernel.models import Town


class ImportRun(models.Model):
    """One file going into one town. ``cursor`` counts the rows of data that are done; it is
    committed with each batch, so that an interrupted run goes on where it stopped. ``changed``
    are among the ``known``, ``held`` among the ``rejected`` (see ``runs.Outcome``)."""

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    report = models.FileField(upload_to="reports/", blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "datasets"
        indexes = [models.Index(fields=["town", "kind", "-id"], name="import_run")]


class ImportUpload(models.Model):
    """A file brought by the page, waiting for the worker or in its hands; the run tells the rest."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    """Among the files of the installation; deleted as soon as the file is imported or refused."""
    file_name = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    create_places = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices)
    fault = models.CharField(max_length=500, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(ImportRun, models.CASCADE, null=True)
    account = models.ForeignKey(Account, models.PROTECT)
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "datasets"

    @property
    def file(self) -> Path:
        """Where the file lies."""
        return Path(default_storage.path(self.path))


class Rejection(models.Model):
    """One fault of a row that was not taken, committed with the batch of that row."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    sentence = models.CharField(max_length=300)

    class Meta:
        app_label = "datasets"
