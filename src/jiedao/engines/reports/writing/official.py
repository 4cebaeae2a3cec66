"""Official documents as GB/T 9704-2012 wants them, as Word files: reports, letters, notices.

A4, 22 lines of 28 characters in an area of 156 × 225 mm; title 2号小标宋, text 3号仿宋, headings by
level 黑体 and 楷体, page numbers 4号宋体 between dashes, outside on odd and even pages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from docx import Document as NewDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from jiedao.engines.reports.writing import docx_parts as parts
from jiedao.engines.reports.writing.fonts import BODY, HEI, KAI, SONG, TITLE, Face
from jiedao.engines.reports.writing.saying import date_words

LINE = 28.95
"""Points from line to line: 22 of them fill the 225 mm of the text area."""
WIDTH: Final = 156 * 72 / 25.4
"""Points that a line is wide."""
CHARACTERS: Final = 28
SIZE, TITLE_SIZE, PAGE_SIZE = 16, 22, 14
"""3号, 2号 and 4号 in points."""
_TITLE_LINE = 36
_HEAD_SIZE = 36
_RED = RGBColor(0xD9, 0x00, 0x00)
_HEADING_FACES = {1: HEI, 2: KAI, 3: BODY, 4: BODY}
_TITLE_MOST = 18
"""Characters of a title that a line takes."""
_BREAK_BEFORE, _BREAK_AFTER = "和及与暨", "的、，）》”"
_CELL_SIZE, _CELL_LINE = 10.5, 18
"""Tables are 5号, as offices set them."""
_BOTTOM_TO_NUMBER = 23
"""Millimetres: the number stands 7 mm below the text area, whose lower edge is 35 mm up."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a paragraph; ``strong`` for a lead."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``level`` 0) or a heading of level 1 to 4, with its number in the text."""

    words: tuple[Words, ...]
    level: int = 0

    @classmethod
    def of(cls, text: str, level: int = 0) -> "Block":
        return cls((Words(text),), level)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and rows, the first column named, the others numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Official:
    """A document to be written.

    ``head`` is the red mark of the issuing office (发文机关标志; "" for an inner paper), ``number``
    its 发文字号, ``addressee`` the 主送机关 without its colon. ``attachments`` are titles.
    ``contact`` is the 附注, in brackets ("联系人：…").
    """

    title: str
    blocks: Sequence[Block | Grid]
    office: str = ""
    day: date | None = None
    head: str = ""
    number: str = ""
    addressee: str = ""
    attachments: Sequence[str] = ()
    contact: str = ""


def to_docx(paper: Official) -> bytes:
    """The Word file."""
    file = NewDocument()
    _set_page(file)
    _set_normal(file)
    if paper.head:
        _head(file, paper)
    _title(file, paper.title)
    if paper.addressee:
        _line(file, f"{paper.addressee}：", indent=0)
    for block in paper.blocks:
        if isinstance(block, Grid):
            _grid(file, block)
        else:
            _block(file, block)
    _attachments(file, paper.attachments)
    _signature(file, paper)
    if paper.contact:
        _line(file, f"（{paper.contact}）")
    _page_numbers(file)
    parts.name_fonts(file)
    _properties(file, paper)
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def width_of(text: str) -> float:
    """In characters: what is not Chinese takes half of one."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text)


def title_lines(title: str) -> list[str]:
    """A long title broken where its sense allows it, into lines of about one length."""
    width = width_of(title)
    if width <= _TITLE_MOST:
        return [title]
    lines = max(2, math.ceil(width / _TITLE_MOST))
    at = min(range(1, len(title)), key=lambda place: _cost(title, place, width / lines))
    return [title[:at], *title_lines(title[at:])]


def _cost(title: str, at: int, wanted: float) -> float:
    """How ill a title is broken at a place: far from even, or within a word or number."""
    good = title[at] in _BREAK_BEFORE or title[at - 1] in _BREAK_AFTER
    width = width_of(title[:at])
    inside = title[at - 1].isascii() or title[at].isascii() or title[at] in _BREAK_AFTER
    return (
        abs(width - wanted)
        + (0 if good else 6)
        + (20 if inside else 0)
        + (99 if width > _TITLE_MOST else 0)
    )


def signature_indents(office: str, day: str) -> tuple[float, float]:
    """Characters left free at the right of office and date (7.3.5.2): the date begins two
    characters after the office; the longer of both ends two characters before the edge."""
    free = width_of(office) - width_of(day)
    if free >= 2:
        return 2.0, free
    return 4.0 - free, 2.0


def _set_page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(_BOTTOM_TO_NUMBER)
    section.header_distance = Mm(15)
    file.settings.odd_and_even_pages_header_footer = True
    parts.set_grid(section, line=LINE, character=WIDTH / CHARACTERS - SIZE)


def _set_normal(file: Any) -> None:
    style = file.styles["Normal"]
    style.font.size = Pt(SIZE)
    parts.set_faces(style.element.get_or_add_rPr(), BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False
    parts.set_language(style.element.get_or_add_rPr())
    # Word processors do not agree how characters keep to the grid: what it means is said outright.
    parts.keep_measures(style.element.get_or_add_pPr())
    parts.set_spacing(style.element.get_or_add_rPr(), WIDTH / CHARACTERS - SIZE)


def _line(
    file: Any,
    text: str = "",
    *,
    indent: float = 2,
    face: Face = BODY,
    size: float = SIZE,
    pitch: float = LINE,
) -> Any:
    paragraph = file.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        parts.indent(paragraph, first=indent, size=size)
    if text:
        _run(paragraph, text, face, size)
    return paragraph


def _run(paragraph: Any, text: str, face: Face, size: float, *, strong: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), strong or None
    parts.set_faces(run._element.get_or_add_rPr(), face)
    return run


def _head(file: Any, paper: Official) -> None:
    mark = _line(file, indent=0, pitch=_HEAD_SIZE * 1.4)
    mark.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(mark, paper.head, TITLE, _HEAD_SIZE).font.color.rgb = _RED
    _line(file, indent=0)
    number = _line(file, paper.number, indent=0)
    number.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    parts.rule_below(number, "D90000")
    _line(file, indent=0)


def _title(file: Any, title: str) -> None:
    for text in title_lines(title):
        line = _line(file, text, indent=0, face=TITLE, size=TITLE_SIZE, pitch=_TITLE_LINE)
        line.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(file, indent=0)


def _block(file: Any, block: Block) -> None:
    face = _HEADING_FACES.get(block.level, BODY)
    paragraph = _line(file)
    for words in block.words:
        _run(paragraph, words.text, face, SIZE, strong=words.strong)
    if block.level:
        parts.outline(paragraph, block.level)
        paragraph.paragraph_format.keep_with_next = True


def _grid(file: Any, grid: Grid) -> None:
    """A table with lines; its head comes again on every page."""
    table = file.add_table(rows=0, cols=len(grid.head))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for place, row in enumerate((grid.head, *grid.rows)):
        line = table.add_row()
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            layout = paragraph.paragraph_format
            layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_CELL_LINE)
            named = place == 0 or column == 0
            layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if named else WD_ALIGN_PARAGRAPH.RIGHT
            _run(paragraph, text, HEI if place == 0 else BODY, _CELL_SIZE)
    parts.repeat_head(table.rows[0])
    _line(file, indent=0, pitch=_CELL_LINE)


def _attachments(file: Any, titles: Sequence[str]) -> None:
    if not titles:
        return
    _line(file, indent=0)
    if len(titles) == 1:
        _line(file, f"附件：{titles[0]}")
        return
    for at, title in enumerate(titles, start=1):
        _line(
            file,
            f"附件：{at}. {title}" if at == 1 else f"{at}. {title}",
            indent=2 if at == 1 else 5,
        )


def _signature(file: Any, paper: Official) -> None:
    """An empty line, the office, the date; both on the page of the last words."""
    day = date_words(paper.day) if paper.day else ""
    if not (paper.office or day):
        return
    _line(file, indent=0).paragraph_format.keep_with_next = True
    for text, free in zip((paper.office, day), signature_indents(paper.office, day), strict=True):
        if text:
            line = _line(file, text, indent=0)
            line.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.keep_with_next = text != day
            parts.indent(line, right=free, size=SIZE)


def _page_numbers(file: Any) -> None:
    """— 1 —, one character from the outer edge."""
    section = file.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        right = side == WD_ALIGN_PARAGRAPH.RIGHT
        parts.indent(paragraph, right=1 if right else 0, left=0 if right else 1, size=PAGE_SIZE)
        _run(paragraph, "— ", SONG, PAGE_SIZE)
        parts.page_field(_run(paragraph, "", SONG, PAGE_SIZE))
        _run(paragraph, " —", SONG, PAGE_SIZE)


def _properties(file: Any, paper: Official) -> None:
    core = file.core_properties
    core.title, core.author, core.comments = paper.title, paper.office, ""
