"""What the figures show that a report would rather not say: proposed to its author, for the
section on shortcomings. A proposal is a sentence with references; nothing of it is in the text
until its author puts it there."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _

from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.targets import Target
from jiedao.engines.reports import outline
from jiedao.engines.reports.writing import outside
from jiedao.engines.reports.writing.book import Book
from jiedao.engines.reports.writing.composing import change_of, is_worse
from jiedao.engines.reports.writing.document import Paragraph, Run, Text, Token, joined
from jiedao.engines.reports.writing.figures import GROWTH, PLAN, Figure
from jiedao.engines.reports.writing.markup import write
from jiedao.engines.reports.writing.promising import all_unfinished
from jiedao.engines.reports.writing.telling import sentence
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator

MOST: Final = 6
"""Of each sort: a list that nobody reads proposes nothing."""
_A_POINT: Final = Decimal(3)
"""A point of a rate weighs as much as so many per cent of a count."""
_SLIGHT: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text`` is stored prose; ``why`` tells the author what it follows from."""

    sort: Literal["trend", "target", "late"]
    text: str
    why: str


def proposals(book: Book, period: Period) -> list[Proposal]:
    """The worst trends, the plans not reached, and the tasks that are late."""
    return [
        *list(_trends(book, period))[:MOST],
        *list(_short(book, period))[:MOST],
        *list(_late(book.town_id, period))[:MOST],
    ]


def _trends(book: Book, period: Period) -> Iterator[Proposal]:
    """Figures that went the wrong way, the worst first."""
    found: list[tuple[Decimal, Indicator, Token, Figure]] = []
    for one in _directed():
        token = Token(one.key, period.key)
        grown = book(Token(one.key, period.key, (), GROWTH))
        if grown.value is None or not is_worse(book, one, token):
            continue
        weight = abs(grown.value) * (_A_POINT if grown.unit != "%" else 1)
        if weight >= _SLIGHT:
            found.append((weight, one, token, grown))
    for _weight, one, token, grown in sorted(found, key=lambda each: -each[0]):
        why = _("与上年同期相比变差。") if grown.before is not None else ""
        yield Proposal("trend", _prose([*_sentence(one, token), *change_of(book, token)]), why)


def _sentence(indicator: Indicator, token: Token) -> list[Run]:
    """A figure that is itself published as a change is told once."""
    if indicator.compare == "growth":
        return [Text(indicator.titles.zh.removesuffix("同比降幅").removesuffix("同比增速"))]
    return sentence(indicator, token)


def _directed() -> Iterator[Indicator]:
    for section in outline.outline():
        for told in section.parts:
            yield from (one for one in told.indicators if one.direction and one.compare != "rank")


def _short(book: Book, period: Period) -> Iterator[Proposal]:
    """Targets of the period that were not reached, the furthest off first."""
    found = [
        (share.value, target, share)
        for target in outside.targets_of(book.town_id, period)
        if (share := book(_share(target))).value is not None and _is_short(target, share)
    ]
    for _value, target, share in sorted(found, key=lambda each: abs(each[0] - 100), reverse=True):
        indicator = registry.indicators.find(target.key)
        if indicator is None:
            continue
        value = Token(target.key, target.period, share.token.filters)
        runs = [*sentence(indicator, value), Text("，仅完成计划的"), share.token]
        if indicator.direction < 0:
            runs = [*sentence(indicator, value), Text("，为控制目标的"), share.token]
        yield Proposal("target", _prose(runs), target.source or _("计划数未达到。"))


def _share(target: Target) -> Token:
    return Token(target.key, target.period, tuple(sorted(target.filters.items())), PLAN)


def _is_short(target: Target, share: Figure) -> bool:
    indicator = registry.indicators.find(target.key)
    less = (indicator is not None and indicator.direction < 0) or target.qualifier in (
        "under", "at_most",
    )  # fmt: skip
    assert share.value is not None
    return share.value > 100 if less else share.value < 100


def _late(town_id: int, period: Period) -> Iterator[Proposal]:
    for task in all_unfinished(town_id, period):
        if task.late:
            due = task.due.isoformat() if task.due else ""
            why = _("应于 %(due)s 前完成，%(unit)s") % {"due": due, "unit": task.unit}
            yield Proposal("late", _prose([Text(f"“{task.title}”未按期完成")]), why.rstrip("，, "))


def _prose(runs: list[Run]) -> str:
    return write((Paragraph(joined([*runs, Text("。")])),))
