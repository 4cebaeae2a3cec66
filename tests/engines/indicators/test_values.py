"""Values of figures: against the same worked out in plain Python, and at the edges of periods."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, evaluate
from jiedao.kernel.errors import Invalid
from jiedao.kernel.formulas import Formula, count, distinct, mean, percentile, rate, total
from tests.engines.indicators.tables import MadeUp, indicator, row

YEAR = Period.parse("2024")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["open", "done", None]),
            "community_id": st.sampled_from([1, 2, None]),
            "day": st.dates(date(2023, 11, 1), date(2025, 2, 1)),
            "amount": st.none() | st.decimals(-1000, 1000, places=2),
            "flag": st.booleans() | st.none(),
        }
    ),
    max_size=30,
)


def made(rows: list[dict[str, Any]]) -> MadeUp:
    return MadeUp([row(number, **values) for number, values in enumerate(rows)])


def value(rows: MadeUp, formula: Formula, period: Period = YEAR, **more: Any) -> Value:
    one = indicator(formula, **more)
    return evaluate(rows, [one], period)["made"].get((), Value(None))


@pytest.mark.slow
@pytest.mark.both
@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_every_measure_is_what_plain_python_finds(rows: list[dict[str, Any]]) -> None:
    tables = made(rows)
    within = [one for one in tables.rows if one["day"].year == 2024]
    done = [one for one in within if one["state"] == "done"]
    amounts = [one["amount"] for one in done if one["amount"] is not None]

    assert value(tables, count()).value == len(within)
    assert value(tables, count(lambda t: t.state == "done")).value == len(done)
    summed = value(tables, total(lambda t: t.amount, lambda t: t.state == "done", scale=2))
    assert summed.value == pytest.approx(float(sum(amounts, Decimal(0))) * 2)
    assert summed.records == len(amounts)
    assert value(tables, distinct(lambda t: t.community_id)).value == len(
        {one["community_id"] for one in within} - {None}
    )
    average = value(tables, mean(lambda t: t.amount, lambda t: t.state == "done")).value
    assert average == (pytest.approx(float(sum(amounts)) / len(amounts)) if amounts else None)


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_a_rate_is_its_numerator_over_its_denominator(rows: list[dict[str, Any]]) -> None:
    tables = made(rows)
    known = [o for o in tables.rows if o["day"].year == 2024 and o["state"] is not None]
    flagged = [one for one in known if one["flag"]]
    found = value(tables, rate(lambda t: t.flag, lambda t: t.state.notnull()))
    assert (found.numerator, found.denominator) == (len(flagged), len(known))
    assert found.records == len(known)
    assert found.value == (pytest.approx(100 * len(flagged) / len(known)) if known else None)


@pytest.mark.slow
@pytest.mark.both
@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_the_parts_of_a_split_make_up_the_whole(rows: list[dict[str, Any]]) -> None:
    tables, one = made(rows), indicator(count())
    whole = evaluate(tables, [one], YEAR)["made"].get((), Value(0))
    parts = evaluate(tables, [one], YEAR, by=("month", "community_id"))["made"]
    assert sum(part.value or 0 for part in parts.values()) == (whole.value or 0)
    assert all(group[0].day == 1 for group in parts)


def test_a_median_lies_between_the_middle_ones() -> None:
    tables = made([{"amount": Decimal(n)} for n in (1, 2, 10, 20)])
    assert value(tables, percentile(lambda t: t.amount, 0.5)).value == 6


@pytest.mark.parametrize(
    ("closed", "counted"),
    [
        ("2024-01-01T00:00:00", 1),
        ("2023-12-31T23:59:59", 0),
        ("2024-12-31T23:59:59", 1),
        ("2025-01-01T00:00:00", 0),
    ],
)
def test_a_moment_is_counted_on_the_day_of_the_towns_time(closed: str, counted: int) -> None:
    tables = made([{"closed_at": datetime.fromisoformat(closed)}])
    assert value(tables, count(), date_field="closed_at").value == counted


def test_a_stock_counts_whatever_its_date_and_knows_the_period() -> None:
    tables = made([{"day": date(2019, 5, 1)}, {"day": date(2024, 5, 1)}])
    assert value(tables, count(), date_field="").value == 2
    this_year = count(lambda t: t.day.year() == t.as_of.year())
    assert value(tables, this_year, date_field="").value == 1
    within = count(lambda t: t.day.between(t.since, t.as_of))
    months = ("2024", "2024-05..2024-06", "2024-06..2024-07")
    found = [value(tables, within, Period.parse(one), date_field="").value for one in months]
    assert found == [1, 1, 0]


def test_filters_narrow_and_only_known_dimensions_do() -> None:
    tables = made([{"sort": "a"}, {"sort": "b", "community_id": 2}, {"sort": "b"}])
    one = indicator(count(), dimensions=("sort",))
    asked = evaluate(tables, [one], YEAR, filters={"sort": "b", "community_id": "1"})
    assert asked["made"][()].value == 1
    several = evaluate(tables, [one], YEAR, filters={"sort": ["a", "b"]})
    assert several["made"][()].value == 3
    with pytest.raises(Invalid, match="不能按"):
        evaluate(tables, [one], YEAR, filters={"amount": "1"})


def test_nothing_counted_is_zero_and_nothing_to_divide_by_is_none() -> None:
    tables = made([])
    assert value(tables, count()).value == 0
    assert value(tables, total(lambda t: t.amount)).value == 0
    assert value(tables, rate(lambda t: t.flag)).value is None
    assert value(tables, mean(lambda t: t.amount)).value is None
