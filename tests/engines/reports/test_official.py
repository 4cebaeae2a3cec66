"""Word files hold to GB/T 9704-2012: measures, faces, page numbers, signature, dates."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jiedao.engines.reports.writing import fonts
from jiedao.engines.reports.writing.official import (
    Block,
    Official,
    Words,
    signature_indents,
    title_lines,
    to_docx,
)

REPORT = Official(
    "小城街道2024年工作总结和2025年工作计划",
    [
        Block.of("一、总结", 1), Block.of("（一）民生", 2), Block.of("1.诉求", 3),
        Block.of("（1）办理", 4), Block((Words("民生诉求有效解决。", strong=True), Words("办理9654件。"))),
    ],
    "小城街道办事处",
    date(2025, 1, 6),
)  # fmt: skip


def opened(paper: Official) -> Any:
    return Document(BytesIO(to_docx(paper)))


def line(file: Any, text: str) -> Any:
    return next(one for one in file.paragraphs if one.text == text)


def face(paragraph: Any, run: int = 0) -> str:
    return str(paragraph.runs[run]._element.rPr.rFonts.get(qn("w:eastAsia")))


def test_the_page() -> None:
    (section,) = opened(REPORT).sections
    size = (section.page_width, section.page_height)
    # Word keeps twentieths of a point.
    assert [round(side / Mm(1)) for side in size] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(grid.get(qn("w:linePitch"))) == 579
    height = (297 - 37 - 35) * 72 / 25.4
    assert height // (579 / 20) == 22
    pitch = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 156 * 72 / 25.4 / pitch == pytest.approx(28, abs=0.01)


def test_a_line_takes_28_characters_whatever_writes_it() -> None:
    style = opened(REPORT).styles["Normal"].element
    assert style.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    pitch = 16 + int(style.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 156 * 72 / 25.4 // pitch == 28


def test_faces_and_sizes_by_level() -> None:
    file = opened(REPORT)
    faces = [face(line(file, text)) for text in ("一、总结", "（一）民生", "1.诉求", "（1）办理")]
    assert faces == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    body = line(file, "民生诉求有效解决。办理9654件。")
    assert (face(body), face(body, 1)) == ("仿宋_GB2312", "仿宋_GB2312")
    assert [run.font.bold for run in body.runs] == [True, None]
    assert body.runs[1].font.size == Pt(16)
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    title = line(file, "小城街道2024年工作总结")
    assert (face(title), title.runs[0].font.size) == ("方正小标宋简体", Pt(22))
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_page_numbers_stand_outside() -> None:
    file = opened(REPORT)
    assert file.settings.odd_and_even_pages_header_footer
    (section,) = file.sections
    odd, even = (footer.paragraphs[0] for footer in (section.footer, section.even_page_footer))
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for footer in (odd, even):
        assert footer.text == "— 1 —"
        assert (face(footer), footer.runs[0].font.size) == ("宋体", Pt(14))
        assert footer._p.xpath(".//w:instrText")[0].text == "PAGE"


def test_the_date_has_no_zeros_and_begins_two_characters_after_the_office() -> None:
    file = opened(REPORT)
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[-3:] == ["", "小城街道办事处", "2025年1月6日"]
    assert signature_indents("小城街道办事处指挥中心", "2025年1月6日") == (2.0, 5.0)
    # A date that is longer than the office ends two characters before the edge.
    office, day = signature_indents("办公室", "2024年12月31日")
    assert (office, day) == (8.0, 2.0)
    assert (office + 3) - (day + 7) == 2


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于加快办理的函", ["关于加快办理的函"]),
        ("小城街道2024年工作总结和2025年工作计划", ["小城街道2024年工作总结", "和2025年工作计划"]),
    ],
)
def test_a_long_title_breaks_where_its_sense_allows(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_a_letter() -> None:
    paper = Official(
        "关于办理的督办函", [Block.of("请办结。")], "小城街道办事处", date(2026, 11, 28),
        head="小城街道办事处", number="小街督〔2026〕3号", addressee="城市管理科",
        attachments=("清单", "指引"), contact="联系人：唐督查",
    )  # fmt: skip
    texts = [paragraph.text for paragraph in opened(paper).paragraphs if paragraph.text]
    assert texts == [
        "小城街道办事处", "小街督〔2026〕3号", "关于办理的督办函", "城市管理科：", "请办结。",
        "附件：1. 清单", "2. 指引", "小城街道办事处", "2026年11月28日", "（联系人：唐督查）",
    ]  # fmt: skip


def test_faces_that_are_not_installed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    here = frozenset({"SimHei", "仿宋_GB2312", "SimSun"})
    monkeypatch.setattr(fonts, "installed", lambda: here)
    assert [one.name for one in fonts.lacking()] == ["方正小标宋简体", "楷体_GB2312"]
    monkeypatch.setattr(fonts, "installed", lambda: None)
    assert fonts.lacking() == ()
    assert "FangSong" in fonts.BODY.instead
