"""SQL kept for figures says what compiling anew for the period would."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.engines.indicators.listing import computed_indicators
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.prepared import columns_read, split, statement
from jiedao.engines.indicators.values import asked, opened
from jiedao.kernel.declarations import Indicator
from tests.cast import SmallTown

FIGURES = ("requests_handled", "request_satisfaction_rate", "micro_projects_completed")


@settings(max_examples=12, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.sampled_from(FIGURES))
def test_the_marks_are_filled_in_everywhere(start: date, days: int, key: str) -> None:
    period = Period(start, start + timedelta(days=days))
    question = split(("month", "community_id"), period)
    words = statement(question, [key], period, {"community_id": 3}, "seen")
    assert "2198" not in words
    assert "2199" not in words
    assert "9190" not in words
    assert "__rows__" not in words
    end = period.end
    assert f"MAKE_DATE({end.year}, {end.month}, {end.day})" in words or "TIMESTAMPTZ" in words


@pytest.mark.parametrize("key", ["recycling_sites_check_coverage", "parks_in_upgrade"])
def test_the_first_day_is_filled_in_as_well(key: str) -> None:
    months, day = Period.parse("2024-05..2024-07"), Period.parse("2024-05-01")
    words = statement(split((), months), [key], months, {}, "seen")
    assert "2199" not in words
    assert "MAKE_DATE(2024, 5, 1)" in words
    assert "MAKE_DATE(2024, 7, 31)" in words
    assert "2199" not in statement(split((), day), [key], day, {}, "seen")


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.parametrize("by", [(), ("month", "community_id")])
def test_both_ways_ask_the_same(town: SmallTown, by: tuple[str, ...]) -> None:
    wanted = [one for one in computed_indicators() if one.date_field][:20]
    period = Period.parse("2026")
    with opened(town.id) as tables:
        for one in wanted:
            kept = tables.computed([one], period, by, {})
            anew = asked(tables, [one], period, by, {})
            # DuckDB gives a month as a moment; Ibis makes a date of it.
            assert kept.cast(anew.schema).equals(anew), one.key


def test_only_what_a_formula_reads_is_read() -> None:
    by_key = {one.key: one for one in computed_indicators()}
    one: Indicator = by_key["request_satisfaction_rate"]
    assert columns_read(one) == {"satisfaction", "closed_at"}
