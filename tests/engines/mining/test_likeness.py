"""The index of like texts: what it finds, forgets, keeps on disk; against counting by hand."""

import math
import random
from collections import Counter

import pytest

from benchmarks.mining_likeness import complaints, reworded
from jiedao.engines.mining.likeness import Like, LikenessIndex
from jiedao.engines.mining.likeness import index as likeness_index
from jiedao.engines.mining.likeness.segments import KEPT
from jiedao.engines.mining.texts.grams import folded

LAMP = "幸福路口的路灯坏了，晚上看不清路"
LID = "平安路人行道的井盖不见了，老人差点掉下去"
NOISE = "楼下烧烤摊半夜还在放音响，吵得睡不着"


def index_of(*texts: str) -> LikenessIndex:
    index = LikenessIndex()
    index.add(range(1, len(texts) + 1), texts)
    return index


def invented(count: int) -> list[str]:
    return ["，".join(part for part in parts if part) for parts in complaints(count)]


def grams(text: str) -> set[str]:
    plain = folded(text)
    return {plain[n : n + size] for size in (2, 3) for n in range(len(plain) - size + 1)}


def by_hand(asked: str, texts: list[str]) -> list[float]:
    """The cosines as the module's docstring has them, without hashing."""
    held = [grams(text) for text in texts]
    df = Counter(gram for one in held for gram in one)
    size = len(texts)

    def weight(some: set[str]) -> float:
        return sum((math.log((101 + size) / (1 + df[gram])) + 1) ** 2 for gram in some)

    own = grams(asked)
    return [weight(own & one) / math.sqrt(weight(own) * weight(one)) for one in held]


def test_the_same_words_are_wholly_alike() -> None:
    (found,) = index_of(LAMP, LID, NOISE).nearest(LAMP)
    assert found == Like(1, 1.0)


def test_reworded_is_found_and_another_matter_is_not() -> None:
    found = index_of(LAMP, LID, NOISE).nearest("晚上看不清路，幸福路口路灯坏了好几天")
    assert [like.id for like in found] == [1]
    assert 0.35 <= found[0].likeness < 1


def test_likeness_is_what_counting_by_hand_gives() -> None:
    texts = invented(200)
    asked = reworded(list(complaints(200))[17], random.Random(3))
    likest = {like.id: like.likeness for like in index_of(*texts).nearest(asked, 200, 0.05)}
    expected = by_hand(asked, texts)
    assert likest[18] == max(likest.values())
    assert likest == pytest.approx({n: expected[n - 1] for n in likest}, abs=0.01)
    assert likest.keys() >= {n for n, one in enumerate(expected, 1) if one > 0.3}


def test_numbers_count_by_their_length_only() -> None:
    (found,) = index_of("幸福路12号漏水").nearest("幸福路98号漏水")
    assert found.likeness == 1.0


def test_what_is_removed_is_not_found_and_counts_no_more() -> None:
    index = index_of(LAMP, LID, NOISE)
    index.remove([1, 99])
    assert len(index) == 2
    assert index.nearest(LAMP) == []
    kept = index_of("占位")
    kept.remove([1])
    kept.add([2, 3], [LID, NOISE])
    asked = "井盖不见了，人行道上"
    assert index.nearest(asked, 1, 0.1)[0].likeness == kept.nearest(asked, 1, 0.1)[0].likeness


def test_one_added_again_is_replaced() -> None:
    index = index_of(LAMP, LID)
    index.add([1], [NOISE])
    assert len(index) == 2
    assert index.nearest(LAMP) == []
    assert index.nearest(NOISE)[0].id == 1


def test_among_narrows_by_set_and_by_question() -> None:
    index = index_of(LAMP, LAMP, LAMP)
    assert [like.id for like in index.nearest(LAMP)] == [3, 2, 1]
    assert [like.id for like in index.nearest(LAMP, among={2, 77})] == [2]
    assert [like.id for like in index.nearest(LAMP, among=lambda pk: pk < 3)] == [2, 1]
    assert index.nearest(LAMP, among=set()) == []


def test_a_big_set_narrows_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(*invented(60), LAMP)
    small = index.nearest(LAMP, among=set(range(30, 70)))
    monkeypatch.setattr(likeness_index, "_FEW", 10)
    assert index.nearest(LAMP, among=set(range(30, 70))) == small
    assert index.nearest(LAMP, among=set(range(1, 30))) == []


def test_one_by_one_or_at_once_it_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = invented(300)
    at_once = index_of(*texts)
    monkeypatch.setattr(likeness_index, "MOST", 64)
    one_by_one = LikenessIndex()
    for number, text in enumerate(texts, 1):
        one_by_one.add([number], [text])
    assert len(one_by_one) == len(at_once) == 300
    for text in texts[::30]:
        assert one_by_one.nearest(text, 3) == at_once.nearest(text, 3)


@pytest.mark.parametrize("text", ["", " ", "灯"])
def test_what_has_no_pair_of_characters_is_like_nothing(text: str) -> None:
    index = index_of(LAMP, text)
    assert index.nearest(text) == []
    assert index.nearest(LAMP)[0].id == 1


def test_nothing_is_like_a_text_of_an_empty_index() -> None:
    assert LikenessIndex().nearest(LAMP) == []


def test_of_a_long_text_the_rarest_are_enough() -> None:
    begin = "，".join(invented(40))
    assert len(grams(begin)) > 2 * KEPT
    index = index_of(*invented(50), begin)
    (found, *_others) = index.nearest(begin, 2)
    assert found == Like(51, 1.0)


def test_ids_and_texts_must_match() -> None:
    index = LikenessIndex()
    with pytest.raises(ValueError, match="each id once"):
        index.add([1, 1], [LAMP, LID])
    with pytest.raises(ValueError, match="one text for each"):
        index.add([1, 2], [LAMP])
    assert len(index) == 0
