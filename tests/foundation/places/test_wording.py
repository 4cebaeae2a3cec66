"""How house numbers, blocks and addresses are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places.wording import (
    HOUSE,
    block_key,
    house_of,
    normal,
    number,
    split_address,
    split_block,
)

DIGITS = "零一二三四五六七八九"


def spoken(value: int) -> str:
    """The usual Chinese reading of 1..999."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and not tens and ones:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    return text + (DIGITS[ones] if ones else "")


@given(st.integers(1, 999))
def test_chinese_numerals(value: int) -> None:
    assert number(spoken(value)) == number(str(value)) == value
    assert block_key(spoken(value)) == str(value)


@given(st.text())
def test_the_normal_form_keeps_positions(text: str) -> None:
    assert len(normal(text)) == len(text)
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("88号", (88, 0)),
        ("８８号", (88, 0)),
        ("88-2号", (88, 2)),
        ("88号之2", (88, 2)),
        ("88号-2", (88, 2)),
        ("八十八号", (88, 0)),
        ("88#", (88, 0)),
        ("88，旁边", (88, 0)),
        (" 88 号", (88, 0)),
    ],
)
def test_house_numbers(text: str, house: tuple[int, int]) -> None:
    found = HOUSE.match(normal(text))
    assert found is not None
    assert house_of(found) == house


@pytest.mark.parametrize("text", ["88路", "88米", "1号线", "3栋", "2单元", "5楼", "号", "88号楼"])
def test_what_is_no_house_number(text: str) -> None:
    assert HOUSE.match(normal(text)) is None


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("建设路88号", ("建设路", (88, 0))),
        ("广东省深圳市坪山区坪山街道六和社区建设路８８－２号3栋", ("建设路", (88, 2))),
        ("幸福小区88号", ("幸福小区", (88, 0))),
        ("东纵路 88 号", ("东纵路", (88, 0))),
        ("XX大道1001号A座", ("xx大道", (1001, 0))),
        ("建设路", None),
        ("", None),
    ],
)
def test_addresses(address: str, parts: object) -> None:
    assert split_address(address) == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("幸福小区三栋", ("幸福小区", "3")),
        ("幸福小区12号楼", ("幸福小区", "12")),
        ("创业大厦A座", ("创业大厦", "a")),
        ("二十一世纪家园二十一幢", ("二十一世纪家园", "21")),
        ("创业大厦", None),
        ("3栋", None),
    ],
)
def test_blocks(name: str, parts: object) -> None:
    assert split_block(normal(name)) == parts
