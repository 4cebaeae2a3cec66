"""The first draft of a report: sentences from the indicators' patterns, in the customary order.

Nothing here is a finished text: a person goes on from it. Numbers are references, never digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import outline
from jiedao.engines.reports.periods import require_begun
from jiedao.engines.reports.writing import outside
from jiedao.engines.reports.writing.book import Book, compared_with
from jiedao.engines.reports.writing.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Text,
    Token,
    joined,
)
from jiedao.engines.reports.writing.figures import GROWTH, NAME, PLAN, RANK, WHOLE, Figures, worded
from jiedao.engines.reports.writing.promising import plan
from jiedao.engines.reports.writing.telling import sentence
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.towns import town

_A_PARAGRAPH: Final = 6
"""Figures that one paragraph tells at most."""
_HALF, _YEAR = 6, 12
_HONOURS: Final = 8
_MOST_GROWTH, _MOST_POINTS = 500, 50
"""Beyond these the year before is mostly one of which few records were kept: no comparison is
drafted, and whoever knows better adds it."""


@dataclass(frozen=True, slots=True)
class Spans:
    """How the report and the plan after it are called ("2024年上半年", "下半年")."""

    told: str
    coming: str

    @classmethod
    def of(cls, period: Period) -> "Spans":
        year = period.start.year
        if period.month_count == _HALF and period.is_months and period.start.month == 1:
            return cls(f"{year}年上半年", "下半年")
        if period.month_count == _YEAR and period.is_months:
            return cls(f"{year}年", f"{period.end.year + 1}年")
        return cls(period.title, "下一步")


def compose(book: Book, period: Period) -> Document:
    """The draft of a period that has begun. ``book`` belongs to the town, and keeps what was
    computed."""
    require_begun(period)
    _load(book, period)
    spans = Spans.of(period)
    name = town(book.town_id).title
    blocks: list[Block] = [
        _text(f"{spans.told}，{name}各项工作有序推进。现将工作情况报告如下："),
        Heading(1, f"{spans.told}工作总结"),
        *_work(book, period),
        Heading(1, "存在的问题和不足"),
        _text("对照目标任务，工作中还存在一些短板和不足，需要在今后的工作中改进。"),
        Heading(1, f"{spans.coming}工作计划"),
        *plan(book, period, spans, name),
    ]
    return Document(title_of(name, spans), office_of(name), None, tuple(blocks))


def title_of(name: str, spans: Spans) -> str:
    """小城街道2024年工作总结和2025年工作计划."""
    return f"{name}{spans.told}工作总结和{spans.coming}工作计划"


def office_of(name: str) -> str:
    """The office of a sub-district signs."""
    return name if name.endswith("办事处") else f"{name}办事处"


def change_of(book: Book, token: Token) -> list[Run]:
    """“，同比增长…”, “，与上年持平”, or nothing where there is nothing to compare with."""
    grown = Token(token.key, token.period, token.filters, GROWTH)
    figure = book(grown)
    if figure.value is None:
        return []
    if not figure.value:
        return [Text("，与上年持平")]
    points = figure.unit != "%"
    if abs(figure.value) > (_MOST_POINTS if points else _MOST_GROWTH):
        return []
    up, down = ("同比提高", "同比降低") if points else ("同比增长", "同比下降")
    return [Text(f"，{up if figure.value > 0 else down}"), grown]


def is_worse(book: Book, indicator: Indicator, token: Token) -> bool:
    """Whether the figure went the wrong way: told among the shortcomings, if its author wishes."""
    grown = book(Token(token.key, token.period, token.filters, GROWTH)).value
    return grown is not None and grown * indicator.direction < 0


def _load(book: Book, period: Period) -> None:
    keys = [one.key for part in outline.outline() for told in part.parts for one in told.indicators]
    book.load(keys, period)
    book.load(keys, compared_with(period))


def _work(book: Book, period: Period) -> Iterator[Block]:
    for section in outline.outline():
        paragraphs = [
            paragraph
            for told in section.parts
            for paragraph in _part(book, period, told.part.lead, told.indicators)
        ]
        if paragraphs:
            yield Heading(2, section.section.heading)
            yield from paragraphs
    yield from _honours(book.town_id, period)


def _part(
    book: Book, period: Period, lead: str, indicators: tuple[Indicator, ...]
) -> Iterator[Paragraph]:
    told = [some for one in indicators if (some := _told(book, period, one))]
    for start in range(0, len(told), _A_PARAGRAPH):
        runs: list[Run] = []
        for at, figure in enumerate(_alike(book, told[start : start + _A_PARAGRAPH])):
            runs += [Text("；"), *figure] if at else figure
        yield Paragraph(joined([*runs, Text("。")]), lead if start == 0 else "")


def _alike(book: Figures, told: list[list[Run]]) -> list[list[Run]]:
    """Of one unit all numbers of a paragraph are written alike: beside 7309宗 stands 12000宗, not
    1.2万宗."""
    units: dict[str, list[Token]] = {}
    for run in (run for figure in told for run in figure):
        if isinstance(run, Token) and not run.form and (found := book(run)).value is not None:
            units.setdefault(found.unit, []).append(run)
    full = {
        token: replace(token, form=WHOLE)
        for unit, some in units.items()
        if len({"万" in worded(book(one)) for one in some}) > 1
        for token in some
        if "万" in worded(book(token)) and not unit.startswith("万")
    }
    return [[full.get(run, run) if isinstance(run, Token) else run for run in one] for one in told]


def _told(book: Book, period: Period, indicator: Indicator) -> list[Run]:
    """A figure with its change, its share of the plan and its place; nothing without records."""
    token = Token(indicator.key, period.key)
    figure = book(token)
    if figure.value is None or not (figure.records or figure.sources):
        return []
    if not figure.value and not figure.compared and indicator.direction >= 0:
        # Nothing done is nothing to report of; that nothing bad happened is.
        return []
    runs = sentence(indicator, token)
    if figure.ranked or figure.compared:
        return _with_way(indicator, runs) if figure.compared else runs
    changed = [] if is_worse(book, indicator, token) else change_of(book, token)
    return [*runs, *changed, *_share(book, token), *_place(book, token)]


def _with_way(indicator: Indicator, runs: list[Run]) -> list[Run]:
    """A figure that is a change itself says which way it went by its own pattern."""
    if indicator.sentence or not isinstance(runs[0], Text):
        return runs
    return [Text(f"{indicator.titles.zh}为"), *runs[1:]]


def _share(book: Book, token: Token) -> list[Run]:
    share = Token(token.key, token.period, token.filters, PLAN)
    return [Text("，完成计划的"), share] if book(share).value is not None else []


def _place(book: Book, token: Token) -> list[Run]:
    place = Token(token.key, token.period, token.filters, RANK)
    return [Text("，位列"), place] if book(place).value is not None else []


def _honours(town_id: int, period: Period) -> Iterator[Block]:
    facts = outside.honours_of(town_id, period)
    if not facts:
        return
    yield Heading(2, "荣誉成果")
    for start in range(0, len(facts), _HONOURS):
        named: list[Run] = [Text("获评")]
        for at, fact in enumerate(facts[start : start + _HONOURS]):
            named += [Text("、"), _name(fact, period)] if at else [_name(fact, period)]
        yield Paragraph((*named, Text("。")))


def _name(fact: Fact, period: Period) -> Token:
    return Token(f"{outside.PREFIX}{fact.pk}", period.key, (), NAME)


def _text(text: str) -> Paragraph:
    return Paragraph((Text(text),))
