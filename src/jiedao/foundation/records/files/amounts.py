"""Numbers as offices write them: full-width, with thousands marks, with a unit behind."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.cells import CellFault, Raw, code, shown
from jiedao.kernel.titles import Title

# What each is of the first of its line. Only what is exact and in use.
_SCALES: Final[tuple[dict[str, int], ...]] = (
    {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000},
    {"平方米": 1, "㎡": 1, "m²": 1, "m2": 1, "平米": 1, "公顷": 10_000, "万平方米": 10_000,
     "平方公里": 1_000_000, "平方千米": 1_000_000},
    {"克": 1, "g": 1, "千克": 1000, "公斤": 1000, "kg": 1000, "吨": 1_000_000, "t": 1_000_000},
    {"毫米": 1, "mm": 1, "厘米": 10, "cm": 10, "米": 1000, "m": 1000, "公里": 1_000_000,
     "千米": 1_000_000, "km": 1_000_000},
    {"人": 1, "万人": 10_000},
)  # fmt: skip
_ALIASES: Final = {"人民币": "元", "rmb": "元", "圆": "元", "块": "元"}
_MYRIADS: Final = {"万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_CURRENCY: Final = ("¥", "￥", "人民币", "rmb", "cny")
_PARTS: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(\D.*)?")


def _scale(unit: str) -> tuple[int, int] | None:
    """Which line of the table a unit is on, and what it counts there."""
    name = unit.strip().casefold()
    name = _ALIASES.get(name, name)
    for place, scale in enumerate(_SCALES):
        if name in scale:
            return place, scale[name]
    return None


def units_like(unit: Title) -> Iterable[str]:
    """Units in which such an amount may be given."""
    own = _scale(unit.zh)
    names = [] if own is None else list(_SCALES[own[0]])
    return dict.fromkeys(name for name in (unit.zh, unit.en, *names) if name)


def ratio(given: str, own: Title) -> Decimal | None:
    """What a number in ``given`` is multiplied by to be one in the field's unit; None where the
    two do not go together."""
    if given.casefold() in {own.zh.casefold(), own.en.casefold()}:
        return Decimal(1)
    if given in _MYRIADS:
        # “3万” of something counted in 万元 are three.
        own_myriads = next((n for word, n in _MYRIADS.items() if own.zh.startswith(word)), 1)
        return Decimal(_MYRIADS[given]) / Decimal(own_myriads)
    first, second = _scale(given), _scale(own.zh)
    if first is None or second is None or first[0] != second[0]:
        return None
    return Decimal(first[1]) / Decimal(second[1])


def amount(raw: Raw, unit: Title, of_column: str = "") -> Decimal | None:
    """A number in the field's unit; None for nothing. Behind the number may stand a unit of the
    same sort; ``of_column`` is the one the heading names."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _times(Decimal(repr(raw)), of_column, unit, raw)
    clean = _bare(code(raw))
    if not clean:
        return None
    match = _PARTS.fullmatch(clean)
    if match is None:
        raise _no_number(raw)
    try:
        value = Decimal(match[1])
    except InvalidOperation:
        raise _no_number(raw) from None
    return _times(value, match[2] or of_column, unit, raw)


def _bare(text: str) -> str:
    clean = text.replace(",", "").replace("，", "").casefold()
    for sign in _CURRENCY:
        clean = clean.removeprefix(sign)
    return clean


def _times(value: Decimal, given: str, unit: Title, raw: Raw) -> Decimal:
    if not value.is_finite():
        raise _no_number(raw)
    if not given:
        return value
    by = ratio(given, unit)
    if by is None:
        raise CellFault(
            _("“%(value)s”的单位不对，应为%(unit)s。") % {"value": shown(raw), "unit": unit}
            if unit.zh
            else _("“%(value)s”不是数字。") % {"value": shown(raw)}
        )
    return value * by


def _no_number(raw: Raw) -> CellFault:
    return CellFault(_("“%(value)s”不是数字。") % {"value": shown(raw)})
