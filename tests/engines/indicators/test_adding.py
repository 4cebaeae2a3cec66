"""What is added up from days is what would be asked of the whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.engines.indicators.adding import Days, adds_up, made_of
from jiedao.engines.indicators.compiling import MONTH
from jiedao.engines.indicators.days import DAY, steady_offset
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, evaluate
from jiedao.kernel.formulas import count, distinct, mean, percentile, rate, total
from tests.engines.indicators.tables import MadeUp, indicator, row

BOTH = Period.parse("2023..2024")
FORMULAS = {
    "count": count(lambda t: t.flag),
    "total": total(lambda t: t.amount),
    "mean": mean(lambda t: t.amount),
    "rate": rate(lambda t: t.flag, lambda t: t.sort == "a"),
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.dates(BOTH.start, BOTH.end),
            "community_id": st.sampled_from([1, 2, None]),
            "flag": st.booleans(),
            "amount": st.one_of(st.none(), st.decimals(-1000, 1000, places=2)),
            "sort": st.sampled_from(["a", "b"]),
        }
    ),
    max_size=12,
)


def days_of(tables: MadeUp, one: Any, by: str) -> Days:
    return made_of(one, tables.aggregated([one], BOTH, (DAY, by), {}), by)


@settings(max_examples=15, deadline=None)
@given(ROWS, st.sampled_from(sorted(FORMULAS)), st.dates(BOTH.start, BOTH.end), st.integers(0, 300))
def test_added_up_it_is_what_is_asked(
    given_rows: list[dict[str, Any]], name: str, start: date, length: int
) -> None:
    tables = MadeUp([row(number, **one) for number, one in enumerate(given_rows)])
    one = indicator(FORMULAS[name])
    assert adds_up(one)
    period = Period(start, min(start + timedelta(days=length), BOTH.end))
    days = days_of(tables, one, "community_id")
    for by in ((), (MONTH,), ("community_id",)):
        wanted = evaluate(tables, [one], period, by=by)[one.key]
        found = days.values(period, *by)
        assert found.keys() == wanted.keys()
        for group, value in wanted.items():
            assert close(found[group], value)


def close(one: Value, other: Value) -> bool:
    return all(
        a == b or (a is not None and b is not None and a == pytest.approx(b))
        for a, b in (
            (one.value, other.value),
            (one.numerator, other.numerator),
            (one.denominator, other.denominator),
            (one.records, other.records),
        )
    )


def test_what_does_not_add_up_is_asked_each_time() -> None:
    assert not adds_up(indicator(distinct(lambda t: t.sort)))
    assert not adds_up(indicator(percentile(lambda t: t.amount, 0.5)))
    assert not adds_up(indicator(count(), date_field=""))


def test_the_towns_clock_was_changed_in_summer_once() -> None:
    assert steady_offset(Period.parse("2026")) == 8 * 3600
    assert steady_offset(Period.parse("1988")) is None
