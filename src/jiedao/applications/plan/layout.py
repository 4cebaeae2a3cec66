"""A page of an official document as docx, laid out after GB/T 9704-2012.

A4, margins 37, 35, 28 and 26 mm; title 2号 小标宋 centred; body 3号 仿宋 with a fixed line of
28.95 pt, indented by two characters; page numbers 4号 宋体 between dashes.
"""

import io
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document as Pages
    from docx.text.paragraph import Paragraph

BODY, TITLE, MARK = "仿宋_GB2312", "方正小标宋简体", "宋体"
_BODY_PT, _TITLE_PT, _MARK_PT, _PAGE_PT = 16, 22, 36, 14
_LINE_PT: Final = 28.95
_MARGINS_MM: Final = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_RED: Final = (0xC0, 0x00, 0x00)


class Sheet:
    """A document under way; ``octets`` is the file."""

    def __init__(self) -> None:
        # Imported where a letter is written: a start need not wait for it.
        from docx import Document
        from docx.shared import Mm

        self.document: Pages = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, width in _MARGINS_MM.items():
            setattr(section, f"{side}_margin", Mm(width))
        self._number_pages(section.footer.paragraphs[0])

    def mark(self, text: str) -> None:
        """Who issues it, in red."""
        from docx.shared import RGBColor

        run = self._written(text, TITLE, _MARK_PT, "center")
        run.font.color.rgb = RGBColor(*_RED)

    def heading(self, text: str) -> None:
        """What it is about."""
        self._written(text, TITLE, _TITLE_PT, "center")

    def line(self, text: str = "", align: str = "left") -> None:
        """A line without indent: its number, whom it is for, who signs, the date."""
        self._written(text, BODY, _BODY_PT, align)

    def paragraph(self, text: str) -> None:
        """A paragraph of the body."""
        run = self._written(text, BODY, _BODY_PT, "both")
        from docx.shared import Pt

        run._parent.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)

    def octets(self) -> bytes:
        """The file."""
        body = io.BytesIO()
        self.document.save(body)
        return body.getvalue()

    def _written(self, text: str, font: str, size: int, align: str) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        places = {"left": "LEFT", "center": "CENTER", "right": "RIGHT", "both": "JUSTIFY"}
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, places[align])
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        if size <= _TITLE_PT:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE_PT)
        return _run(paragraph, text, font, size)

    def _number_pages(self, paragraph: "Paragraph") -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, "— ", MARK, _PAGE_PT)
        run = _run(paragraph, "", MARK, _PAGE_PT)
        for sort, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if sort else "w:instrText")
            if sort:
                element.set(qn("w:fldCharType"), sort)
            else:
                element.text = text
            run._r.append(element)
        _run(paragraph, " —", MARK, _PAGE_PT)


def _run(paragraph: "Paragraph", text: str, font: str, size: int) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    # Word takes Chinese characters from a font of their own.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run
