"""What kind of file it is, by its first bytes; text encodings; guards against swollen archives."""

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid, TooLarge

Source = Path | BinaryIO
"""A path, or an open seekable binary file (an upload)."""

_CHUNK = 1 << 20
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAX_UNPACKED = 2 << 30
"""Bytes that a compressed file may unpack to: far above any year's orders, far below a bomb."""
_MAX_RATIO = 200
_MAX_PARTS = 2_000


class FileKind(StrEnum):
    """What readers tell apart."""

    EXCEL = "xlsx"
    TEXT = "csv"
    PACKED_TEXT = "csv.gz"


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The source as a binary file at its start; a path is closed again, an upload is not."""
    if isinstance(source, Path):
        try:
            file = source.open("rb")
        except OSError:
            raise Invalid(_("打不开文件“%(name)s”。") % {"name": source.name}) from None
        with file:
            yield file
    else:
        source.seek(0)
        yield source


def kind_of(file: BinaryIO) -> FileKind:
    """By the first bytes, whatever the name says; ``Invalid`` for what is no table."""
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return FileKind.EXCEL
    if start.startswith(b"\x1f\x8b"):
        return FileKind.PACKED_TEXT
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_("这是旧版 .xls 或加密的文件，请另存为不加密的 .xlsx。"), code="old_excel")
    if not start:
        raise Invalid(_("文件是空的。"), code="empty_file")
    return FileKind.TEXT


def check_archive(file: BinaryIO) -> None:
    """Refuse an Excel file that is broken or would swell beyond reason when unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Invalid(_("文件已损坏，不是有效的 Excel 文件。"), code="broken_excel") from None
    file.seek(0)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    swollen = unpacked > _CHUNK * 100 and unpacked > _MAX_RATIO * max(packed, 1)
    if unpacked > MAX_UNPACKED or len(parts) > _MAX_PARTS or swollen:
        raise TooLarge(_("Excel 文件解压后过大，请拆成几个文件。"), code="swollen_excel")


@contextmanager
def text_of(file: BinaryIO, kind: FileKind) -> Iterator[IO[str]]:
    """The text of a CSV file, unpacked on the way; its encoding is found by reading it once."""
    encoding = _encoding(file, kind)
    file.seek(0)
    raw = _unpacked(file, kind)
    wrapper = io.TextIOWrapper(cast("IO[bytes]", raw), encoding=encoding, newline="")
    try:
        yield wrapper
    finally:
        wrapper.detach()


def _unpacked(file: BinaryIO, kind: FileKind) -> BinaryIO:
    if kind is FileKind.TEXT:
        return file
    return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))


def _encoding(file: BinaryIO, kind: FileKind) -> str:
    """utf-8 (with or without mark), utf-16 by its mark, else gb18030, which holds GBK."""
    for encoding in ("utf-16", "utf-8-sig", "gb18030"):
        file.seek(0)
        if _decodes(_unpacked(file, kind), encoding):
            return encoding
    raise Invalid(_("文件的文字编码无法识别，请另存为 UTF-8。"), code="bad_encoding")


def _decodes(raw: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    total = 0
    try:
        while chunk := raw.read(_CHUNK):
            if encoding == "utf-16" and not total and not chunk.startswith(_UTF16_MARKS):
                return False
            total += len(chunk)
            if total > MAX_UNPACKED:
                raise TooLarge(_("文件解压后过大，请拆成几个文件。"), code="swollen_file")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except (EOFError, OSError, zlib.error):
        raise Invalid(_("压缩文件已损坏。"), code="broken_gzip") from None
    return True
