"""The yearly notice as lines of text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.workdays.notices import Rule, parse
from jiedao.kernel.errors import Invalid


def test_spans_and_single_days() -> None:
    rules = parse("2027-02-05 至 2027-02-07 放假 春节\n\n2027年1月30日 上班 春节调休\n2027/5/1休")
    assert rules == [
        Rule(date(2027, 2, 5), False, "春节"),
        Rule(date(2027, 2, 6), False, "春节"),
        Rule(date(2027, 2, 7), False, "春节"),
        Rule(date(2027, 1, 30), True, "春节调休"),
        Rule(date(2027, 5, 1), False, ""),
    ]


@pytest.mark.parametrize(
    "line",
    ["春节放假", "2027-02-30 放假", "2027-02-05", "2027-02-07 至 2027-02-05 放假",
     "2027-01-01 至 2027-12-31 放假", "1900-01-01 放假", "2027-02-05 至 2027-13-05 放假"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(Invalid, match="第 2 行") as refusal:
        parse(f"2027-01-01 放假\n{line}")
    assert refusal.value.field == "notice"


@given(st.text(max_size=60))
def test_any_text_is_rules_or_a_refusal(text: str) -> None:
    try:
        rules = parse(text)
    except Invalid:
        return
    assert all(rule.date.year >= 1992 for rule in rules)
