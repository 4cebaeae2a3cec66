"""Cells made clean: text, codes, numbers, yes and no."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.sheets import cells
from jiedao.foundation.sheets.cells import CellFault, Raw


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (None, ""),
        ("  老坑社区　", "老坑社区"),
        ("-", ""),
        (" — ", ""),
        ("\ufeff编号\u200b", "编号"),
        ("a\x00b\x07c", "abc"),
        ("一\r\n二\r三", "一\n二\n三"),
        (1805, "1805"),
        (1805.0, "1805"),
        (0.5, "0.5"),
        (True, "True"),
        ("Ａ１", "Ａ１"),
    ],
)
def test_text(raw: Raw, clean: str) -> None:
    assert cells.text(raw) == clean


def test_what_counts_as_nothing_is_the_callers_choice() -> None:
    assert cells.text("无", {"", "无"}) == ""
    assert cells.text("-", {""}) == "-"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("Ａ１－ ２", "A1-2"), (12.0, "12"), (" 0101 ", "0101"), ("-", ""), (None, "")],
)
def test_code(raw: Raw, clean: str) -> None:
    assert cells.code(raw) == clean


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("１２", 12.0),
        ("1,234.5", 1234.5),
        (7, 7.0),
        ("-71.0587", -71.0587),
        ("-", None),
        ("", None),
    ],
)
def test_number(raw: Raw, value: float | None) -> None:
    assert cells.number(raw) == value


@pytest.mark.parametrize("raw", ["十二", "1e999", "nan", True, date(2026, 1, 1), time(1), "1.2.3"])
def test_no_number(raw: Raw) -> None:
    with pytest.raises(CellFault) as fault:
        cells.number(raw)
    assert cells.shown(raw) in fault.value.sentence


def test_integer() -> None:
    assert cells.integer("３ ") == 3
    assert cells.integer(3.0) == 3
    assert cells.integer("") is None
    with pytest.raises(CellFault):
        cells.integer("3.5")


@pytest.mark.parametrize(
    ("raw", "value"),
    [("是", True), ("否", False), ("１", True), (0, False), (True, True), ("√", True), ("", None)],
)
def test_flag(raw: Raw, value: bool | None) -> None:
    assert cells.flag(raw) is value


def test_no_flag() -> None:
    with pytest.raises(CellFault):
        cells.flag("也许")


def test_shown_is_short_and_on_one_line() -> None:
    assert cells.shown("一\n 二") == "一 二"
    assert len(cells.shown("长" * 999)) == 200
    assert cells.shown(None) == ""
    assert cells.shown(datetime(2026, 1, 1, tzinfo=UTC)).startswith("2026-01-01")


@given(st.text())
def test_clean_text_stays_as_it_is(value: str) -> None:
    clean = cells.text(value)
    assert cells.text(clean) == clean
    assert cells.half_width(cells.half_width(value)) == cells.half_width(value)
