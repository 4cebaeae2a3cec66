"""Files as they come in: checked for being what they claim, stored once under their digest.

Photos are decoded and written anew, so that what we serve is a plain picture: no scripts,
no trackers, no position of the sender's home in the EXIF data (time and place of taking are
read out first and kept with the record).
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PHOTOS = 9
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONG_EDGE = 2400
_ZIPPED_LIMIT = 200 * 1024 * 1024

_AUDIO = {
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"RIFF": "audio/wav",
    b"OggS": "audio/ogg",
    b"#!AMR": "audio/amr",
}
_ZIP_TYPES = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, with the place and time of taking where the sender tells them."""

    name: str
    body: BinaryIO
    lon: float | None = None
    lat: float | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that passed: its bytes as they will be stored."""

    kind: str
    content_type: str
    suffix: str
    body: bytes
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    place: tuple[float, float] | None = None
    """Longitude and latitude (WGS-84), where the picture tells them."""


def inspect(upload: Upload) -> Sound:
    """What the file really is. Raises Invalid or TooLarge with a sentence naming the file."""
    body = upload.body.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise TooLarge(
            _("“%(name)s”超过 %(n)d MB，请压缩后再传。")
            % {"name": upload.name, "n": MAX_BYTES // 1024 // 1024},
            field="files",
        )
    head = body[:12]
    if head.startswith(b"%PDF-"):
        return Sound("document", "application/pdf", ".pdf", body)
    if head.startswith(b"PK\x03\x04"):
        return _office(upload.name, body)
    return _recording(head, body) or _photo(upload.name, body)


def _recording(head: bytes, body: bytes) -> Sound | None:
    if head[4:8] == b"ftyp" and head[8:11] in (b"M4A", b"mp4", b"iso", b"3gp"):
        return Sound("audio", "audio/mp4", ".m4a", body)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return None
    for magic, content_type in _AUDIO.items():
        if head.startswith(magic):
            return Sound("audio", content_type, "." + content_type.split("/")[1], body)
    return None


def _photo(name: str, body: bytes) -> Sound:
    refusal = Invalid(
        _("“%(name)s”不是能打开的照片、PDF 或录音。") % {"name": name},
        field="files",
        code="not_a_photo",
    )
    # Imported where a photo comes: a start need not wait for it.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP", "GIF"))
        if image.width * image.height > MAX_PIXELS:
            raise Invalid(
                _("“%(name)s”的像素太多，请缩小后再传。") % {"name": name},
                field="files",
                code="too_many_pixels",
            )
        taken, where = _taken_at(image), _place(image)
        image.draft("RGB", (LONG_EDGE, LONG_EDGE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONG_EDGE, LONG_EDGE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refusal from None
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    size = upright.size
    return Sound("photo", "image/jpeg", ".jpg", out.getvalue(), *size, taken, where)


def _taken_at(image: "Image") -> datetime | None:
    text = image.getexif().get_ifd(0x8769).get(0x9003) or image.getexif().get(0x0132)
    try:
        return datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S").replace(tzinfo=clock.TOWN_ZONE)
    except ValueError:
        return None


def _place(image: "Image") -> tuple[float, float] | None:
    """Where it was taken (EXIF 2.3, 4.6.6: references N S E W, degrees, minutes, seconds)."""
    told = image.getexif().get_ifd(0x8825)
    try:
        lat, lon = _degrees(told[2], told[1] == "S"), _degrees(told[4], told[3] == "W")
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    # 0, 0 is what a receiver without a position writes; "not a number" fails every comparison.
    fits = -180 <= lon <= 180 and -90 <= lat <= 90 and (lon, lat) != (0, 0)
    return (lon, lat) if fits else None


def _degrees(parts: Sequence[float], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value


def _office(name: str, body: bytes) -> Sound:
    """A Word or Excel file; an archive that unpacks to too much is refused unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _ZIPPED_LIMIT:
                raise TooLarge(
                    _("“%(name)s”解开后太大，不能接收。") % {"name": name}, field="files"
                )
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        names = []
    for prefix, content_type in _ZIP_TYPES.items():
        if any(entry.startswith(prefix) for entry in names):
            suffix = ".docx" if prefix == "word/" else ".xlsx"
            return Sound("document", content_type, suffix, body)
    raise Invalid(
        _("“%(name)s”是压缩包或不认识的文件，请解开后分别上传。") % {"name": name},
        field="files",
        code="unknown_file",
    )


Ready = tuple[Upload, Sound, str]
"""A file that is checked and stored: what came in, what it is, and its path."""


def prepare(uploads: Sequence[Upload]) -> list[Ready]:
    """Check and store files, before any transaction; all or none. At most nine at a time."""
    if len(uploads) > MAX_PHOTOS:
        raise Invalid(
            _("一次最多 %(n)d 个附件。") % {"n": MAX_PHOTOS}, field="files", code="too_many"
        )
    sound = [(upload, inspect(upload)) for upload in uploads]
    return [(upload, checked, store(checked)) for upload, checked in sound]


def store(checked: Sound) -> str:
    """Write the bytes under their digest (once) and return the path inside the files folder."""
    digest = hashlib.sha256(checked.body).hexdigest()
    name = f"{digest[:2]}/{digest}{checked.suffix}"
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(path.suffix + ".part")
        part.write_bytes(checked.body)
        part.replace(path)
    return name
