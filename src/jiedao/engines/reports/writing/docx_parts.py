"""What python-docx has no words for: East Asian fonts, the grid, indents in characters."""

import math
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from jiedao.engines.reports.writing.fonts import FACES, SONG, Face

_TWIPS: Final = 20
_CHAR_SPACE: Final = 4096
LATIN: Final = "Times New Roman"


def set_faces(properties: Any, face: Face) -> None:
    """The face of Chinese text; digits and letters take Times New Roman, in 宋体 their own."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    latin = face.name if face is SONG else LATIN
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", face.name)):
        fonts.set(qn(f"w:{name}"), value)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    # Quotation marks and dashes are Chinese characters here.
    fonts.set(qn("w:hint"), "eastAsia")


def set_language(properties: Any) -> None:
    """The text is Chinese: line breaking and quotation marks follow."""
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def set_grid(section: Any, *, line: float, character: float) -> None:
    """The grid of lines and characters: points from line to line, and points that a character
    is given beyond its size (less than none where it is narrowed)."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(line * _TWIPS)))
    grid.set(qn("w:charSpace"), str(round(character * _CHAR_SPACE)))


def keep_measures(properties: Any) -> None:
    """Paragraphs that keep their own measures, not those of the grid, and put no space between
    figures and Chinese characters."""
    spacing = properties.find(qn("w:spacing"))
    for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), "0")
        properties.append(element) if spacing is None else spacing.addprevious(element)


def set_spacing(properties: Any, points: float) -> None:
    """Points between characters, rounded so that no line takes one less."""
    element = OxmlElement("w:spacing")
    element.set(qn("w:val"), str(math.floor(points * _TWIPS)))
    size = properties.find(qn("w:sz"))
    properties.append(element) if size is None else size.addprevious(element)


def indent(
    paragraph: Any, *, first: float = 0, left: float = 0, right: float = 0, size: float
) -> None:
    """Indents in characters of ``size``; the twips beside them are for who counts no characters."""
    properties = paragraph._p.get_or_add_pPr()
    element = properties.get_or_add_ind()
    for name, amount in (("firstLine", first), ("left", left), ("right", right)):
        if amount:
            element.set(qn(f"w:{name}Chars"), str(round(amount * 100)))
            element.set(qn(f"w:{name}"), str(round(amount * size * _TWIPS)))


def outline(paragraph: Any, level: int) -> None:
    """The heading's place in the navigation pane."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level))
    properties = paragraph._p.get_or_add_pPr()
    after = properties.find(qn("w:rPr"))
    properties.append(element) if after is None else after.addprevious(element)


def rule_below(paragraph: Any, colour: str) -> None:
    """A line of 1.5 points under a paragraph."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", colour)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    properties.append(borders) if spacing is None else spacing.addprevious(borders)


def repeat_head(row: Any) -> None:
    """The row stands at the top of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def page_field(run: Any) -> None:
    """The number of the page."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:t" if kind else "w:instrText")
            element.text = text
        run._element.append(element)


def name_fonts(file: Any) -> None:
    """Say in the font table what may stand in for each face where it is missing."""
    for part in file.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _font_table()


def _font_table() -> bytes:
    lines = "".join(
        f'<w:font w:name="{face.name}"><w:altName w:val="{",".join((*face.others, *face.instead))}"/>'
        f'<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for face in FACES
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'{lines}<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
        "</w:fonts>"
    ).encode()
