"""A draft is composed of what the records say: sentences, comparisons, honours, shortcomings."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.composing import compose
from jiedao.engines.reports.writing.document import Document, Heading, Paragraph, Token, tokens
from jiedao.engines.reports.writing.figures import text_of
from jiedao.engines.reports.writing.markup import parse, write
from jiedao.engines.reports.writing.outputs import as_text
from jiedao.engines.reports.writing.proposing import proposals
from tests.cast import SmallTown
from tests.engines.reports.desk import checks, fact, honour, on

YEAR = Period.parse("2024")


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with on(2025, 1, 10):
        yield


def drafted(town: SmallTown, period: Period = YEAR) -> tuple[Document, str]:
    book = Book(town.id)
    document = compose(book, period)
    return document, as_text(document, book)


def test_records_become_sentences_with_references(town: SmallTown) -> None:
    checks(town, 2023, "ss")
    checks(town, 2024, "sss")
    document, text = drafted(town)
    assert document.title == "小城街道2024年工作总结和2025年工作计划"
    assert document.office == "小城街道办事处"
    assert "古树巡查3次，同比增长50%" in text
    assert "在册古树5株" in text
    assert "古树巡查{{heritage_tree_checks@2024}}" in write(document.blocks)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings[0] == "2024年工作总结"
    assert headings[-2:] == ["存在的问题和不足", "2025年工作计划"]


def test_no_digit_of_a_figure_is_typed_and_nothing_contradicts_it(town: SmallTown) -> None:
    checks(town, 2023, "sw")
    checks(town, 2024, "ssww")
    document, _text = drafted(town)
    assert contradictions(document.blocks, Book(town.id)) == {}
    assert parse(write(document.blocks)) == document.blocks


def test_half_a_year_is_called_so(town: SmallTown) -> None:
    checks(town, 2024, "s")
    document, text = drafted(town, Period.parse("2024H1"))
    assert document.title == "小城街道2024年上半年工作总结和下半年工作计划"
    assert "古树巡查1次" in text
    _document, later = drafted(town, Period.parse("2024H2"))
    assert "古树巡查次数" not in later


def test_a_period_without_records_says_nothing_of_them(town: SmallTown) -> None:
    document, _text = drafted(town)
    assert list(tokens(document.blocks)) == []


def test_places_and_outside_figures_come_from_facts(town: SmallTown) -> None:
    fact(town, indicator="gdp", value="900", rank=1, scope="district")
    _document, text = drafted(town)
    assert "地区生产总值900亿元，位列全区第一" in text
    assert "固定资产投资额" not in text, "nothing is not told"
    figure = Book(town.id)(Token("gdp", "2024"))
    assert figure.value == Decimal(900)
    assert [source.issued_by for source in figure.sources] == ["区统计局"]


def test_honours_are_named_by_their_record(town: SmallTown) -> None:
    one = honour(town, "市容环境先进街道")
    document, text = drafted(town)
    assert "获评市容环境先进街道。" in text
    assert Token(f"fact:{one.pk}", "2024", (), "name") in list(tokens(document.blocks))


def test_what_got_worse_is_proposed_and_not_in_the_text(town: SmallTown) -> None:
    checks(town, 2023, "ssw")
    checks(town, 2024, "www")
    book = Book(town.id)
    found = proposals(book, YEAR)
    (paragraph,) = parse(found[0].text)
    assert isinstance(paragraph, Paragraph)
    assert text_of(paragraph, book) == "衰弱、濒危3株次，同比增长200%。"
    assert [one.sort for one in found] == ["trend"]
    document, _text = drafted(town)
    assert found[0].text not in write(document.blocks)


@pytest.mark.parametrize(
    ("token", "why"),
    [
        (Token("no_such_figure", "2024"), "没有指标“no_such_figure”。"),
        (Token("heritage_trees", "somewhen"), "看不懂时期“somewhen”"),
        (Token("heritage_trees", "2024", (("colour", "red"),)), "不能按“colour”分"),
        (Token("heritage_trees", "2024", (), "shout"), "没有“shout”这种写法。"),
        (Token("heritage_tree_checks", "2024", (), "growth"), "没有上年同期的数据。"),
        (Token("heritage_tree_checks", "2024", (), "plan"), "没有这一期的计划数。"),
        (Token("heritage_tree_checks", "2024", (), "rank"), "没有登记名次。"),
        (Token("fact:1", "2024"), "没有这条外部数据。"),
    ],
)
def test_what_cannot_be_had_says_why(town: SmallTown, token: Token, why: str) -> None:
    figure = Book(town.id)(token)
    assert figure.value is None
    assert why in figure.missing


def test_a_figure_knows_where_it_comes_from(town: SmallTown) -> None:
    visits = checks(town, 2024, "sw")
    place = str(town.places.west.pk)
    token = Token("heritage_tree_checks", "2024", (("community_id", place),))
    book = Book(town.id)
    figure = book(token)
    assert (figure.value, figure.records) == (Decimal(2), 2)
    assert figure.filters == "社区：西岭社区"
    assert "古树巡查" in figure.formula
    assert [record for record, _request in book.ids(token)] == [one.pk for one in visits]
    other: Any = Token("heritage_tree_checks", "2024", (("community_id", "0"),))
    assert book(other).value == 0
