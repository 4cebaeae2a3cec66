"""Identity numbers and phones: every right one passes, every kind of wrong one says which."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.parties.identity import (
    PROVINCES,
    Fault,
    FaultKind,
    PhoneKind,
    check_id_number,
    check_phone,
    check_uscc,
    id_check_digit,
    uscc_check_character,
)
from jiedao.kernel import clock

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

id_bodies = st.builds(
    lambda province, rest, born, order: f"{province}{rest:04d}{born:%Y%m%d}{order:03d}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(date(1900, 1, 1), date(2024, 12, 31)),
    st.integers(0, 999),
)
uscc_bodies = st.builds(
    lambda authority, kind, province, rest, body: f"{authority}{kind}{province}{rest:04d}{body}",
    st.sampled_from("159N"),
    st.integers(1, 9),
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
)


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@given(id_bodies)
def test_a_right_id_number_passes_however_it_is_typed(body: str) -> None:
    number = body + id_check_digit(body)
    typed = (number.lower(), full_width(number), f" {number[:6]} {number[6:14]}-{number[14:]}\n")
    for text in typed:
        found = check_id_number(text)
        assert found.text == number
        assert found.born == datetime.strptime(body[6:14], "%Y%m%d").date()  # noqa: DTZ007
        assert found.male == (int(body[16]) % 2 == 1)


@given(id_bodies, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body: str, place: int, shift: int) -> None:
    number = body + id_check_digit(body)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Fault):
        check_id_number(wrong)


@given(id_bodies, st.integers(0, 15))
def test_two_neighbours_swapped_never_pass(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped != body:
        with pytest.raises(Fault):
            check_id_number(swapped + id_check_digit(body))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", FaultKind.EMPTY),
        ("110105491231002", FaultKind.LENGTH),
        ("11010519491231002", FaultKind.LENGTH),
        ("1101051949123100AX", FaultKind.CHARACTER),
        ("99010519491231002X", FaultKind.REGION),
        ("11010519490231002X", FaultKind.DATE),
        ("11010518491231002X", FaultKind.DATE),
        ("110105194912310021", FaultKind.CHECK_DIGIT),
    ],
)
def test_each_fault_of_an_id_number_is_named(text: str, kind: FaultKind) -> None:
    with pytest.raises(Fault) as refused:
        check_id_number(text, field="id_number")
    assert refused.value.kind == kind
    assert refused.value.field == "id_number"
    assert refused.value.status == 422


def test_a_birth_tomorrow_is_refused() -> None:
    body = "44030720260302001"
    number = body + id_check_digit(body)
    with clock.at(datetime(2026, 3, 1, 4, tzinfo=UTC)), pytest.raises(Fault):
        check_id_number(number)
    with clock.at(datetime(2026, 3, 1, 17, tzinfo=UTC)):  # already 2 March in Shenzhen
        assert check_id_number(number).born == date(2026, 3, 2)


def test_published_examples_pass() -> None:
    assert check_id_number("11010519491231002x").text == "11010519491231002X"  # GB 11643, annex
    assert check_uscc("91350100m000100y43") == "91350100M000100Y43"


@given(uscc_bodies)
def test_a_right_credit_code_passes_however_it_is_typed(body: str) -> None:
    code = body + uscc_check_character(body)
    assert check_uscc(code.lower()) == check_uscc(full_width(code)) == code


@given(uscc_bodies, st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_never_passes(
    body: str, place: int, shift: int
) -> None:
    code = body + uscc_check_character(body)
    other = USCC_ALPHABET[(USCC_ALPHABET.index(code[place]) + shift) % 31]
    with pytest.raises(Fault):
        check_uscc(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", FaultKind.EMPTY),
        ("91350100M000100Y4", FaultKind.LENGTH),
        ("91350100I000100Y43", FaultKind.CHARACTER),
        ("B1350100M000100Y43", FaultKind.AUTHORITY),
        ("91990100M000100Y43", FaultKind.REGION),
        ("91350100M000100Y44", FaultKind.CHECK_DIGIT),
    ],
)
def test_each_fault_of_a_credit_code_is_named(text: str, kind: FaultKind) -> None:
    with pytest.raises(Fault) as refused:
        check_uscc(text)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("typed", "normal", "kind"),
    [
        ("13800005678", "13800005678", PhoneKind.MOBILE),
        (" +86 138-0000-5678", "13800005678", PhoneKind.MOBILE),
        ("8613800005678", "13800005678", PhoneKind.MOBILE),
        ("008613800005678", "13800005678", PhoneKind.MOBILE),
        ("１３８００００５６７８", "13800005678", PhoneKind.MOBILE),
        ("（0755）2888 0000", "0755-28880000", PhoneKind.LANDLINE),
        ("+86 755 28880000", "0755-28880000", PhoneKind.LANDLINE),
        ("010-88886666", "010-88886666", PhoneKind.LANDLINE),
        ("0755-28880000转801", "0755-28880000-801", PhoneKind.LANDLINE),
        ("0755-28880000-801", "0755-28880000-801", PhoneKind.LANDLINE),
        ("4008001234", "400-800-1234", PhoneKind.SERVICE),
        ("12345", "12345", PhoneKind.SERVICE),
        ("+852 9123 4567", "+85291234567", PhoneKind.ABROAD),
        ("0085291234567", "+85291234567", PhoneKind.ABROAD),
    ],
)
def test_phones_get_their_normal_form(typed: str, normal: str, kind: PhoneKind) -> None:
    phone = check_phone(typed)
    assert (phone.text, phone.kind) == (normal, kind)
    assert check_phone(normal) == phone


def test_a_local_number_takes_the_towns_area_code() -> None:
    assert check_phone("2888 0000", area_code="0755").text == "0755-28880000"
    with pytest.raises(Fault, match="区号"):
        check_phone("28880000")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", FaultKind.EMPTY),
        ("1380000567", FaultKind.LENGTH),
        ("12800005678", FaultKind.FORM),
        ("无", FaultKind.CHARACTER),
        ("010-8888666", FaultKind.FORM),
        ("88", FaultKind.FORM),
    ],
)
def test_wrong_phones_are_refused(typed: str, kind: FaultKind) -> None:
    with pytest.raises(Fault) as refused:
        check_phone(typed)
    assert refused.value.kind == kind


@given(st.text(max_size=40))
def test_any_text_is_either_accepted_or_refused_in_a_sentence(text: str) -> None:
    sentences = []
    for check in (check_phone, check_id_number, check_uscc):
        try:
            check(text)
        except Fault as fault:
            sentences.append(fault.sentence)
    assert all(sentence.endswith("。") for sentence in sentences)
