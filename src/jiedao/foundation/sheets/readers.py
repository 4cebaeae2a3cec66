"""One reader for Excel, CSV and compressed CSV: rows one after the other, in constant memory."""

import csv
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any, BinaryIO, cast
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from jiedao.foundation.sheets import files, headers
from jiedao.foundation.sheets.cells import Raw, text
from jiedao.kernel.errors import Invalid

MOST_COLUMNS = 500
LONGEST_CELL = 11_000_000
"""Characters: a text of 10 MB is read, and refused by what it is meant for, in a sentence."""
_DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data. ``number`` counts from 1 with the header's rows, as Excel shows it."""

    number: int
    cells: tuple[Raw, ...]
    columns: dict[str, int]

    def __getitem__(self, column: str) -> Raw:
        """The raw value of a column, None where the row is shorter; KeyError for no such column."""
        index = self.columns[column]
        return self.cells[index] if index < len(self.cells) else None

    def get(self, column: str) -> Raw:
        """As ``[]``, but None for a column that the sheet does not have."""
        return self[column] if column in self.columns else None


class Table:
    """An open sheet: its column names, and its rows, which can be gone through once."""

    def __init__(self, names: tuple[str, ...], rows: Iterable[Row]) -> None:
        self.names = names
        self._rows = rows

    def rows(self, skip: int = 0) -> Iterator[Row]:
        """The rows that hold anything, without the first ``skip`` of them."""
        return islice(iter(self._rows), skip, None)


@contextmanager
def open_table(
    source: files.Source, known: Collection[str] = (), *, sheet: str = ""
) -> Iterator[Table]:
    """Open a file as a table; what it is, its encoding and its header row are found out.

    ``known`` are column names that the caller looks for (see ``headers.find_header``);
    ``sheet`` names a sheet of an Excel file, else the first that has a header is read. Raises
    ``Invalid`` or ``TooLarge`` with a sentence for a file that is none, is broken, or has no
    header, and also while rows are read.
    """
    with files.opened(source) as file:
        kind = files.kind_of(file)
        if kind is files.FileKind.EXCEL:
            with _excel(file, known, sheet) as table:
                yield table
        else:
            with files.text_of(file, kind) as lines:
                yield _table(_csv_rows(lines), known)


def _table(rows: Iterator[Sequence[Raw]], known: Collection[str]) -> Table:
    table = _try_table(rows, known)
    if table is None:
        raise _no_header(known)
    return table


def _try_table(rows: Iterator[Sequence[Raw]], known: Collection[str]) -> Table | None:
    first = list(islice(rows, headers.LOOKED_AT + 1))
    header = headers.find_header(first, known)
    if header is None:
        return None
    names = header.names[:MOST_COLUMNS]
    columns = {name: index for index, name in enumerate(names) if name}
    width = len(names)
    return Table(
        tuple(columns),
        (
            Row(number, tuple(cells[:width]), columns)
            for number, cells in enumerate(chain(first, rows), start=1)
            if number >= header.first_row and _holds_anything(cells)
        ),
    )


def _holds_anything(cells: Sequence[Raw]) -> bool:
    return any(text(cell, ()) for cell in cells)


def _csv_rows(lines: IO[str]) -> Iterator[Sequence[Raw]]:
    csv.field_size_limit(LONGEST_CELL)
    delimiter = _delimiter(lines.readline(65_536))
    lines.seek(0)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Invalid(
                _("第 %(line)d 行附近的引号不成对，或单元格过长。") % {"line": rows.line_num},
                code="broken_csv",
            ) from None
        except (EOFError, OSError, UnicodeDecodeError, zlib.error):
            raise Invalid(_("文件读到一半就断了。"), code="broken_file") from None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: (line.count(mark), -_DELIMITERS.index(mark)))


@contextmanager
def _excel(file: BinaryIO, known: Collection[str], sheet: str) -> Iterator[Table]:
    # Imported where a file is read: a start need not wait for it.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    files.check_archive(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, TypeError):
        raise Invalid(_("文件已损坏，不是有效的 Excel 文件。"), code="broken_excel") from None
    try:
        yield _first_table(_sheets(book, sheet), known)
    finally:
        with suppress(AttributeError):
            book.close()


def _sheets(book: Any, sheet: str) -> list[Any]:
    if not sheet:
        return list(book.worksheets)
    if sheet not in book.sheetnames:
        raise Invalid(
            _("Excel 里没有名为“%(sheet)s”的工作表。") % {"sheet": sheet}, code="no_sheet"
        )
    return [book[sheet]]


def _first_table(sheets: list[Any], known: Collection[str]) -> Table:
    for sheet in sheets:
        # Some programs write a wrong size into the file; without it all rows are read.
        sheet.reset_dimensions()
        table = _try_table(_excel_rows(sheet), known)
        if table is not None:
            return table
    raise _no_header(known)


def _excel_rows(sheet: Any) -> Iterator[Sequence[Raw]]:
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # openpyxl raises whatever the broken XML makes it
            raise Invalid(_("Excel 文件的内容已损坏。"), code="broken_excel") from error
        yield cast(Sequence[Raw], cells)


def _no_header(known: Collection[str]) -> Invalid:
    if not known:
        return Invalid(_("没有找到表头行。"), code="no_header")
    names = "、".join(list(known)[:8])
    return Invalid(
        _("没有找到表头行：前 20 行里没有这些列名：%(names)s。") % {"names": names},
        code="no_header",
    )
