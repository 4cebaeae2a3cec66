"""Files are what they claim to be, or refused by name; pictures come out plain."""

import io
import zipfile

import pytest
from PIL import Image

from jiedao.foundation.files import checking
from jiedao.foundation.files.checking import Upload, inspect
from jiedao.kernel.errors import Invalid, TooLarge
from tests.engines.cases.desk import picture


def upload(body: bytes, name: str = "文件") -> Upload:
    return Upload(name, io.BytesIO(body))


def zipped(*entries: tuple[str, int]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in entries:
            archive.writestr(name, b"0" * size)
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (picture().getvalue(), "photo"),
        (picture(form="PNG").getvalue(), "photo"),
        (picture(form="WEBP").getvalue(), "photo"),
        (b"%PDF-1.7 ...", "document"),
        (zipped(("word/document.xml", 10)), "document"),
        (b"ID3\x03....", "audio"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio"),
        (b"#!AMR\n...", "audio"),
    ],
)
def test_photos_documents_and_recordings_are_known(body: bytes, kind: str) -> None:
    assert inspect(upload(body)).kind == kind


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_a_photo"),
        (b"MZ\x90\x00 a program", "not_a_photo"),
        (b"<svg onload=alert(1)>", "not_a_photo"),
        (b"\xff\xd8\xff\xe0 cut off", "not_a_photo"),
        (zipped(("virus.exe", 10)), "unknown_file"),
        (b"PK\x03\x04 broken", "unknown_file"),
    ],
)
def test_anything_else_is_refused_by_name(body: bytes, code: str) -> None:
    with pytest.raises(Invalid, match="可疑") as refused:
        inspect(upload(body, "可疑"))
    assert refused.value.code == code


@pytest.mark.slow
def test_bombs_are_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="解开"):
        inspect(upload(zipped(("word/document.xml", 250 * 1024 * 1024))))
    monkeypatch.setattr(checking, "MAX_PIXELS", 1000)
    with pytest.raises(Invalid, match="像素"):
        inspect(upload(picture((100, 100)).getvalue()))
    monkeypatch.setattr(checking, "MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        inspect(upload(picture().getvalue()))


def test_a_picture_loses_its_hidden_place_and_keeps_its_time() -> None:
    image = Image.new("RGB", (4000, 3000), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0132] = "2026:03:02 09:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    body = io.BytesIO()
    image.save(body, "JPEG", exif=exif)
    sound = inspect(upload(body.getvalue()))
    assert max(sound.width or 0, sound.height or 0) == checking.LONG_EDGE
    assert sound.taken_at is not None
    assert sound.taken_at.hour == 9
    assert not Image.open(io.BytesIO(sound.body)).getexif()
