"""Chinese substrings are found exactly; filters and words together miss nothing."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.engines.cases.models import Case
from jiedao.foundation.search import finding, index, reindex, remove, search, store
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
    found = all(phrase_in(list(words), document, prefix) for _run, words, prefix in phrases(query))
    assert found == (query in unicodedata.normalize("NFKC", text))


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SAID, min_size=1, max_size=6), query=st.text(HAN, min_size=1, max_size=4))
def test_the_database_answers_like_substring_search(
    town: SmallTown, texts: list[str], query: str
) -> None:
    highest = max(store.newest("case", phrases("题"), before_id=None, limit=1), default=10_000_000)
    keys = [highest + 1 + n for n in range(len(texts))]
    index("case", [(key, f"题{text}") for key, text in zip(keys, texts, strict=True)])
    found = set(store.newest("case", phrases(query), before_id=None, limit=1000)) & set(keys)
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


# As in service, and so small that few records take every way there is.
SIZES: list[dict[str, int]] = [
    {},
    {"_FIRST": 2, "_NARROW": 3, "_RECENT": 2, "store._RECENT": 2},
    {"_FIRST": 5, "_NARROW": 2, "_RECENT": 4, "store._RECENT": 1},
]


@pytest.fixture(params=SIZES)
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in request.param.items():
        module = store if name.startswith("store.") else finding
        monkeypatch.setattr(module, name.removeprefix("store."), value)


@pytest.mark.usefixtures("sizes")
@pytest.mark.parametrize("narrow", [True, False])
def test_newest_first_in_pages_on_every_way(town: SmallTown, narrow: bool) -> None:
    keys = [reported(town, f"第{n}次反映噪音").case.pk for n in range(9)][::-1]
    assert ids(town, "噪音", limit=4, narrow=narrow) == keys[:4]
    assert ids(town, "噪音", limit=4, before_id=keys[3], narrow=narrow) == keys[4:8]
    assert ids(town, "噪音", limit=4, before_id=keys[7], narrow=narrow) == keys[8:]


@pytest.mark.usefixtures("sizes")
def test_under_filters_nothing_is_missed(town: SmallTown) -> None:
    """Words that are common, rare or old, under filters that are wide, narrow or never meet."""
    texts = {}
    for number in range(24):
        text = ("噪音" if number % 2 else "油烟") + ("扰民" if number < 6 else "") + "很大"
        texts[reported(town, text).case.pk] = (number, text)
    levels = {pk: 1 + (number % 3 if number > 9 else 3) for pk, (number, _) in texts.items()}
    for pk, level in levels.items():
        Case.objects.filter(pk=pk).update(level=level)
    for query in ("噪音", "扰民", "音扰", "音", "噪音 很", "很大", "大 油", "没有", "噪音扰"):
        for level in (1, 2, 4, 5):
            rows = Case.objects.filter(town_id=town.id, level=level)
            for limit in (2, 3, 50):
                found = search("case", query, rows, columns=("text", "address"), limit=limit)
                expected = [
                    pk
                    for pk, (_number, text) in sorted(texts.items(), reverse=True)
                    if levels[pk] == level and all(part in text for part in query.split())
                ]
                assert found == expected[:limit], (query, level, limit)


def test_removed_texts_are_not_found(town: SmallTown) -> None:
    case = reported(town, "夜间噪音").case
    remove("case", case.pk, f"{case.text} {case.address}")
    assert ids(town, "噪音", narrow=False) == []


def test_a_changed_text_is_found_by_its_new_words_only(town: SmallTown) -> None:
    case = reported(town, "夜间噪音").case
    reindex("case", case.pk, f"{case.text} {case.address}", "夜间炒菜油烟")
    assert store.newest("case", phrases("噪音"), before_id=None, limit=5) == []
    assert store.newest("case", phrases("油烟"), before_id=None, limit=5) == [case.pk]


def test_very_long_words_and_texts_are_taken(town: SmallTown) -> None:
    case = reported(town, "长" * 9000 + "x" * 900).case
    assert ids(town, "长长", narrow=False) == [case.pk]
    assert ids(town, "x" * 900, narrow=False) == [case.pk]


def test_the_worker_sorts_in_what_is_new(town: SmallTown) -> None:
    case = reported(town, "夜间噪音").case
    waiting = store.settle()
    assert waiting == 0 or connection.vendor == "postgresql"
    assert store.settle() == 0
    assert ids(town, "噪音") == [case.pk]


def test_a_kind_is_a_name_of_code() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        store.table("case; drop table x")
