"""The Excel template of a kind: headings, choices to pick from, explanations, and its own mark.

The mark is a hidden name in the workbook that Excel, WPS and LibreOffice keep when the file is
saved: the kind, and the digest of its fields. A file without one is read by its headings alone.
"""

from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from jiedao.foundation.records.files import explaining
from jiedao.foundation.records.files.fields import ABOUT, LAT, LON, PLACE, fields, label, version
from jiedao.foundation.records.files.mark import NAME
from jiedao.foundation.records.schema import Schema, Spec

_VALIDATED: Final = 50_000
_REQUIRED: Final = PatternFill("solid", fgColor="FFE3E0")
_OPTIONAL: Final = PatternFill("solid", fgColor="E8EEF4")


def template(schema: Schema) -> bytes:
    """The workbook: a row of headings to fill in under, and a sheet that explains them."""
    book = Workbook()
    sheet = book.active
    sheet.title = schema.kind.titles.zh[:31]
    choices = book.create_sheet("选项")
    choices.sheet_state = "hidden"
    place = 0
    for spec in fields(schema):
        for title in _headings(spec):
            place += 1
            _head(sheet, place, spec, title)
            if spec.options is not None or spec.sort == "flag":
                _offer(sheet, choices, place, spec)
    if schema.kind.about:
        _head_about(sheet, place + 1, schema)
    sheet.freeze_panes = "A2"
    _explain(book, schema)
    mark = DefinedName(NAME, attr_text=f'"{schema.kind.key}:{version(schema)}"', hidden=True)
    book.defined_names[NAME] = mark
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _headings(spec: Spec) -> list[str]:
    """A point stands in two columns, as people have it from their maps."""
    return [LON.zh, LAT.zh] if spec.name == PLACE else [label(spec)]


def _head(sheet: Any, place: int, spec: Spec, title: str) -> None:
    cell = sheet.cell(row=1, column=place, value=f"{title}*" if spec.required else title)
    cell.font = Font(bold=True)
    cell.fill = _REQUIRED if spec.required else _OPTIONAL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.comment = Comment(explaining.comment(spec), "Jiedao", height=120, width=260)
    column = sheet.column_dimensions[get_column_letter(place)]
    column.width = max(12, len(title) * 2 + 4)
    if spec.sort in ("text", "ref"):
        # Or Excel cuts the zeros before a code and the last digits of a long one.
        column.number_format = "@"
    elif spec.sort == "date":
        column.number_format = "yyyy-mm-dd"


def _head_about(sheet: Any, place: int, schema: Schema) -> None:
    cell = sheet.cell(row=1, column=place, value=ABOUT.zh)
    cell.font, cell.fill = Font(bold=True), _OPTIONAL
    cell.comment = Comment(explaining.about(schema), "Jiedao", height=120, width=260)
    sheet.column_dimensions[get_column_letter(place)].number_format = "@"


def _offer(sheet: Any, choices: Any, place: int, spec: Spec) -> None:
    """A list to pick from. Several at once cannot be picked: there it only warns."""
    words = [one.titles.zh for one in spec.options] if spec.options else ["是", "否"]
    for row, word in enumerate(words, start=1):
        choices.cell(row=row, column=place, value=word)
    letter = get_column_letter(place)
    rule = DataValidation(
        type="list",
        formula1=f"选项!${letter}$1:${letter}${len(words)}",
        allow_blank=True,
        showErrorMessage=spec.sort != "options",
        error="请从列表中选择。",
    )
    rule.add(f"{letter}2:{letter}{_VALIDATED}")
    sheet.add_data_validation(rule)


def _explain(book: Any, schema: Schema) -> None:
    sheet = book.create_sheet("填写说明")
    for place, width in enumerate((18, 22, 8, 16, 60), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line in explaining.sheet(schema):
        sheet.append(line)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
