"""About how many rows a file has, without reading it as a table: for progress bars."""

import gzip
import zipfile
import zlib
from contextlib import suppress
from typing import IO, cast

from jiedao.foundation.sheets.files import FileKind, Source, kind_of, opened
from jiedao.kernel.errors import Refused

_CHUNK = 1 << 20


def about(source: Source) -> int:
    """Lines of a CSV file, rows of an Excel file's largest sheet; 0 for what is no table."""
    with (
        suppress(Refused, OSError, EOFError, zlib.error, zipfile.BadZipFile),
        opened(source) as file,
    ):
        kind = kind_of(file)
        if kind is FileKind.TEXT:
            return _count(file, b"\n")
        if kind is FileKind.PACKED_TEXT:
            with gzip.open(file) as lines:
                return _count(cast("IO[bytes]", lines), b"\n")
        with zipfile.ZipFile(file) as archive:
            return max((_rows(archive, name) for name in archive.namelist()), default=0)
    return 0


def _rows(archive: zipfile.ZipFile, name: str) -> int:
    if not name.startswith("xl/worksheets/"):
        return 0
    with archive.open(name) as part:
        return _count(part, b"<row")


def _count(file: IO[bytes], mark: bytes) -> int:
    total, end = 0, b""
    while chunk := file.read(_CHUNK):
        # A mark may lie across two chunks.
        total += (end + chunk).count(mark)
        end = chunk[-len(mark) + 1 :] if len(mark) > 1 else b""
    return total
