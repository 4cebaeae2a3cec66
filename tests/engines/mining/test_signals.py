"""Early signals: what chance brings is not told, what it does not bring is."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.mining.matters.chance import clumping, unusual

WINDOWS = 8
RATE = 0.05
DAYS = 150
Counts = tuple[dict[int, int], dict[int, list[int]]]


def noise(draw: np.random.Generator, cells: int, mean: float, clumps: float = 0.0) -> Counts:
    """A day on which nothing is unusual; cells have means of their own around ``mean``.
    ``clumps``: variance over squared mean beyond Poisson's."""
    rates = np.repeat(draw.gamma(2, mean / 2, (cells, 1)), WINDOWS + 1, axis=1)
    if clumps:
        rates = rates * draw.gamma(1 / clumps, clumps, rates.shape)
    counts = draw.poisson(rates)
    return (
        {at: int(row[-1]) for at, row in enumerate(counts)},
        {at: row[:-1].tolist() for at, row in enumerate(counts)},
    )


def false_alarms(cells: int, mean: float, clumps: float) -> float:
    """Of many days of noise the share on which something is told."""
    draw = np.random.default_rng(7)
    days = [noise(draw, cells, mean, clumps) for _ in range(DAYS)]
    return sum(bool(unusual(*day, RATE)) for day in days) / DAYS


CHANCE = 2 * (RATE * (1 - RATE) / DAYS) ** 0.5
"""How far the share of so many days may lie above the rate by chance."""


@pytest.mark.parametrize(("cells", "mean"), [(200, 0.1), (200, 1.0), (60, 5.0)])
def test_on_noise_days_with_a_false_alarm_stay_below_the_rate(cells: int, mean: float) -> None:
    assert false_alarms(cells, mean, 0) <= RATE + CHANCE


@pytest.mark.parametrize(("cells", "mean"), [(60, 1.0), (60, 4.0)])
def test_reports_that_come_in_clumps_are_no_false_alarm(cells: int, mean: float) -> None:
    assert false_alarms(cells, mean, 1.0) <= RATE + CHANCE


def test_what_rises_is_told_with_the_tail_of_the_binomial() -> None:
    now, before = noise(np.random.default_rng(1), 100, 1.0)
    now[100], before[100] = 14, [1, 2, 1, 2, 1, 2, 1, 2]
    (cell, p, q), *rest = unusual(now, before, RATE)
    assert (cell, rest) == (100, [])
    assert p < 1e-4
    assert p < q <= RATE
    alone = {"a": 5}
    ((_cell, p, q),) = unusual(alone, {"a": [0] * WINDOWS}, RATE)
    assert p == q == pytest.approx(9.0**-5)


def test_the_more_cells_are_looked_at_the_surer_each_must_be() -> None:
    before = {"a": [1, 0, 1, 0, 1, 0, 1, 0]}
    assert unusual({"a": 5}, before, RATE)
    many = {f"other {n}": 1 for n in range(400)}
    usual = {name: [1] * WINDOWS for name in many}
    assert unusual({"a": 5, **many}, {**before, **usual}, RATE) == []


def test_cells_with_few_reports_in_all_do_not_count_against_others() -> None:
    single = {f"single {n}": 1 for n in range(2000)}
    before = {"a": [1, 0, 1, 0, 1, 0, 1, 0]}
    assert unusual({"a": 6, **single}, before, RATE) == []
    ((cell, _p, _q),) = unusual({"a": 6, **single}, before, RATE, 3)
    assert cell == "a"


def test_without_earlier_windows_nothing_can_be_said() -> None:
    assert unusual({"a": 50}, {}, RATE) == []
    assert unusual({}, {"a": [1] * WINDOWS}, RATE) == []


def test_clumps_are_measured() -> None:
    draw = np.random.default_rng(3)
    singly = draw.poisson(3.0, (4000, WINDOWS))
    clumped = draw.poisson(3.0 * draw.gamma(2, 1 / 2, (4000, WINDOWS)))
    assert clumping(singly) == pytest.approx(0, abs=0.02)
    assert clumping(clumped) == pytest.approx(0.5, abs=0.05)


@given(
    st.dictionaries(
        st.integers(0, 30),
        st.tuples(st.integers(0, 40), st.lists(st.integers(0, 40), min_size=4, max_size=4)),
        max_size=12,
    ),
    st.floats(0.01, 0.5),
)
def test_the_surest_come_first_and_one_more_report_makes_none_less_sure(
    cells: dict[int, tuple[int, list[int]]], rate: float
) -> None:
    now = {cell: counts[0] for cell, counts in cells.items()}
    before = {cell: counts[1] for cell, counts in cells.items()}
    found = unusual(now, before, rate)
    assert all(0 <= p <= q <= rate for _cell, p, q in found)
    assert all(one[1] <= two[1] and one[2] <= two[2] for one, two in pairwise(found))
    for cell, p, _q in found:
        more = unusual({**now, cell: now[cell] + 1}, before, rate)
        assert next(one[1] for one in more if one[0] == cell) <= p
