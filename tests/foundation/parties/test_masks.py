"""What is shown before a reason is given never holds the whole of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.parties.masks import (
    mask_address,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_text,
)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800005678", "138****5678"),
        ("0755-28880000", "0755-****0000"),
        ("0755-28880000-801", "0755-****0000"),
        ("400-800-1234", "400*****1234"),
        ("+85291234567", "+85*****4567"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张阿姨", "张**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳", "欧*"),
        ("John Smith", "J*** S****"),
        ("李", "李*"),
        ("", ""),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_id_numbers_and_addresses() -> None:
    assert mask_id_number("11010519491231002X") == "110***********002X"
    assert mask_id_number("1234") == "****"
    assert mask_address("滨河路12号3栋502") == "滨河路***"
    assert mask_address("幸福里三号楼") == "幸福里***"
    assert mask_address("老榕树旁") == "老榕***"
    assert mask_address("") == ""


def test_numbers_inside_a_text() -> None:
    text = "请联系13800005678或0755-28880000，身份证11010519491231002X，单号C26032200001。"
    assert mask_text(text) == (
        "请联系138****5678或0755-****0000，身份证110***********002X，单号C26032200001。"
    )


@given(st.integers(13_000_000_000, 19_999_999_999).map(str), st.text(max_size=20))
def test_no_mobile_survives_in_a_text(phone: str, around: str) -> None:
    words = "".join(character for character in around if not character.isdigit())
    assert phone not in mask_text(f"{words} {phone} {words}")


@given(st.text(min_size=1, max_size=12))
def test_a_masked_name_is_never_the_name(name: str) -> None:
    if len(name.strip()) > 1 and "*" not in name:
        assert mask_name(name) != name.strip() or name.strip().isascii()
