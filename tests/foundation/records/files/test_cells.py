"""What offices write in cells, and what it means."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiedao.foundation.records.files import amounts, cells
from jiedao.foundation.sheets.cells import CellFault
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.titles import Title

YUAN, MYRIAD = Title("元", "yuan"), Title("万元", "10,000 yuan")
AREA, NONE = Title("平方米", "m²"), Title("", "")


@pytest.mark.parametrize(
    "raw",
    ["2024-3-5", "2024/03/05", "2024.3.5", "2024年3月5日", "20240305", 20240305, 45356, "45356",
     "２０２４年３月５日", date(2024, 3, 5), datetime(2024, 3, 5, tzinfo=TOWN_ZONE), "2024-03-05 00:00:00"],
)  # fmt: skip
def test_a_date_in_many_styles(raw: Any) -> None:
    assert cells.day(raw) == date(2024, 3, 5)


def test_days_and_months_are_not_guessed() -> None:
    assert cells.day("25/3/2024") == cells.day("3/25/2024") == date(2024, 3, 25)
    assert cells.day("5/5/2024") == date(2024, 5, 5)
    with pytest.raises(CellFault, match="2024-05-03 或 2024-03-05"):
        cells.day("5/3/2024")
    with pytest.raises(CellFault):
        cells.day("31/31/2024")


@given(some.dates(date(1927, 6, 1), date(2099, 12, 31)))
def test_every_style_of_every_day(day: date) -> None:
    styles = (f"{day.year}-{day.month}-{day.day}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}",
              f"{day.year}年{day.month}月{day.day}日", (day - date(1899, 12, 30)).days)  # fmt: skip
    assert {cells.day(style) for style in styles} == {day}


@pytest.mark.parametrize(
    ("raw", "unit", "column", "value"),
    [
        ("1,200.5 万元", YUAN, "", "12005000"),
        ("1,200.5万元", MYRIAD, "", "1200.5"),
        ("￥３，０００", YUAN, "", "3000"),
        ("12亿", YUAN, "", "1200000000"),
        ("3万", MYRIAD, "", "3"),
        ("3万", NONE, "", "30000"),
        (0.29, YUAN, "万元", "2900"),
        ("5000元", MYRIAD, "", "0.5"),
        ("2.5公顷", AREA, "", "25000"),
        ("1e3", NONE, "", "1000"),
        ("—", YUAN, "", None),
        (None, YUAN, "", None),
    ],
)
def test_amounts(raw: Any, unit: Title, column: str, value: str | None) -> None:
    assert amounts.amount(raw, unit, column) == (Decimal(value) if value else None)


@pytest.mark.parametrize("raw", ["十二", "12吨", "1.2.3", "约12", True, "nan"])
def test_no_amounts(raw: Any) -> None:
    with pytest.raises(CellFault):
        amounts.amount(raw, YUAN)


@given(some.decimals(-(10**9), 10**9, places=2), some.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_is_the_same_in_every_unit(value: Decimal, unit: str) -> None:
    by = amounts.ratio(unit, YUAN)
    assert by is not None
    assert amounts.amount(f"{value / by:f}{unit}", YUAN) == value


@given(some.floats(-180, 180), some.floats(-90, 90))
def test_points_in_one_cell_and_in_two(lon: float, lat: float) -> None:
    if abs(lon) > 90 or abs(lat) <= 90:
        assert cells.point(f"{lon!r}，{lat!r}") == cells.point_of(lon, repr(lat)) == (lon, lat)


def test_points_of_other_sorts() -> None:
    assert cells.point("东经114.305，北纬22.705") == (114.305, 22.705)
    assert cells.point("") is cells.point_of(None, "") is None
    with pytest.raises(CellFault, match="先写经度"):
        cells.point("22.705,114.305")
    for raw in ("这里", "114.305", "200,22", "1,2,3"):
        with pytest.raises(CellFault):
            cells.point(raw)
    with pytest.raises(CellFault):
        cells.point_of(114.3, None)


@given(some.text() | some.integers() | some.floats() | some.booleans() | some.none())
def test_no_cell_breaks_a_reader(raw: Any) -> None:
    """Whatever stands in a cell gives a value or a sentence."""
    for read in (cells.words, cells.day, cells.moment, cells.point, cells.lines):
        with suppress(CellFault):
            read(raw)
    with suppress(CellFault):
        amounts.amount(raw, YUAN)
