"""Chinese substrings are found exactly; filters and words together miss nothing."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.engines.cases.models import Case
from jiedao.foundation.search import finding, index, reindex, search, store
from jiedao.foundation.search.words import index_words, phrases
from tests.cast import SmallTown
from tests.engines.cases.desk import reported

HAN = "噪音扰民垃圾井盖破损路灯不亮"
SAID = st.text(HAN + "，。 aB9Ａ", min_size=1, max_size=24)


def ids(town: SmallTown, query: str, **options: object) -> list[int]:
    rows = Case.objects.filter(town_id=town.id)
    chosen = {"columns": ("text", "address"), "limit": 20} | options
    return search("case", query, rows, **chosen)  # type: ignore[arg-type]


def phrase_in(words: list[str], document: list[str], prefix: bool) -> bool:
    span = len(words)
    for start in range(len(document) - span + 1):
        *head, last = document[start : start + span]
        if head == words[:-1] and (last.startswith(words[-1]) if prefix else last == words[-1]):
            return True
    return False


@given(SAID, st.text(HAN, min_size=1, max_size=5))
def test_the_words_of_a_text_answer_like_substring_search(text: str, query: str) -> None:
    document = index_words(text)
    found = all(phrase_in(words, document, prefix) for words, prefix in phrases(query))
    assert found == (query in unicodedata.normalize("NFKC", text))


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SAID, min_size=1, max_size=6), query=st.text(HAN, min_size=1, max_size=4))
def test_the_database_answers_like_substring_search(
    town: SmallTown, texts: list[str], query: str
) -> None:
    highest = max(store.newest("case", "题", before_id=None, limit=1), default=10_000_000)
    keys = [highest + 1 + n for n in range(len(texts))]
    index("case", [(key, f"题{text}") for key, text in zip(keys, texts, strict=True)])
    found = set(store.newest("case", query, before_id=None, limit=1000)) & set(keys)
    naive = {
        key
        for key, text in zip(keys, texts, strict=True)
        if query in unicodedata.normalize("NFKC", f"题{text}")
    }
    assert found == naive


@pytest.mark.parametrize("query", ["噪音", "音", "夜间噪音", "A区", "ａ区", "b12", "平安路"])
def test_words_numbers_and_letters_are_found(town: SmallTown, query: str) -> None:
    case = reported(town, "A区B12栋夜间噪音扰民", address="平安路3号").case
    reported(town, "门口有垃圾", address="幸福路")
    assert ids(town, query) == [case.pk]
    assert ids(town, query, narrow=False) == [case.pk]


def test_every_word_must_occur_and_none_reaches_over_a_break(town: SmallTown) -> None:
    case = reported(town, "夜间噪音，扰民严重").case
    assert ids(town, "扰民 噪音", narrow=False) == [case.pk]
    assert ids(town, "扰民 垃圾", narrow=False) == []
    assert ids(town, "音扰", narrow=False) == []


@pytest.mark.parametrize("query", ["", "  ", "，。", '"', "' OR 1=1", "*", "AND", '噪音" OR "x'])
def test_signs_are_no_operators(town: SmallTown, query: str) -> None:
    reported(town, "夜间扰民")
    assert ids(town, query, narrow=False) == []


def test_newest_first_in_pages_on_either_way(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [reported(town, f"第{n}次反映噪音").case.pk for n in range(9)][::-1]
    for few in (0, 3000):
        monkeypatch.setattr(finding, "FEW", few)
        monkeypatch.setattr(finding, "_FIRST_PORTION", 2)
        assert ids(town, "噪音", limit=4) == keys[:4]
        assert ids(town, "噪音", limit=4, before_id=keys[3]) == keys[4:8]
        assert ids(town, "噪音", limit=4, before_id=keys[7]) == keys[8:]


def test_a_changed_text_is_found_by_its_new_words_only(town: SmallTown) -> None:
    case = reported(town, "夜间噪音").case
    reindex("case", case.pk, f"{case.text} {case.address}", "夜间炒菜油烟")
    assert store.newest("case", "噪音", before_id=None, limit=5) == []
    assert store.newest("case", "油烟", before_id=None, limit=5) == [case.pk]


def test_very_long_words_and_texts_are_taken(town: SmallTown) -> None:
    case = reported(town, "长" * 9000 + "x" * 900).case
    assert ids(town, "长长", narrow=False) == [case.pk]
    assert ids(town, "x" * 900, narrow=False) == [case.pk]


def test_a_kind_is_a_name_of_code() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        store.table("case; drop table x")
