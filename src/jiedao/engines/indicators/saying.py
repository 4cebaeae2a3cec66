"""Figures as people read them."""

from django.utils.translation import gettext as _

from jiedao.engines.indicators.comparing import Change
from jiedao.kernel.declarations import Indicator
from jiedao.web.formats import NONE, thousands

_SMALL = 100
_SCALED = ("万", "亿")
"""Of these units a tenth is many: two decimals, as a report says them."""
_DIGITS = 2


def said(value: float | None, unit: str) -> str:
    """A value with its unit; decimals only where they tell something."""
    if value is None:
        return NONE
    if unit.startswith(_SCALED) and abs(value) < 1:
        # 2,385 宗 rather than 0.24 万宗: what is small is told as it was counted.
        return said(
            value * 10_000, unit[1:] if unit[0] == _SCALED[0] else f"{_SCALED[0]}{unit[1:]}"
        )
    if unit.startswith(_SCALED):
        whole, _point, rest = f"{value:,.{_DIGITS}f}".partition(".")
        rest = rest.rstrip("0")
        return f"{whole}.{rest} {unit}" if rest else f"{whole} {unit}"
    number = round(value, 2 if abs(value) < _SMALL or unit == "%" else 1)
    return f"{thousands(number)} {unit}".rstrip()


def said_published(indicator: Indicator, value: float | None) -> str:
    """A figure in the form in which it is published; a place in words."""
    if indicator.compare == "rank" and value is not None:
        return _("历年第 %(place)d 位") % {"place": value}
    return said(value, indicator.unit)


def said_change(found: Change | None) -> str:
    """A change with its sign; "" where there is none."""
    if found is None:
        return ""
    return f"{found.amount:+.1f} {_('个百分点') if found.points else '%'}"


def said_status(status: str) -> str:
    """What a line of the list of figures is, in words."""
    return {"result": _("结果"), "target": _("目标"), "rank": _("位次")}.get(status, status)
