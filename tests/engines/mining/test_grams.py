"""Texts as counts of n-grams."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.mining.texts.grams import Grams, folded
from jiedao.engines.mining.texts.near import alike_groups, near_groups, near_pairs

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_widths_cases_blanks_and_digits_are_one() -> None:
    assert folded(" ＡＢＣ１２３\n\t号 ") == "abc000 号" == folded("abc987 号")


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_a_row_counts_every_gram_of_its_text_and_of_no_other(texts: list[str]) -> None:
    grams = Grams((1, 2, 3), 20)
    counts = grams.counts(texts)
    for row, text in enumerate(texts):
        expected = Counter(column for _start, _size, column in grams.places(folded(text)))
        found = counts[row]
        assert dict(zip(found.indices.tolist(), found.data.tolist(), strict=True)) == expected


def test_the_same_gram_has_the_same_column_anywhere() -> None:
    grams = Grams((2,), 20)
    column = next(c for start, _size, c in grams.places("修路灯了") if start == 1)
    assert column in [c for _start, _size, c in grams.places("路灯")]


def test_near_duplicates_are_one_group_by_either_way() -> None:
    texts = [
        "幸福路12号门口的路灯坏了三天，晚上看不清路，请尽快派人来修理",
        "幸福路15号门口的路灯坏了三天，晚上看不清路，请尽快派人来修理！",
        "楼下的烧烤店油烟很大，每天晚上都睡不着觉，希望管一管",
    ]
    assert near_pairs(texts).tolist() == [[0, 1]]
    for groups in (near_groups(texts), alike_groups(texts)):
        assert groups[0] == groups[1] != groups[2]


def test_nothing_is_like_an_empty_text() -> None:
    assert len(np.unique(near_groups(["", "", "路灯"]))) == 3
    assert len(np.unique(alike_groups(["", "", "路灯"]))) == 3
