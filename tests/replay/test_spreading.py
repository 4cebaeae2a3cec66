"""Handing out: whatever is handed out comes to exactly what was asked for."""

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.config.replay.spreading import allot, days_between, split, spread_over
from jiedao.kernel.errors import Invalid


@given(
    st.integers(1, 300),
    st.integers(0, 10**7),
    st.sampled_from(["1", "0.01", "100"]),
    st.integers(0, 3),
    st.floats(0, 1),
    st.integers(),
)
def test_a_total_is_split_exactly_whatever_the_parts(
    count: int, units: int, step: str, least: int, spread: float, seed: int
) -> None:
    unit = Decimal(step)
    total, floor = unit * units + unit * least * count, unit * least
    parts = split(total, count, random.Random(seed), step=unit, spread=spread, least=floor)
    assert sum(parts) == total
    assert len(parts) == count
    assert all(part >= floor and part % unit == 0 for part in parts)


def test_parts_are_unequal_and_near_their_average() -> None:
    parts = split(Decimal(23_120), 2045, random.Random(1), least=Decimal(1))
    assert len(set(parts)) > 5
    assert max(parts) < 3 * 23_120 / 2045


@pytest.mark.parametrize(
    ("total", "count", "least"), [("10.5", 3, "0"), ("2", 3, "1"), ("5", 0, "0")]
)
def test_a_total_that_cannot_be_split_is_refused(total: str, count: int, least: str) -> None:
    with pytest.raises(Invalid):
        split(Decimal(total), count, random.Random(1), least=Decimal(least))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8))
def test_shares_that_are_numbers_are_kept_as_they_are(numbers: list[int]) -> None:
    wanted = {f"v{n}": float(number) for n, number in enumerate(numbers)}
    total = sum(numbers)
    if not total:
        with pytest.raises(Invalid):
            allot(wanted, 5)
        return
    found = allot(wanted, total)
    assert {key: float(found.count(key)) for key in wanted} == wanted


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=6), st.integers(0, 200))
def test_shares_lie_less_than_one_off_their_due(shares: list[float], count: int) -> None:
    wanted = {str(n): share for n, share in enumerate(shares)}
    found = allot(wanted, count)
    assert len(found) == count
    for key, share in wanted.items():
        assert abs(found.count(key) - count * share / sum(shares)) < 1 + 1e-6


def test_days_are_spread_evenly_and_in_order() -> None:
    days = days_between(date(2024, 1, 1), date(2024, 6, 30))
    found = spread_over(days, 364, random.Random(2))
    assert found == sorted(found)
    assert {found.count(day) for day in days} <= {1, 2, 3}
