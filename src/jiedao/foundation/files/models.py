"""What is known of a stored file; who keeps files adds what they belong to."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from jiedao.foundation.files.checking import Ready
from jiedao.kernel import clock
from jiedao.kernel.models import Town


class StoredFile(models.Model):
    """A photo, document or recording, checked on entry and stored under its digest.

    ``file`` is its path inside the files folder, ``size`` in octets, ``width`` and ``height`` in
    pixels, ``lon`` and ``lat`` (WGS-84) where it was taken, where that is kept.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo"
        DOCUMENT = "document"
        AUDIO = "audio"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False)

    class Meta:
        abstract = True


def columns_of_stored(row: StoredFile) -> dict[str, Any]:
    """The columns of a file that is kept already, to be kept of something else as well: the
    bytes lie there once, whoever names them."""
    names = ("kind", "file", "name", "content_type", "size", "sha256", "width", "height", "lon",
             "lat", "taken_at", "added_at", "account_id")  # fmt: skip
    return {name: getattr(row, name) for name in names}


def columns_of(ready: Ready, *, from_picture: bool = False) -> dict[str, Any]:
    """The columns of a checked and stored file; whose it is and by whom is the caller's to add.

    The place in a picture is kept only where it is asked for (``from_picture``), nowhere else
    (PIPL art. 6: no more than is needed).
    """
    upload, checked, path = ready
    place = checked.place if from_picture and checked.place is not None else None
    lon, lat = place or (upload.lon, upload.lat)
    return {
        "kind": checked.kind,
        "file": path,
        "name": Path(upload.name).name[:200],
        "content_type": checked.content_type,
        "size": len(checked.body),
        "sha256": hashlib.sha256(checked.body).hexdigest(),
        "width": checked.width,
        "height": checked.height,
        "lon": lon,
        "lat": lat,
        "taken_at": checked.taken_at or upload.taken_at,
        "added_at": clock.now(),
    }
