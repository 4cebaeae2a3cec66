"""Periods: every way to write one, and what lies before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.indicators.periods import Period
from jiedao.kernel.errors import Invalid

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024h1", "2024-01-01", "2024-06-30"),
        ("2024H2", "2024-07-01", "2024-12-31"),
        ("2024Q3", "2024-07-01", "2024-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-01..2024-05", "2024-01-01", "2024-05-31"),
        ("2024-01-15..2024-02-10", "2024-01-15", "2024-02-10"),
    ],
)
def test_a_key_is_a_span_of_days(key: str, start: str, end: str) -> None:
    period = Period.parse(key)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "key", ["", "soon", "2024H3", "2024-13", "2023-02-29", "2023-W53", "99999", "0001", "2024-05..2024-01"]
)  # fmt: skip
def test_what_is_no_period_is_refused_in_a_sentence(key: str) -> None:
    with pytest.raises(Invalid, match=r"时期|期末"):
        Period.parse(key)


@given(DAYS, st.integers(0, 800))
def test_every_period_is_read_back_from_its_key(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days))
    assert Period.parse(period.key) == period
    assert period.title


@pytest.mark.parametrize(
    ("key", "today", "last"),
    [
        ("2026-10", date(2026, 11, 20), "2026-09"),
        ("2026-11", date(2026, 11, 20), "2026-10-01..2026-10-20"),
        ("2026-03", date(2026, 3, 30), "2026-02"),
        ("2026H2", date(2026, 7, 2), "2026-01-01..2026-01-02"),
        ("2026", date(2026, 11, 20), "2025-01-01..2025-11-20"),
        ("2025", date(2026, 11, 20), "2024"),
    ],
)
def test_the_last_one_is_of_the_same_kind(key: str, today: date, last: str) -> None:
    assert Period.parse(key).last(today) == Period.parse(last)


@given(DAYS, st.integers(1, 30))
def test_what_lies_before_touches_and_is_as_long(day: date, months: int) -> None:
    period = Period.of_months(day.year, day.month, months)
    before = period.before()
    assert before.end + timedelta(days=1) == period.start
    assert before.month_count == period.month_count == months
    assert period.year_before().month_count == months


@given(DAYS, st.integers(0, 800))
def test_its_months_cover_it_without_gap(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days))
    months = period.months()
    assert sum(month.days for month in months) == period.days
    assert (months[0].start, months[-1].end) == (period.start, period.end)


def test_words_are_the_offices() -> None:
    assert Period.parse("2024H1").title == "2024年上半年"
    assert Period.parse("2024-01..2024-05").title == "2024年1–5月"
    assert Period.parse("2024Q4").title == "2024年第4季度"
