"""Figures as people read them."""

from django.utils.translation import gettext as _

from jiedao.engines.indicators.comparing import Change
from jiedao.web.formats import NONE, thousands

_SMALL = 100


def said(value: float | None, unit: str) -> str:
    """A value with its unit; decimals only where they tell something."""
    if value is None:
        return NONE
    number = round(value, 2 if abs(value) < _SMALL or unit == "%" else 1)
    return f"{thousands(number)} {unit}".rstrip()


def said_change(found: Change | None) -> str:
    """A change with its sign; "" where there is none."""
    if found is None:
        return ""
    return f"{found.amount:+.1f} {_('个百分点') if found.points else '%'}"
