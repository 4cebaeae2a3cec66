"""Figures as people read them."""

from django.utils.translation import gettext as _

from jiedao.engines.indicators.comparing import Change
from jiedao.web.formats import NONE, thousands

_SMALL = 100
_SCALED = ("万", "亿")
"""Of these units a tenth is many: two decimals, as a report says them."""
_DIGITS = 2


def said(value: float | None, unit: str) -> str:
    """A value with its unit; decimals only where they tell something."""
    if value is None:
        return NONE
    if unit.startswith(_SCALED):
        whole, _point, rest = f"{value:,.{_DIGITS}f}".partition(".")
        rest = rest.rstrip("0")
        return f"{whole}.{rest} {unit}" if rest else f"{whole} {unit}"
    number = round(value, 2 if abs(value) < _SMALL or unit == "%" else 1)
    return f"{thousands(number)} {unit}".rstrip()


def said_change(found: Change | None) -> str:
    """A change with its sign; "" where there is none."""
    if found is None:
        return ""
    return f"{found.amount:+.1f} {_('个百分点') if found.points else '%'}"
