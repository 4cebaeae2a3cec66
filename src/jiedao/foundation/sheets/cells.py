"""From what stands in a cell to a clean value; a fault is a sentence about the cell."""

import math
import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid

Raw = str | int | float | bool | datetime | date | time | timedelta | None
"""What a cell may hold as it comes: CSV gives text, Excel typed values."""

EMPTY = frozenset({"", "-", "--", "—", "——", "–", "－"})
"""Texts that stand for nothing."""

_YES = frozenset({"是", "有", "对", "真", "y", "yes", "true", "t", "1", "√", "✓", "on"})
_NO = frozenset({"否", "无", "不", "假", "n", "no", "false", "f", "0", "×", "✗", "off"})
# Control and invisible characters that copying brings along; tabs and line ends are text.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff\ufffe\uffff]"
)
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SHOWN = 200


class CellFault(Invalid):
    """A value that cannot be what its column asks for."""

    default_code = "bad_cell"


def text(raw: Raw, empty: Collection[str] = EMPTY) -> str:
    """The cell as text without surrounding blanks and unseen characters; "" for nothing.

    A whole number has no decimal point, whatever type Excel stored it in.
    """
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        raw = int(raw)
    clean = str(raw).strip()
    if not clean.isprintable():  # the common case costs nothing
        clean = _UNSEEN.sub("", clean).replace("\r\n", "\n").replace("\r", "\n").strip()
    return "" if clean in empty else clean


def half_width(value: str) -> str:
    """Full-width digits, letters and signs as half-width ones (１２ → 12); nothing else."""
    return value if value.isascii() else value.translate(_HALF)


def code(raw: Raw, empty: Collection[str] = EMPTY) -> str:
    """A code or number that names something: half-width, without any blanks."""
    return "".join(half_width(text(raw, empty)).split())


def number(raw: Raw, empty: Collection[str] = EMPTY) -> float | None:
    """A finite number, also written full-width or with thousands marks; None for nothing."""
    if isinstance(raw, bool | datetime | date | time | timedelta):
        raise CellFault(_("“%(value)s”不是数字。") % {"value": shown(raw)})
    clean = code(raw, empty).replace(",", "")
    if not clean:
        return None
    try:
        value = float(clean)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CellFault(_("“%(value)s”不是数字。") % {"value": shown(raw)})
    return value


def integer(raw: Raw, empty: Collection[str] = EMPTY) -> int | None:
    """A whole number; None for nothing."""
    value = number(raw, empty)
    if value is None:
        return None
    if not value.is_integer():
        raise CellFault(_("“%(value)s”不是整数。") % {"value": shown(raw)})
    return int(value)


def flag(raw: Raw, empty: Collection[str] = EMPTY) -> bool | None:
    """Yes or no in the usual words; None for nothing."""
    if isinstance(raw, bool):
        return raw
    clean = half_width(text(raw, empty)).casefold()
    if not clean:
        return None
    if clean in _YES or clean in _NO:
        return clean in _YES
    raise CellFault(_("“%(value)s”应填“是”或“否”。") % {"value": shown(raw)})


def shown(raw: Raw) -> str:
    """A value as a report shows it: one line, not too long."""
    clean = " ".join(str("" if raw is None else raw).split())
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
