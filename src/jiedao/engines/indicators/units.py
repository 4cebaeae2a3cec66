"""Units as reports write them: ``9.3 万宗`` and ``93,000 宗`` are the same number.

Areas come to square metres, lengths to metres, money to yuan; what is counted (件, 宗, 人次 …) is a
plain number, whatever it is called.
"""

from collections.abc import Mapping
from typing import Final

_AREAS: Final[Mapping[str, float]] = {
    "亿平方米": 1e8, "万平方米": 1e4, "万㎡": 1e4, "万平米": 1e4, "平方公里": 1e6, "km²": 1e6,
    "公顷": 1e4, "亩": 1e4 / 15, "平方米": 1.0, "㎡": 1.0, "平米": 1.0, "m²": 1.0,
}  # fmt: skip
_MONEY: Final[Mapping[str, float]] = {"亿元": 1e8, "万元": 1e4, "元": 1.0}
_LENGTHS: Final[Mapping[str, float]] = {"公里": 1e3, "千米": 1e3, "km": 1e3, "米": 1.0}
_SHARES: Final[Mapping[str, float]] = {"个百分点": 1.0, "%": 1.0, "％": 1.0}
_MULTIPLES: Final = (("亿", 1e8), ("万", 1e4), ("千", 1e3))
_BASES: Final = (("m2", _AREAS), ("CNY", _MONEY), ("m", _LENGTHS))


def base_of(unit: str) -> tuple[float, str]:
    """(factor, base unit): a value times the factor is in the base unit."""
    unit = unit.strip().removeprefix("余")
    if unit in ("%", "％"):
        return 1.0, "%"
    if unit in _SHARES:
        return 1.0, "pp"
    for base, factors in _BASES:
        if unit in factors:
            return factors[unit], base
    for word, factor in _MULTIPLES:
        if unit.startswith(word):
            return factor, "n"
    return 1.0, "n"


def in_base(value: float, unit: str) -> tuple[float, str]:
    """A value in its base unit, and which that is."""
    factor, base = base_of(unit)
    return value * factor, base


def difference(value: float, unit: str, other: float, other_unit: str) -> float | None:
    """``other − value`` in the first one's unit; None where they measure different things."""
    factor, base = base_of(unit)
    found, other_base = in_base(other, other_unit)
    return found / factor - value if base == other_base else None
