"""Finding and reading the files that are measured on."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from jiedao.kernel.errors import Invalid


def file_in(path: Path, *names: str) -> Path:
    """The file itself, or the first of ``names`` found in the folder or a folder right below it.

    Raises Invalid where there is none.
    """
    if path.is_file():
        return path
    for name in names:
        for found in (path / name, *sorted(path.glob(f"*/{name}"))):
            if found.is_file():
                return found
    raise Invalid(f"“{path}”里没有 {'、'.join(names)}。 Not found there: {', '.join(names)}.")


def read_csv(path: Path, needed: Iterable[str] = ()) -> list[dict[str, str]]:
    """Its rows by column name, in the file's order; a byte order mark is no part of a name.

    Raises Invalid where a needed column is missing, or the file is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            columns = reader.fieldnames or ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(f"“{path.name}”不是 UTF-8 的 CSV。 Not a CSV in UTF-8: {error}") from error
    missing = [name for name in needed if name not in columns]
    if missing:
        raise Invalid(f"“{path.name}”缺少列 {'、'.join(missing)}。 It lacks: {', '.join(missing)}.")
    return rows


def read_sheet(path: Path) -> list[dict[str, object]]:
    """The rows of a workbook's first sheet by the names in its first line; empty rows left out.

    Raises Invalid where it is no workbook.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Invalid(f"“{path.name}”不是 Excel 工作簿。 Not an Excel workbook: {error}") from error
    try:
        lines = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name or "").strip() for name in next(lines, ())]
        rows = [dict(zip(names, line, strict=False)) for line in lines if any(line)]
    finally:
        book.close()
    return rows


Ranked = Sequence[tuple[str, float]]
_PREDICTED = ("id", "first", "first_p", "second", "second_p", "third", "third_p")


def write_predicted(path: Path, rows: Iterable[tuple[str, Ranked]]) -> int:
    """Write ``id,first,first_p,…third_p``, a line a row; returns how many. Fewer than three
    answers leave the rest of the line empty."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_PREDICTED)
        for key, ranked in rows:
            cells = [cell for answer, p in ranked[:3] for cell in (answer, f"{p:.6f}")]
            writer.writerow([key, *cells, *[""] * (6 - len(cells))])
            written += 1
    return written
