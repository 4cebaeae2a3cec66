"""How times, spans and figures are written; ``static/js/core.js`` ticks by the same rules."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedao.kernel import clock
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.declarations import Tone

NONE = "—"
_LEFT_IN_HOURS, _OVER_IN_HOURS = timedelta(hours=48), timedelta(hours=24)
"""Below these a span is told in hours, above in days: what is left wants to be known closer."""


def exact(moment: datetime | None) -> str:
    """``2026-11-22 14:20`` in the town's time."""
    return moment.astimezone(TOWN_ZONE).strftime("%Y-%m-%d %H:%M") if moment else NONE


def when_text(moment: datetime | None) -> str:
    """``今天 14:20``, ``昨天 09:05``, ``11-03 14:20``, or with the year when it is another."""
    if moment is None:
        return NONE
    local = moment.astimezone(TOWN_ZONE)
    today = clock.today()
    words = {0: _("今天"), -1: _("昨天"), 1: _("明天")}.get((local.date() - today).days)
    if words:
        return f"{words} {local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def tone_of(
    due: datetime | None,
    *,
    warn: datetime | None = None,
    paused: datetime | None = None,
    stopped: datetime | None = None,
) -> Tone:
    """The one meaning of colour: in time, due soon (after ``warn``), late, suspended, closed.

    A clock that stopped too late stays red: lateness is never erased.
    """
    if due is None:
        return Tone.GREY if stopped else Tone.NEUTRAL
    if stopped is not None:
        return Tone.RED if stopped > due else Tone.GREY
    if paused is not None:
        return Tone.VIOLET
    moment = clock.now()
    if moment > due:
        return Tone.RED
    return Tone.AMBER if warn is not None and moment >= warn else Tone.GREEN


def span_text(span: timedelta, in_hours: timedelta = _LEFT_IN_HOURS) -> str:
    """``25 分钟``, ``3 小时``, ``2 天``: rounded down, at least one minute."""
    if span < timedelta(hours=1):
        minutes = max(int(span.total_seconds() // 60), 1)
        return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}
    if span < in_hours:
        hours = int(span.total_seconds() // 3600)
        return ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}
    return ngettext("%(n)s 天", "%(n)s 天", span.days) % {"n": span.days}


def clock_text(
    due: datetime | None,
    *,
    paused: datetime | None = None,
    stopped: datetime | None = None,
) -> str:
    """``剩 3 小时``, ``超 1 天``, ``挂账``, ``按期``, or ``无时限``."""
    if due is None:
        return _("无时限")
    if stopped is not None and stopped <= due:
        return _("按期")
    if stopped is None and paused is not None:
        return _("挂账")
    span = due - (stopped or clock.now())
    if span >= timedelta(0):
        return _("剩 %(span)s") % {"span": span_text(span)}
    return _("超 %(span)s") % {"span": span_text(-span, _OVER_IN_HOURS)}


def thousands(value: float | Decimal | None) -> str:
    """``12,345``; decimals only where there are some."""
    if value is None:
        return NONE
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"


def wan(value: float | Decimal | None) -> str:
    """``9,800``, ``1.2 万``, ``3.4 亿``: what a Chinese reader takes in at a glance."""
    if value is None:
        return NONE
    number = float(value)
    if abs(number) >= 100_000_000:
        return f"{number / 100_000_000:.2f}".rstrip("0").rstrip(".") + " " + _("亿")
    if abs(number) >= 10_000:
        return f"{number / 10_000:.1f}".rstrip("0").rstrip(".") + " " + _("万")
    return thousands(value)


def share(part: float | None, whole: float | None) -> str:
    """``98.2 %``; a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.1f} %" if whole and part is not None else NONE


def size(octets: int | None) -> str:
    """``340 KB``, ``2.1 MB``."""
    if octets is None:
        return ""
    if octets < 1_000_000:
        return f"{max(octets // 1000, 1)} KB"
    return f"{octets / 1_000_000:.1f} MB"
