"""The risk of lateness, from what is known at dispatch."""

import numpy as np
import pytest

from jiedao.engines.mining.evaluating.order_columns import FEATURES, SENT, UNIT, when
from jiedao.engines.mining.routing.lateness import LatenessModel
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


def test_before_a_unit_is_chosen_the_risk_is_the_mean_over_the_likely_ones() -> None:
    rows = orders(500)
    at = [when(row) for row in rows]
    model = LatenessModel.learn(rows, [late(row) for row in rows], at, features=SENT)
    units = sorted({row[UNIT] for row in rows})[:2]
    one, other = (model.risk([{**rows[0], UNIT: unit}])[0] for unit in units)
    (found,) = model.risk_over(rows[:1], UNIT, [{units[0]: 0.6, units[1]: 0.2}])
    assert found == pytest.approx(0.75 * one + 0.25 * other)
    assert one != other
    (unknown,) = model.risk_over(rows[:1], UNIT, [{}])
    assert unknown == model.risk([{**rows[0], UNIT: ""}])[0]


def test_what_is_kept_answers_as_what_was_learned() -> None:
    rows = orders(300)
    at = [when(row) for row in rows]
    for outcomes in ([late(row) for row in rows], [False] * len(rows)):
        model = LatenessModel.learn(rows, outcomes, at, features=SENT)
        again = LatenessModel.from_bytes(model.to_bytes())
        assert again.risk(rows).tolist() == model.risk(rows).tolist()


def test_an_outcome_for_each_row_is_needed() -> None:
    rows = orders(3)
    with pytest.raises(Invalid, match="differ in number"):
        LatenessModel.learn(rows, [True], [when(row) for row in rows], features=FEATURES)
