"""Whether the words around a number agree with it: 超 and 近, 增长 and 下降, 第一, 翻番, 全部."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jiedao.engines.reports.writing.document import Block, Paragraph, Text, Token
from jiedao.engines.reports.writing.figures import (
    ABOVE_WORDS,
    BELOW_WORDS,
    GROWTH,
    MORE,
    NAME,
    RANK,
    Figure,
    Figures,
    Said,
    compared,
    form_of,
    said,
)
from jiedao.engines.reports.writing.markup import unread, write_token
from jiedao.engines.reports.writing.saying import Rounding, decimal, plain, shown

UP = (
    "增长",
    "上升",
    "提高",
    "提升",
    "增加",
    "上涨",
    "攀升",
    "增至",
    "升至",
    "增速",
    "涨幅",
    "增幅",
)
DOWN = ("下降", "减少", "降低", "回落", "下滑", "压降", "缩减", "降至", "降幅", "减至", "跌")
_UNTIL = ("到", "至", "达", "为")
"""增长到 and 下降至 stand before the value itself, not before the change."""
_FIRST = re.compile(r"第一|首位|榜首|居首|第1(?![0-9])")
_DOUBLE = {
    "翻两番": Decimal(300),
    "翻番": Decimal(100),
    "翻一番": Decimal(100),
    "倍增": Decimal(100),
}
_ALL = ("全部", "全覆盖", "全面完成", "百分之百", "无一遗漏", "应办尽办", "清零")
_TYPED = re.compile(
    r"(?<![0-9A-Za-z.+\-—~～第“])"
    r"[0-9]+(?:\.[0-9]+)?(?:余|多)?(?:万|亿)?余?"
    r"(?:%|％|个|家|宗|件|项|次|场|名|人|户|元|起|条|公里|平方米|亩|公顷|套|栋|倍)"
)
_QUOTES = re.compile(r"“[^”]*”|《[^》]*》")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sentence about one place of the text; ``token`` where it is about a reference, ``typed``
    the number where it is about one written by hand: that contradicts nothing, nor does anything
    stand behind it."""

    sentence: str
    token: Token | None = None
    typed: str = ""


def contradictions(blocks: tuple[Block, ...], figures: Figures) -> dict[int, list[Contradiction]]:
    """Place of the block → what is wrong in it; blocks with nothing wrong are left out."""
    found = {
        at: check(block, figures) for at, block in enumerate(blocks) if isinstance(block, Paragraph)
    }
    return {at: faults for at, faults in found.items() if faults}


def check(paragraph: Paragraph, figures: Figures) -> list[Contradiction]:
    """Everything in a paragraph that its own numbers speak against."""
    runs = said(paragraph, figures)
    faults = [
        Contradiction(_("“%(text)s”不是能读懂的引用。") % {"text": text})
        for text in unread(paragraph)
    ]
    for run in runs:
        if isinstance(run, Said):
            sentences = (fault for look in _LOOKS for fault in look(run, figures))
            faults += [Contradiction(sentence, run.token) for sentence in sentences]
    faults += _typed(paragraph)
    return faults


def typed_in(text: str) -> list[tuple[int, int]]:
    """From where to where numbers stand in a text that somebody wrote by hand; what is quoted is
    left alone."""
    unquoted = _QUOTES.sub(lambda found: "”" * len(found[0]), text)
    return [found.span() for found in _TYPED.finditer(unquoted)]


def _missing(run: Said, figures: Figures) -> Iterator[str]:  # noqa: ARG001
    if run.figure.missing:
        yield _("%(token)s：%(why)s") % {
            "token": write_token(run.token), "why": run.figure.missing,
        }  # fmt: skip


def _bounds(run: Said, figures: Figures) -> Iterator[str]:  # noqa: ARG001
    """超 needs a value above what is printed, 近 one below."""
    if not run.figure.is_number or run.figure.value is None:
        return
    exact = decimal(abs(run.figure.value) if run.figure.compared else run.figure.value)
    form = form_of(run.token, run.rounding)
    printed = shown(exact, run.figure.unit, form)
    told = {"printed": run.text, "value": plain(exact), "unit": run.figure.unit}
    above = run.rounding is Rounding.BELOW or run.token.form == MORE
    if above and exact <= printed:
        yield _("写的是超过%(printed)s，实际是%(value)s%(unit)s。") % told
    if run.rounding is Rounding.ABOVE and exact >= printed:
        yield _("写的是不到%(printed)s，实际是%(value)s%(unit)s。") % told


def _direction(run: Said, figures: Figures) -> Iterator[str]:
    """增长 before a change that is a fall, 下降 before a rise."""
    way, word = _way(run)
    if run.figure.compared:
        yield from _against(run.figure, way, word, needed=True)
    elif way and _until(run.left, word):
        yield from _against(figures(compared(run.token, GROWTH)), way, word)


def _against(figure: Figure, way: int, word: str, *, needed: bool = False) -> Iterator[str]:
    if figure.value is None:
        return
    told = {"word": word, "change": f"{plain(abs(figure.value))}{figure.unit}"}
    if not way:
        if needed:
            yield _("%(change)s的前后没有写是增长还是下降。") % told
    elif not figure.value:
        yield _("写的是“%(word)s”，实际与上年持平。") % told
    elif figure.value * way < 0:
        actual = _("实际增长%(change)s") if figure.value > 0 else _("实际下降%(change)s")
        yield _("写的是“%(word)s”，%(actual)s。") % {"word": word, "actual": actual % told}


def _first(run: Said, figures: Figures) -> Iterator[str]:
    """第一 in the clause of a figure needs a first place on file."""
    words = _FIRST.search(run.left + "｜" + run.right)
    if words is None or run.token.form == NAME or run.figure.compared:
        return
    figure = run.figure if run.figure.ranked else figures(compared(run.token, RANK))
    if figure.value is None:
        yield _("写的是“%(word)s”，但没有登记名次。") % {"word": words[0]}
    elif figure.value != 1:
        yield _("写的是“%(word)s”，登记的名次是第 %(rank)d。") % {
            "word": words[0], "rank": int(figure.value),
        }  # fmt: skip


def _doubled(run: Said, figures: Figures) -> Iterator[str]:
    clause = run.left + "｜" + run.right
    word = next((word for word in _DOUBLE if word in clause), "")
    if not word or not run.figure.is_number:
        return
    growth = figures(compared(run.token)).value
    if growth is None:
        yield _("写的是“%(word)s”，但没有上年的数据。") % {"word": word}
    elif growth < _DOUBLE[word]:
        yield _("写的是“%(word)s”，实际同比变化%(growth)s%%。") % {
            "word": word, "growth": plain(round(growth, 1)),
        }  # fmt: skip


def _whole(run: Said, figures: Figures) -> Iterator[str]:  # noqa: ARG001
    """全部 in the clause of a rate needs 100 %."""
    clause = run.left + "｜" + run.right
    word = next((word for word in _ALL if word in clause), "")
    rate = run.figure.unit in ("%", "％") and not run.figure.compared
    if word and rate and run.figure.value is not None and run.figure.value < 100:
        yield _("写的是“%(word)s”，实际是%(value)s。") % {"word": word, "value": run.text}


_LOOKS: tuple[Callable[[Said, Figures], Iterator[str]], ...] = (
    _missing, _bounds, _direction, _first, _doubled, _whole,
)  # fmt: skip


def _typed(paragraph: Paragraph) -> Iterator[Contradiction]:
    """Numbers written by hand: nothing stands behind them."""
    for run in paragraph.runs:
        if isinstance(run, Text):
            for start, end in typed_in(run.text):
                number = run.text[start:end]
                sentence = _("“%(text)s”是手写的数字，没有记录可查。") % {"text": number}
                yield Contradiction(sentence, typed=number)


def _way(run: Said) -> tuple[int, str]:
    """Which way the nearest word before the number goes; else the one right behind it."""
    near = max(
        ((run.left.rfind(word), way, word) for way, words in ((1, UP), (-1, DOWN))
         for word in words),
        default=(-1, 0, ""),
    )  # fmt: skip
    if near[0] >= 0:
        return near[1], near[2]
    behind = run.right.removeprefix("的")
    for way, words in ((1, UP), (-1, DOWN)):
        for word in words:
            if behind.startswith(word):
                return way, word
    return 0, ""


def _until(left: str, word: str) -> bool:
    """Whether the word says where the value came to (增至), not by how much it changed (增加)."""
    if word not in left:
        return False
    rest = left[left.rfind(word) + len(word) :]
    rest = rest.removesuffix(
        next((w for w in (*BELOW_WORDS, *ABOVE_WORDS) if rest.endswith(w)), "")
    )
    return word.endswith("至") or rest in _UNTIL
