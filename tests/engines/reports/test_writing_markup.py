"""The stored prose: what is written is read back, and what is no reference stays text."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.reports.writing.document import (
    Block,
    Heading,
    Paragraph,
    Text,
    Token,
    numbered,
    numeral,
    tokens,
)
from jiedao.engines.reports.writing.markup import parse, parse_token, unread, write, write_token

_KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,20}|fact:[1-9][0-9]{0,5}", fullmatch=True)
_PERIODS = st.sampled_from(["2024", "2024H1", "2024Q3", "2024-05", "2024-01..2024-05", "2024-W18"])
_NAMES = st.text("abcdefgh_", min_size=1, max_size=8)
_VALUES = st.text(string.printable.replace("\r", "").replace("\n", "") + "西岭社区，。", max_size=8)
TOKENS = st.builds(
    Token,
    _KEYS,
    _PERIODS,
    st.dictionaries(_NAMES, _VALUES, max_size=2).map(lambda d: tuple(sorted(d.items()))),
    st.sampled_from(["", "growth", "rank", "余"]),
)
_WORDS = st.text("办理超近增长件。，“”{}\\*#@| a1", min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)


def _paragraph(runs: list[Text | Token], lead: str) -> Paragraph:
    """As a reader of the stored text gives it: no two texts side by side."""
    apart: list[Text | Token] = []
    for run in runs:
        if not (isinstance(run, Text) and apart and isinstance(apart[-1], Text)):
            apart.append(run)
    return Paragraph(tuple(apart), lead)


_PARAGRAPHS = st.builds(
    _paragraph, st.lists(_WORDS.map(Text) | TOKENS, min_size=1, max_size=5), _WORDS | st.just("")
)
_BLOCKS = st.lists(_PARAGRAPHS | st.builds(Heading, st.integers(1, 4), _WORDS), max_size=5)


@given(_BLOCKS)
def test_what_is_written_is_read_back(blocks: list[Block]) -> None:
    assert parse(write(tuple(blocks))) == tuple(blocks)


@given(TOKENS)
def test_a_reference_is_read_back(token: Token) -> None:
    assert parse_token(write_token(token)) == token


@given(st.text("{}@?&=|requests2024H1growth\\*# \n办", max_size=60))
def test_any_text_is_read_and_then_stays_as_it_is(source: str) -> None:
    once = write(parse(source))
    assert write(parse(once)) == once


def test_the_prose_of_a_report() -> None:
    source = (
        "# 2024年工作总结\n"
        "## 民生保障\n"
        "**民生诉求有效解决。**办理民意速办{{requests_handled@2024H1?community_id=7|余}}。"
    )
    blocks = parse(source)
    assert blocks == (
        Heading(1, "2024年工作总结"),
        Heading(2, "民生保障"),
        Paragraph(
            (
                Text("办理民意速办"),
                Token("requests_handled", "2024H1", (("community_id", "7"),), "余"),
                Text("。"),
            ),
            "民生诉求有效解决。",
        ),
    )
    assert write(blocks) == source
    assert [token.key for token in tokens(blocks)] == ["requests_handled"]


@pytest.mark.parametrize(
    "typed", ["{{requests}}", "{{Requests@2024}}", "{{a@2024|}}", "{{a@20 24}}", "{{fact:0@2024}}"]
)
def test_what_only_looks_like_a_reference_is_text_and_is_told(typed: str) -> None:
    (block,) = parse(f"办理{typed}件")
    assert isinstance(block, Paragraph)
    assert block.runs == (Text(f"办理{typed}件"),)
    assert unread(block) == [typed]


def test_headings_are_numbered_as_the_standard_has_it() -> None:
    blocks = parse("# 甲\n## 乙\n### 丙\n#### 丁\n#### 戊\n## 己\n# 庚\n## 辛")
    assert [number for number, _block in numbered(blocks)] == [
        "一、", "（一）", "1.", "（1）", "（2）", "（二）", "二、", "（一）",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")],
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words
