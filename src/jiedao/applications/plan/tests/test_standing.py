"""The light of a task, held against the calendar."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiedao.applications.plan import names
from jiedao.applications.plan.goals import Goal
from jiedao.applications.plan.options import Comparison
from jiedao.applications.plan.standing import Standing, elapsed, is_overdue, light
from jiedao.kernel.declarations import Tone

FLOW, STOCK, RATE = (
    "work_plan_tasks_completed",
    "major_hazards_open",
    "safety_head_training_coverage",
)
BEGINS, ENDS = date(2024, 7, 1), date(2024, 12, 31)
HALFWAY = date(2024, 10, 1)
"""92 of 184 days have passed."""


def goal(key: str = FLOW, value: str = "20", comparison: Comparison = Comparison.AT_LEAST) -> Goal:
    return Goal(key, comparison, Decimal(value), "项", "2024H2")


def standing(*goals: Goal, **more: Any) -> Standing:
    values: dict[str, Any] = {"state": names.UNDER_WAY, "begins": BEGINS, "ends_on": ENDS,
                              "finished_on": None, "progress": 0, "reported_on": None,
                              "goals": goals} | more  # fmt: skip
    return Standing(**values)


def tone(task: Standing, *actual: float, today: date = HALFWAY) -> Tone:
    known = {one.identity: value for one, value in zip(task.goals, actual, strict=False)}
    return light(task, known, today)


def test_time_passes_from_the_first_day_to_the_last() -> None:
    assert elapsed(BEGINS, ENDS, BEGINS) == 0
    assert elapsed(BEGINS, ENDS, HALFWAY) == 0.5
    assert elapsed(BEGINS, ENDS, date(2025, 3, 1)) == 1
    assert elapsed(BEGINS, None, HALFWAY) == 0


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(20, Tone.GREEN), (10, Tone.GREEN), (8, Tone.GREEN), (7.9, Tone.AMBER), (5, Tone.AMBER),
     (4.9, Tone.RED), (0, Tone.RED)],
)  # fmt: skip
def test_a_count_is_to_grow_as_time_passes(actual: float, expected: Tone) -> None:
    assert tone(standing(goal()), actual) is expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(0, Tone.GREEN), (10, Tone.GREEN), (12, Tone.GREEN), (15, Tone.AMBER), (16, Tone.RED),
     (21, Tone.RED)],
)  # fmt: skip
def test_a_ceiling_is_not_used_up_before_its_time(actual: float, expected: Tone) -> None:
    assert tone(standing(goal(comparison=Comparison.AT_MOST)), actual) is expected


def test_nothing_at_all_stays_nothing() -> None:
    none = standing(goal(value="0", comparison=Comparison.AT_MOST))
    assert tone(none, 0) is Tone.GREEN
    assert tone(none, 1) is Tone.RED


@pytest.mark.parametrize("key", [STOCK, RATE])
def test_a_stock_or_rate_is_reached_or_goes_by_what_was_reported(key: str) -> None:
    wanted = goal(key, "90")
    assert tone(standing(wanted), 95) is Tone.GREEN
    assert tone(standing(wanted, progress=45), 60) is Tone.GREEN
    assert tone(standing(wanted, progress=30), 60) is Tone.AMBER
    assert tone(standing(wanted, progress=10), 60) is Tone.RED


def test_a_task_without_a_number_goes_by_what_was_reported() -> None:
    assert tone(standing(progress=40)) is Tone.GREEN
    assert tone(standing(progress=24)) is Tone.RED
    assert tone(standing(goal(), progress=40)) is Tone.GREEN, "its actual value is not known"


def test_a_report_stands_for_a_month() -> None:
    """30 % were in time when 35 % had passed; after a month without a word the calendar counts."""
    said = {"progress": 30, "reported_on": date(2024, 9, 3)}
    assert tone(standing(**said), today=date(2024, 9, 3)) is Tone.GREEN
    assert tone(standing(**said), today=date(2024, 10, 4)) is Tone.GREEN
    assert tone(standing(**said), today=date(2024, 11, 1)) is Tone.AMBER
    assert tone(standing(**said), today=date(2024, 12, 1)) is Tone.RED


def test_the_target_furthest_behind_decides() -> None:
    other = Goal("gdp", Comparison.AT_LEAST, Decimal(10), "亿元", "2024H2")
    both = standing(goal(), goal(value="20", comparison=Comparison.AT_MOST))
    assert light(both, {goal().identity: 10.0}, HALFWAY) is Tone.GREEN
    assert tone(standing(goal(), other, progress=100), 1) is Tone.RED


def test_what_is_done_in_time_is_not_overdue_while_it_waits() -> None:
    after = date(2025, 1, 6)
    asked = standing(state=names.CLOSING, finished_on=date(2024, 12, 30), progress=100)
    assert not is_overdue(asked, after)
    assert tone(asked, today=after) is Tone.GREEN
    assert tone(standing(state=names.CLOSING, finished_on=after), today=after) is Tone.RED
    assert tone(standing(progress=100), today=after) is Tone.RED
    assert tone(standing(state=names.CLOSED), today=after) is Tone.GREY
    assert tone(standing(state=names.PROPOSED), today=HALFWAY) is Tone.NEUTRAL
    assert tone(standing(state=names.PROPOSED), today=after) is Tone.RED
