"""Excel and CSV written row by row in constant memory, safe to open in a spreadsheet.

The Excel writer is our own because the library takes a minute for 100,000 rows of ten columns,
and this one some seconds; it writes one plain sheet (and a further one each 1,000,000 rows).

A text that begins like a formula stays text: in Excel by its cell type, so it is read back
exactly as it was; in CSV, which has no types, by an apostrophe before it (as OWASP advises).
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from django.utils.translation import gettext as _

from jiedao.foundation.sheets import xml
from jiedao.foundation.sheets.cells import Raw
from jiedao.kernel import clock

Target = Path | BinaryIO
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_OF_A_SHEET = 1_000_000
_LONGEST = 32_767  # characters that Excel takes in a cell
_DAYS_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's dates have no zone
_FLUSH = 500


class Writer(Protocol):
    """What both writers do."""

    def write(self, row: Sequence[Raw]) -> None:
        """Append a row. Aware moments are written as the town's civil time."""


@contextmanager
def table_writer(
    target: Target,
    header: Sequence[str],
    *,
    form: str = "xlsx",
    widths: Sequence[int] = (),
    title: str = "",
) -> Iterator[Writer]:
    """Write a table into a path or binary file; ``form`` is ``xlsx`` or ``csv``.

    ``widths`` are column widths in characters, ``title`` names the sheet (Excel only). The file is whole only when the
    block ends.
    """
    if isinstance(target, Path):
        with target.open("wb") as file, _writer(file, header, form, widths, title) as writer:
            yield writer
    else:
        with _writer(target, header, form, widths, title) as writer:
            yield writer


def write_table(
    target: Target,
    header: Sequence[str],
    rows: Iterable[Sequence[Raw]],
    *,
    form: str = "xlsx",
    widths: Sequence[int] = (),
    title: str = "",
) -> int:
    """Write all rows; returns how many there were."""
    count = 0
    with table_writer(target, header, form=form, widths=widths, title=title) as writer:
        for row in rows:
            writer.write(row)
            count += 1
    return count


@contextmanager
def _writer(
    file: BinaryIO, header: Sequence[str], form: str, widths: Sequence[int], title: str
) -> Iterator[Writer]:
    if form == "csv":
        # The mark at the start tells Excel that this is UTF-8.
        lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        yield CsvWriter(lines, header)
        lines.flush()
        lines.detach()
    elif form == "xlsx":
        writer = ExcelWriter(file, header, widths, title)
        yield writer
        writer.close()
    else:
        raise ValueError(f"no writer for {form!r}")


class CsvWriter:
    """Rows into an open text file."""

    def __init__(self, lines: IO[str], header: Sequence[str]) -> None:
        self._rows = csv.writer(lines)
        self.write(header)

    def write(self, row: Sequence[Raw]) -> None:
        self._rows.writerow([_csv_value(value) for value in row])


def _csv_value(value: Raw) -> Raw:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return _civil(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value


class ExcelWriter:
    """Rows into a workbook, sheet after sheet."""

    def __init__(
        self, file: BinaryIO, header: Sequence[str], widths: Sequence[int], title: str = ""
    ) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._header, self._widths, self._title = header, widths, title
        self._sheets = 0
        self._begin()

    def write(self, row: Sequence[Raw]) -> None:
        if self._row > _ROWS_OF_A_SHEET:
            self._end()
            self._begin()
        self._append("".join(_excel_cell(value) for value in row))

    def close(self) -> None:
        """Write what a workbook needs besides its sheets."""
        self._end()
        for name, content in xml.parts(self._sheets, self._title):
            self._archive.writestr(name, content)
        self._archive.close()

    def _begin(self) -> None:
        self._sheets += 1
        self._row = 0
        self._waiting: list[str] = [xml.sheet_start(self._widths)]
        self._sheet = self._archive.open(xml.sheet_name(self._sheets), "w", force_zip64=True)
        self._append("".join(xml.text_cell(title, xml.HEADING) for title in self._header))

    def _append(self, cells: str) -> None:
        self._row += 1
        self._waiting.append(f"<row>{cells}</row>")
        if len(self._waiting) >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        self._sheet.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _end(self) -> None:
        self._waiting.append(xml.SHEET_END)
        self._flush()
        self._sheet.close()


def _excel_cell(value: Raw) -> str:
    if isinstance(value, str):
        style = xml.QUOTED if value.startswith(_FORMULA) else xml.PLAIN
        return xml.text_cell(_shortened(value), style)
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return xml.text_cell(_("是") if value else _("否"), xml.PLAIN)
    if isinstance(value, int | float):
        return xml.number_cell(value, xml.PLAIN)
    return _moment_cell(value)


def _moment_cell(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return xml.number_cell(_days(_civil(value)), xml.MOMENT)
    if isinstance(value, date):
        midnight = datetime.combine(value, time.min)
        return xml.number_cell(_days(midnight), xml.DATE)
    return xml.text_cell(str(value), xml.PLAIN)


def _days(value: datetime) -> float:
    return (value - _DAYS_ZERO) / timedelta(days=1)


def _civil(value: datetime) -> datetime:
    return value.astimezone(clock.TOWN_ZONE).replace(tzinfo=None) if value.tzinfo else value


def _shortened(value: str) -> str:
    if len(value) <= _LONGEST:
        return value
    mark = _("…（过长，已截断）")
    return value[: _LONGEST - len(mark)] + mark
