"""Scores by hand: small sets of which one can count the answer."""

import pytest

from jiedao.engines.mining.confirmed import Example
from jiedao.engines.mining.scoring import clearly_worse, of_guesses, of_risks
from jiedao.engines.mining.words import new_words
from tests.engines.cases.desk import MONDAY

GUESSES = [
    [("a", 0.95), ("b", 0.05)],
    [("a", 0.85), ("b", 0.10), ("c", 0.05)],
    [("b", 0.55), ("a", 0.45)],
    [("c", 0.45), ("b", 0.30), ("d", 0.25)],
]
TRUTHS = ["a", "b", "b", "a"]


def test_of_guesses() -> None:
    scores = of_guesses(GUESSES, TRUTHS, 0.8).scores
    assert scores["accuracy"] == 0.5
    assert scores["top3"] == 0.75
    assert (scores["answered"], scores["precision"]) == (0.5, 0.5)
    # Gaps of the four bins: 0.05, 0.85, 0.45, 0.45.
    assert scores["ece"] == pytest.approx((0.05 + 0.85 + 0.45 + 0.45) / 4)


def test_nothing_answered_has_no_precision() -> None:
    scores = of_guesses(GUESSES, TRUTHS, 0.99).scores
    assert (scores["answered"], scores["precision"]) == (0.0, None)


def test_of_risks_counts_pairs_and_ties() -> None:
    scores = of_risks([0.9, 0.2, 0.2, 0.1], [True, True, False, False], 0.5).scores
    # Of four pairs three are in order, one is a tie.
    assert scores["auc"] == 0.875
    assert scores["brier"] == pytest.approx((0.01 + 0.64 + 0.04 + 0.01) / 4)
    assert scores["brier_base"] == 0.25


def test_where_none_was_late_there_is_no_area() -> None:
    assert of_risks([0.1, 0.2], [False, False], 0.1).scores["auc"] is None


def test_a_difference_that_chance_makes_is_none() -> None:
    old = [0.0] * 40
    assert not clearly_worse([1.0, *old[1:]], old)
    assert not clearly_worse(old, [1.0] * 40)
    assert clearly_worse([1.0] * 10 + [0.0] * 30, old)
    assert not clearly_worse([1.0] * 10, [0.0] * 10), "ten cases tell nothing"


def test_words_that_come_up_of_late() -> None:
    before = [_said(f"楼下垃圾没人收{n}") for n in range(80)]
    lately = [_said(f"楼下电动车飞线充电{n}") for n in range(20)]
    found = new_words([*before, *lately])
    assert any("飞线" in word for word in found)
    assert all("楼下" not in word or "电" in word for word in found)


def _said(text: str) -> Example:
    return Example(1, text, {}, MONDAY, MONDAY)
