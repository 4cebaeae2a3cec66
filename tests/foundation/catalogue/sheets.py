"""Small workbooks for the tests."""

import io

import openpyxl

from jiedao.foundation.sheets.cells import Raw


def sheet(*rows: list[Raw], merged: str = "") -> io.BytesIO:
    """A workbook of these rows; ``merged`` names ranges, such as ``A1:C1 A3:A5``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged.split():
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file
