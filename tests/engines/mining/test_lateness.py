"""The risk of lateness and the days it takes, from what is known at dispatch."""

import numpy as np
import pytest

from jiedao.engines.mining.evaluating.order_columns import FEATURES, when
from jiedao.engines.mining.routing.lateness import Durations, LatenessModel
from jiedao.kernel.errors import Invalid
from tests.engines.mining.invented_orders import orders


def late(row: dict[str, str]) -> bool:
    return row["OVERTIME_ARCHIVE_NUM"] == "1"


def test_the_risk_is_near_the_true_shares_on_orders_it_has_not_seen() -> None:
    rows, others = orders(500), orders(400, seed=8)
    at = [when(row) for row in rows]
    model = LatenessModel.learn(rows, [late(row) for row in rows], at, features=FEATURES)
    risk = model.risk(others)
    hole = np.array([row["MAIN_TYPE_ID"] == "hole" for row in others])
    assert risk[hole].mean() == pytest.approx(0.6, abs=0.12)
    assert risk[~hole].mean() == pytest.approx(0.05, abs=0.05)
    truth = np.array([late(row) for row in others])
    assert ((risk - truth) ** 2).mean() < 0.85 * truth.mean() * (1 - truth.mean())


def test_without_any_late_one_there_is_no_risk() -> None:
    rows = orders(100)
    at = [when(row) for row in rows]
    model = LatenessModel.learn(rows, [False] * len(rows), at, features=FEATURES)
    assert model.risk(rows[:3]).tolist() == [0, 0, 0]
    assert LatenessModel.learn([], [], [], features=FEATURES).risk([{}]).tolist() == [0]


def test_days_come_from_the_narrowest_context_that_has_seen_enough() -> None:
    rows = orders(300)
    days = [9.0 if row["MAIN_TYPE_ID"] == "hole" else 2.0 for row in rows]
    model = Durations.learn(rows, days, features=FEATURES)
    hole = next(row for row in rows if row["MAIN_TYPE_ID"] == "hole")
    found = model.expected(hole)
    assert (found.median, found.most) == (9, 9)
    assert "SUB_TYPE_ID" in found.by
    unseen = model.expected(dict.fromkeys(FEATURES.columns, "?"))
    assert (unseen.median, unseen.by) == (2, ())


def test_eight_of_ten_take_at_most_the_days_it_says() -> None:
    row = orders(1)[0]
    found = Durations.learn([row] * 101, [float(n) for n in range(101)], features=FEATURES)
    expected = found.expected(row)
    assert (expected.median, expected.most, expected.alike) == (50, 80, 101)


def test_open_ones_and_days_below_nothing_do_not_count() -> None:
    row = orders(1)[0]
    assert (
        Durations.learn([row] * 20, [None] * 10 + [-1.0] * 10, features=FEATURES).expected(row)
        is None
    )
    with pytest.raises(Invalid, match="differ in number"):
        Durations.learn([row], [], features=FEATURES)
