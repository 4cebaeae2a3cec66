"""Numbers as a report says them: 9654件, 超2.3万人次, 近700万元, 99.7%, 全区第一.

What is written here is read again by whoever reads reports: digits and unit, in the customary way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from jiedao.engines.reports.writing.document import numeral

WAN, YI = Decimal(10_000), Decimal(100_000_000)
_NAMES = ((YI, "亿"), (WAN, "万"))
_UNSCALED = ("%", "％", "个百分点", "百分点", "倍", "成", "微克/立方米", "年", "个月", "天")
"""Nobody says 万 of these."""
_MEASURED = ("元", "平方米", "公里", "公顷", "亩", "吨", "千瓦", "度", *_UNSCALED)
"""These may have decimals; everything else is counted."""
_DECIMALS = 2
_COARSE = (2, 1)
"""Significant digits of a number that is only said roughly; fewer where two would be exact."""


class Rounding(StrEnum):
    """What the words around a number promise of it."""

    EXACT = "exact"
    BELOW = "below"  # 超、逾、突破、余: at least this much
    ABOVE = "above"  # 近、不足: less than this
    NEAR = "near"  # 约


_MODES = {
    Rounding.BELOW: ROUND_FLOOR,
    Rounding.ABOVE: ROUND_CEILING,
    Rounding.NEAR: ROUND_HALF_UP,
}


@dataclass(frozen=True, slots=True)
class Form:
    """``more`` puts 余 into it (9600余件); ``scale`` asks for 万 or 亿 ("": as is customary);
    ``whole`` writes what is counted in full (12000宗)."""

    rounding: Rounding = Rounding.EXACT
    more: bool = False
    scale: str = ""
    whole: bool = False


EXACT = Form()


def say(value: Decimal | float, unit: str, form: Form = EXACT) -> str:
    """The number with its unit; ``unit`` may begin with 万 or 亿 (23.4 of 万元)."""
    return _said(value, unit, form)[0]


def shown(value: Decimal | float, unit: str, form: Form = EXACT) -> Decimal:
    """What ``say`` prints, as a number of ``unit`` again: to be held against the value."""
    return _said(value, unit, form)[1]


def say_rank(rank: int, scope: str) -> str:
    """全区第四."""
    return f"{scope}第{numeral(rank)}"


def date_words(day: date) -> str:
    """2024年1月5日: Arabic figures, no zero before them."""
    return f"{day.year}年{day.month}月{day.day}日"


def decimal(value: Decimal | float) -> Decimal:
    """A computed value without the noise of binary fractions."""
    return value if isinstance(value, Decimal) else Decimal(repr(round(float(value), 9)))


def plain(number: Decimal) -> str:
    """Digits without exponent and without zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _said(value: Decimal | float, unit: str, form: Form) -> tuple[str, Decimal]:
    factor, base = _split(unit)
    amount = decimal(value) * factor
    exact = form.rounding is Rounding.EXACT and not form.more
    scale = _scale(amount, base, form.scale)
    counted = exact and not _measured(factor, base) and not form.scale
    if counted and (form.whole or not _short(amount / scale)):
        scale = Decimal(1)
    measured = _measured(factor, base) or scale > 1
    number = _rounded(amount / scale, form, base, measured=measured)
    round_ = measured or not exact
    if round_ and scale < YI and abs(number) >= WAN and not (form.scale or base in _UNSCALED):
        # 9999.999万元 is rounded to 1亿元, not to 10000万元.
        scale, number = scale * WAN, number / WAN
    return _written(number, scale, base, more=form.more), number * scale / factor


def _split(unit: str) -> tuple[Decimal, str]:
    for factor, name in _NAMES:
        if unit.startswith(name):
            return factor, unit[1:]
    return Decimal(1), unit


def _scale(amount: Decimal, base: str, asked: str) -> Decimal:
    if asked:
        return {name: size for size, name in _NAMES}.get(asked, Decimal(1))
    if base in _UNSCALED:
        return Decimal(1)
    return next((size for size, _name in _NAMES if abs(amount) >= size), Decimal(1))


def _measured(factor: Decimal, base: str) -> bool:
    return factor > 1 or base in _MEASURED


def _short(number: Decimal) -> bool:
    """Whether the number is exact with two decimals."""
    return number == number.quantize(Decimal("0.01"))


def _rounded(number: Decimal, form: Form, base: str, *, measured: bool) -> Decimal:
    if form.more or form.rounding is not Rounding.EXACT:
        return _coarse(number, Rounding.BELOW if form.more else form.rounding)
    if base in ("%", "％"):
        return _share(number)
    places = _DECIMALS if measured or number % 1 else 0
    return _to(number, -places, ROUND_HALF_UP)


def _share(number: Decimal) -> Decimal:
    """One decimal, but never 100 % of what is not all, nor 0 % of what is something."""
    for places in (1, 2):
        rounded = _to(number, -places, ROUND_HALF_UP)
        if rounded == number or rounded not in (0, 100):
            return rounded
    return Decimal("99.99") if number > 50 else Decimal("0.01").copy_sign(number)


def _coarse(number: Decimal, rounding: Rounding) -> Decimal:
    """Two significant digits to the side that makes the words true; one where two are exact."""
    if not number:
        return number
    for rounded in _tries(number, _MODES[rounding]):
        if rounding is Rounding.NEAR or (rounded and rounded != number):
            return rounded
    return number


def _tries(number: Decimal, mode: str) -> Iterable[Decimal]:
    for digits in _COARSE:
        yield _to(number, number.adjusted() - digits + 1, mode)


def _to(number: Decimal, exponent: int, mode: str) -> Decimal:
    step = Decimal(1).scaleb(exponent)
    return (number / step).quantize(Decimal(1), rounding=mode) * step


def _written(number: Decimal, scale: Decimal, base: str, *, more: bool) -> str:
    name = next((name for size, name in _NAMES if size == scale), "")
    digits = plain(number)
    if not more:
        return f"{digits}{name}{base}"
    # 700余万元, but 1.4万余宗: what has a decimal is followed by its 万 at once.
    early = number >= 10 and number == number.to_integral_value()
    return f"{digits}余{name}{base}" if early else f"{digits}{name}余{base}"
