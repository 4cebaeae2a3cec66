"""The classifier on invented texts: it learns, says how sure it is and why, and keeps."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from jiedao.engines.mining.classifying import Classifier, ColdStart, threshold
from jiedao.engines.mining.classifying.training import unevenness
from jiedao.kernel.errors import Invalid
from tests.engines.mining.town_texts import texts_of


@pytest.fixture(scope="module")
def learned() -> Classifier:
    return Classifier.learn(*texts_of(160))


def test_it_knows_other_wordings_and_says_by_which_words(learned: Classifier) -> None:
    text = "我们村口那盏路灯不亮了，走路看不清"
    (guesses,) = learned.suggest([text])
    assert guesses[0].label == "路灯"
    assert guesses[0].p > 0.8
    words = learned.why(text, "路灯")
    assert any("灯" in word for word in words)
    assert not any("灯" in word for word in learned.why(text, "油烟"))


def test_probabilities_are_some_and_fall(learned: Classifier) -> None:
    found = learned.probabilities(["井盖丢了", "", "hello 123"])
    assert np.allclose(found.sum(axis=1), 1)
    (guesses,) = learned.suggest(["井盖丢了"], most=4)
    assert [g.p for g in guesses] == sorted((g.p for g in guesses), reverse=True)
    assert learned.suggest([]) == []


def test_a_text_that_says_nothing_is_less_sure_than_one_that_does(learned: Classifier) -> None:
    nothing, much = learned.probabilities(["谢谢", "楼下餐馆油烟直排，油烟很大"]).max(axis=1)
    assert nothing < much


def test_what_is_kept_answers_the_same(learned: Classifier) -> None:
    texts, _labels = texts_of(40, seed=5)
    read = Classifier.from_bytes(learned.to_bytes())
    assert read.labels == learned.labels
    assert np.allclose(read.probabilities(texts), learned.probabilities(texts), atol=2e-3)
    assert read.why(texts[0], "路灯") == learned.why(texts[0], "路灯")


@pytest.mark.parametrize("body", [b"", b"no model", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_refused_in_a_sentence(body: bytes) -> None:
    with pytest.raises(Invalid, match="损坏"):
        Classifier.from_bytes(body)


def test_a_file_that_would_run_code_is_refused() -> None:
    out = io.BytesIO()
    np.savez(out, head=np.array([object()], dtype=object))
    with pytest.raises(Invalid):
        Classifier.from_bytes(out.getvalue())


@given(st.text(max_size=80))
def test_the_words_that_decided_stand_in_the_text(learned: Classifier, text: str) -> None:
    said = text + "路灯不亮"
    assert all(word in said for word in learned.why(said, "路灯"))


def test_labels_with_one_text_and_many_labels_break_nothing() -> None:
    texts, labels = texts_of(60)
    labels = [f"{label}{at % 9}" for at, label in enumerate(labels)]
    found = Classifier.learn([*texts, "唯一的一条"], [*labels, "单独"])
    assert len(found.labels) > 20
    assert np.allclose(found.probabilities(texts[:3]).sum(axis=1), 1)


def test_one_label_alone_is_sure_and_none_is_refused() -> None:
    assert Classifier.learn(["路灯", "路灯坏"], ["a", "a"]).suggest(["x"])[0][0].p == 1.0
    with pytest.raises(Invalid):
        Classifier.learn([], [])


def test_two_labels_are_told_apart() -> None:
    texts, labels = texts_of(80)
    two = [(t, n) for t, n in zip(texts, labels, strict=True) if n in ("路灯", "油烟")]
    found = Classifier.learn([t for t, _n in two], [n for _t, n in two])
    assert [g[0].label for g in found.suggest(["路灯坏了", "油烟很大"])] == ["路灯", "油烟"]


def test_weights_say_how_much_a_text_counts() -> None:
    texts = ["路口有水", "路口有水", "水管漏水"] * 6
    labels = ["积水", "漏水", "漏水"] * 6
    for doubtful, other in ((0.01, 5.0), (5.0, 0.01)):
        found = Classifier.learn(texts, labels, weights=[other, doubtful, 1.0] * 6)
        assert found.suggest(["路口有水"])[0][0].label == ("积水" if doubtful < other else "漏水")


def test_before_anything_is_confirmed_the_catalogues_words_count() -> None:
    cold = ColdStart([("A1", ["路灯不亮", "市政设施/路灯"]), ("B2", ["餐饮油烟", "油烟扰民"])])
    (guesses,) = cold.suggest(["楼下饭店油烟扰民，天天这样"])
    assert guesses[0].label == "B2"
    assert cold.why("楼下饭店油烟扰民", "B2") == ("油烟扰民",)
    (same,) = cold.suggest(["xyz"])
    assert same[0].p == pytest.approx(0.5)
    with pytest.raises(Invalid):
        ColdStart([])


@given(st.floats(0.01, 1e3), st.floats(0, 1e3))
def test_it_answers_where_being_wrong_costs_less_than_asking(wrong: float, asking: float) -> None:
    least = threshold(wrong, asking)
    assert 0 <= least <= 1
    if 0 < least < 1:
        assert (1 - least) * wrong == pytest.approx(asking)
    assert threshold(wrong * 2, asking) >= least


def test_what_one_label_has_and_the_others_lack_counts_more() -> None:
    rows = csr_matrix([[1.0, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]])
    found = unevenness(rows, np.array([0, 0, 1, 1]), 2)
    # Shares: everywhere (1, 1), of one label (1, 0), of half of one label (0.5, 0).
    assert found == pytest.approx([1 + 2 / 3, 3, 3])
