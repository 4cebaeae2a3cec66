"""Growth, shares, ranks, and units: what is said of a figure beside another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.indicators.comparing import change, comparable, published, ranks, share
from jiedao.engines.indicators.units import difference, in_base
from jiedao.engines.indicators.values import Value
from jiedao.kernel.formulas import count
from tests.engines.indicators.tables import indicator

NUMBERS = st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-3)


@given(NUMBERS, st.floats(-99, 500))
def test_growth_leads_back_to_the_later_value(before: float, per_cent: float) -> None:
    now = before + abs(before) * per_cent / 100
    found = change(indicator(count()), Value(now), Value(before))
    assert found is not None
    assert found.amount == pytest.approx(per_cent, abs=1e-6)


def test_a_rate_changes_by_points_and_nothing_grows_from_zero() -> None:
    from dataclasses import replace

    percent = replace(indicator(count()), unit="%")
    found = change(percent, Value(99.7), Value(98.2))
    assert found is not None
    assert found.points
    assert found.amount == pytest.approx(1.5)
    assert change(indicator(count()), Value(5.0), Value(0.0)) is None
    assert change(indicator(count()), Value(None), Value(1.0)) is None


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 5)), st.sampled_from([-1, 0, 1]))
def test_the_best_is_first_and_equals_share_a_place(values: dict[int, int], way: int) -> None:
    places = ranks({key: Value(float(value)) for key, value in values.items()}, way)
    for key, value in values.items():
        better = [o for o in values.values() if (o < value if way < 0 else o > value)]
        assert places[key] == 1 + len(better)


def test_a_fall_is_published_as_positive_and_a_rank_among_years() -> None:
    deaths = indicator(count(), direction=-1, compare="growth")
    assert published(deaths, Value(8.0), [Value(10.0)]) == pytest.approx(20)
    assert published(deaths, Value(8.0), []) is None
    best = indicator(count(), direction=-1, compare="rank")
    years = [Value(3.0, records=3), Value(0.0, records=1)]
    assert published(best, Value(1.0), years) == 2
    assert published(best, Value(1.0), years[:1]) is None
    assert published(indicator(count()), Value(4.0), [Value(1.0)]) == 4


def test_a_year_of_which_few_records_are_kept_is_not_compared_with() -> None:
    assert comparable(Value(100.0, records=100), Value(10.0, records=10))
    assert not comparable(Value(100.0, records=100), Value(9.0, records=9))
    assert not comparable(Value(0.0), Value(None))


def test_shares_are_of_what_adds_up() -> None:
    assert share(Value(25.0), Value(100.0)) == 25
    assert share(Value(99.0, 99, 100), Value(98.0, 98, 100)) is None
    assert share(Value(1.0), Value(0.0)) is None


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [(9.3, "万宗", (93000, "n")), (32.7, "公顷", (327000, "m2")), (1.2, "亿元", (1.2e8, "CNY")),
     (12, "个百分点", (12, "pp")), (99.7, "%", (99.7, "%")), (3, "公里", (3000, "m")),
     (5, "件", (5, "n")), (2.3, "万人次", (23000, "n"))],
)  # fmt: skip
def test_units_come_to_their_base(value: float, unit: str, base: tuple[float, str]) -> None:
    number, found = in_base(value, unit)
    assert found == base[1]
    assert number == pytest.approx(base[0])


def test_a_difference_is_told_in_the_figures_own_unit() -> None:
    assert difference(9.3, "万宗", 93500, "件") == pytest.approx(0.05)
    assert difference(5, "件", 5, "公顷") is None
