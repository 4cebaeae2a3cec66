"""A reference resolved: its value, where it comes from, and how it is written where it stands.

Whoever gives the figures (computed now, or frozen on publication) is a function from reference to
``Figure``; everything that shows or checks a text takes one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports.writing.document import Paragraph, Run, Text, Token
from jiedao.engines.reports.writing.saying import Form, Rounding, plain, say, say_rank
from jiedao.kernel.errors import Invalid

GROWTH, PLAN, TARGET, RANK, NAME, MORE = "growth", "plan", "target", "rank", "name", "余"
WHOLE = "整"
"""Forms of a reference: the change against the year before (of a rate in percentage points), the
share of what was planned, what was planned itself, the place in a ranking, the name of an honour, 余 within the number, the number written in full (12000宗)."""
SCALES = ("万", "亿")
FORMS = ("", MORE, WHOLE, *SCALES, GROWTH, PLAN, TARGET, RANK, NAME)

GAP = "【无数据】"
"""Stands in the text, which is Chinese whatever language the page speaks."""

BELOW_WORDS = (
    "超过", "超出", "超", "逾", "多于", "大于", "高于", "突破", "不止",
)  # fmt: skip
ABOVE_WORDS = ("接近", "将近", "近", "不到", "不足", "少于", "低于", "小于")
NEAR_WORDS = ("大约", "约", "大概")
BOUND_WORDS = ("不少于", "不低于", "不超过", "不高于", "不多于", "不小于", "不大于")
"""What is promised, not what a number was rounded to."""
_BEFORE = (
    (Rounding.EXACT, BOUND_WORDS),
    (Rounding.BELOW, BELOW_WORDS),
    (Rounding.ABOVE, ABOVE_WORDS),
    (Rounding.NEAR, NEAR_WORDS),
)
_AFTER = ((Rounding.BELOW, ("以上", "有余")), (Rounding.ABOVE, ("以下", "以内")),
          (Rounding.NEAR, ("左右", "上下")))  # fmt: skip
_CLAUSE = re.compile(r"[。；;！？，,、]")


@dataclass(frozen=True, slots=True)
class Source:
    """Of an outside figure: who said so, where. ``fact`` is the id of the record."""

    fact: int
    issued_by: str
    document: str
    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a reference stands for.

    ``value`` is in ``unit``: of a comparison the signed change, of a rank the place, None where
    there is none; ``missing`` then says why. ``records`` counts what lies behind it, ``ids_hash``
    is theirs. A comparison was made of ``current`` with ``before``, both in ``own_unit``. ``compared`` says that the value is a
    change, ``ranked`` that it is a place in ``scope``.
    """

    token: Token
    title: str
    unit: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    records: int = 0
    ids_hash: str = ""
    formula: str = ""
    filters: str = ""
    current: Decimal | None = None
    before: Decimal | None = None
    own_unit: str = ""
    scope: str = ""
    name: str = ""
    as_of: datetime | None = None
    sources: tuple[Source, ...] = ()
    missing: str = ""
    compared: bool = False
    ranked: bool = False

    @property
    def is_number(self) -> bool:
        """Whether digits and unit are printed: not of a place, nor of a name."""
        return not self.ranked and self.token.form != NAME


Figures = Callable[[Token], Figure]


@dataclass(frozen=True, slots=True)
class Said:
    """A reference where it stands: what is printed, with what was promised around it."""

    token: Token
    figure: Figure
    text: str
    left: str
    right: str
    rounding: Rounding


def said(paragraph: Paragraph, figures: Figures) -> tuple[Text | Said, ...]:
    """The paragraph with each reference worded; the words around decide how it is rounded."""
    runs = paragraph.runs
    return tuple(
        run
        if isinstance(run, Text)
        else _said(run, figures(run), _left(runs, at), _right(runs, at))
        for at, run in enumerate(runs)
    )


def text_of(paragraph: Paragraph, figures: Figures) -> str:
    """The paragraph as plain text, its lead first."""
    return paragraph.lead + "".join(run.text for run in said(paragraph, figures))


def rounding_of(left: str, right: str) -> Rounding:
    """What the words right before and after a number promise of it."""
    for rounding, words in _BEFORE:
        if left.endswith(words):
            return rounding
    return next((each for each, words in _AFTER if right.startswith(words)), Rounding.EXACT)


def worded(figure: Figure, rounding: Rounding = Rounding.EXACT) -> str:
    """The figure as it is printed; a gap in brackets where there is none."""
    form = figure.token.form
    if form == NAME:
        return figure.name or GAP
    if figure.value is None:
        return GAP
    if figure.ranked:
        return say_rank(int(figure.value), figure.scope)
    value = abs(figure.value) if figure.compared else figure.value
    return say(value, figure.unit, form_of(figure.token, rounding))


def form_of(token: Token, rounding: Rounding) -> Form:
    """How the number is said: the words around it, and what the reference itself asks for."""
    scale = token.form if token.form in SCALES else ""
    return Form(rounding, more=token.form == MORE, scale=scale, whole=token.form == WHOLE)


def compared(token: Token, form: str = GROWTH) -> Token:
    """The same reference as its change against the year before."""
    return replace(token, form=form)


def titled(figure: Figure) -> str:
    """What the figure is called, with what is told of it ("民意速办满意率 · 同比")."""
    form = RANK if figure.ranked else GROWTH if figure.token.form == GROWTH else figure.token.form
    words = {GROWTH: _("同比"), PLAN: _("完成计划"), TARGET: _("目标"), RANK: _("名次")}.get(
        form, ""
    )
    return f"{figure.title} · {words}" if words else figure.title


def period_words(token: Token) -> str:
    """2024年上半年; a key that nobody can read as it stands."""
    try:
        return Period.parse(token.period).title
    except Invalid:
        return token.period


def ratio(figure: Figure) -> str:
    """Numerator and denominator of a rate ("9625 / 9654"); "" for everything else."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{plain(figure.numerator)} / {plain(figure.denominator)}"


def _said(token: Token, figure: Figure, left: str, right: str) -> Said:
    rounding = rounding_of(left, right)
    return Said(token, figure, worded(figure, rounding), left, right, rounding)


def _left(runs: tuple[Run, ...], at: int) -> str:
    """The words of the same clause before the reference, up to the one before it."""
    before = runs[at - 1] if at else None
    return _CLAUSE.split(before.text)[-1] if isinstance(before, Text) else ""


def _right(runs: tuple[Run, ...], at: int) -> str:
    after = runs[at + 1] if at + 1 < len(runs) else None
    return _CLAUSE.split(after.text)[0] if isinstance(after, Text) else ""
