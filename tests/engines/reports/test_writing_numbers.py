"""Numbers as a report says them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.reports.writing.saying import Form, Rounding, say, say_rank, shown

_BELOW, _ABOVE, _NEAR = Form(Rounding.BELOW), Form(Rounding.ABOVE), Form(Rounding.NEAR)
_MORE = Form(more=True)


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        (9654, "件", Form(), "9654件"),
        (23456, "人次", Form(), "23456人次"),
        (25000, "人次", Form(), "2.5万人次"),
        (25000, "人次", Form(whole=True), "25000人次"),
        (23456, "人次", _BELOW, "2.3万人次"),
        (2.3456, "万人次", Form(), "2.35万人次"),
        (0.1283, "万人次", Form(), "1283人次"),
        (6_934_000, "元", Form(), "693.4万元"),
        (6_934_000, "元", _ABOVE, "700万元"),
        (693.4, "万元", _ABOVE, "700万元"),
        (328.1, "亿元", Form(), "328.1亿元"),
        (3_281_000, "万元", Form(), "328.1亿元"),
        (9999.9999, "万元", Form(), "1亿元"),
        (9999.9999, "元", Form(), "1万元"),
        (166_700, "平方米", Form(), "16.67万平方米"),
        (5.6, "公里", Form(), "5.6公里"),
        (99.7, "%", Form(), "99.7%"),
        (99.7134, "%", Form(), "99.7%"),
        (99.97, "%", Form(), "99.97%"),
        (99.9997, "%", Form(), "99.99%"),
        (0.001, "%", Form(), "0.01%"),
        (100, "%", Form(), "100%"),
        (99.7, "%", _BELOW, "99%"),
        (99.7, "%", _ABOVE, "100%"),
        (9654, "件", _MORE, "9600余件"),
        (14_321, "宗", _MORE, "1.4万余宗"),
        (7_034_000, "元", _MORE, "700余万元"),
        (23, "次", _MORE, "20余次"),
        (23, "家", _BELOW, "20家"),
        (19, "家", _ABOVE, "20家"),
        (9654, "件", _NEAR, "9700件"),
        (0, "起", Form(), "0起"),
        (93_421, "宗", Form(scale="万"), "9.34万宗"),
        (4.5, "倍", Form(), "4.5倍"),
        (0.3, "个百分点", Form(), "0.3个百分点"),
    ],
)
def test_a_number_in_the_style_of_a_report(value: float, unit: str, form: Form, text: str) -> None:
    assert say(value, unit, form) == text


def test_a_place() -> None:
    assert say_rank(1, "全区") == "全区第一"
    assert say_rank(12, "全市") == "全市第十二"


_UNITS = st.sampled_from(["件", "元", "万元", "亿元", "平方米", "万人次", "%", "公里"])
_AMOUNTS = st.decimals(0, 999_999, places=3, allow_nan=False)


def _read(text: str, unit: str) -> Decimal:
    """What a reader takes in: digits, 万 and 亿; in ``unit``."""
    match = re.fullmatch(r"([0-9.]+)(?:余)?([万亿]?)余?(.*)", text)
    assert match is not None, text
    sizes = {"": 1, "万": 10_000, "亿": 100_000_000}
    whole = sizes.get(unit[0], 1)
    assert match[3] == (unit[1:] if whole > 1 else unit)
    return Decimal(match[1]) * sizes[match[2]] / whole


@given(_AMOUNTS, _UNITS, st.sampled_from([Form(), _BELOW, _ABOVE, _NEAR, _MORE]))
def test_what_is_printed_is_read_as_what_was_meant(value: Decimal, unit: str, form: Form) -> None:
    assert _read(say(value, unit, form), unit) == shown(value, unit, form)


@given(_AMOUNTS, _UNITS)
def test_rounding_keeps_its_promise(value: Decimal, unit: str) -> None:
    assert shown(value, unit, _BELOW) <= value
    assert shown(value, unit, _ABOVE) >= value
    assert abs(shown(value, unit, _NEAR) - value) <= value * Decimal("0.06")


@given(st.decimals("0.001", "99.999", places=3))
def test_not_all_is_never_said_to_be_all(value: Decimal) -> None:
    assert 0 < shown(value, "%") < 100
