"""Files over HTTP: what came in a form, and a stored file as it is served."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from jiedao.foundation.files.checking import Upload
from jiedao.foundation.files.models import StoredFile
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid, NotFound

_NAMES = ("files", "file", "photos", "photo", "media")


def sent_files(request: HttpRequest) -> list[Upload]:
    """The files of a multipart form, with the place and time of taking where they are told."""
    files = [file for name in _NAMES for file in request.FILES.getlist(name)]
    if not files:
        raise Invalid(_("没有收到文件（字段名 files）。"), field="files", code="no_files")
    lon, lat = (_degree(request, name) for name in ("longitude", "latitude"))
    taken = _moment(request, "taken_at")
    return [Upload(file.name or "", cast(BinaryIO, file), lon, lat, taken) for file in files]


def files_of(request: HttpRequest, name: str) -> list[Upload]:
    """The files of one field of a page's form."""
    return [Upload(one.name or "", cast(BinaryIO, one)) for one in request.FILES.getlist(name)]


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A time in the form of ISO 8601; one without a zone is the town's."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(
            _("时间不对，应写成 2026-03-02T09:30:00+08:00 这样。"), field=name, code="bad_time"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=TOWN_ZONE)


def _degree(request: HttpRequest, name: str) -> float | None:
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 999.0
    if not -180 <= value <= 180:
        raise Invalid(_("经纬度不对，请在地图上重新选点。"), field=name, code="bad_point")
    return value


def serve(row: StoredFile) -> FileResponse:
    """A stored file: photos, recordings and PDF in the browser, all else as a download.

    Never as anything a browser would run: its type is what we found in it, not what was claimed.
    """
    path = Path(settings.MEDIA_ROOT) / row.file
    if not path.is_file():
        raise NotFound(_("文件不在了，请联系管理员。"), code="file_missing")
    shown = row.kind in (StoredFile.Kind.PHOTO, StoredFile.Kind.AUDIO) or row.file.endswith(".pdf")
    response = FileResponse(
        path.open("rb"),
        as_attachment=not shown,
        filename=row.name or path.name,
        content_type=row.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
