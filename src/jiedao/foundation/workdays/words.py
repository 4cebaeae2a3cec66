"""How time is told to people: “剩 3 小时”, “超 1 天”, and the exact account behind it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiedao.foundation.workdays.calendar import Calendar
from jiedao.foundation.workdays.units import LimitUnit
from jiedao.kernel import clock

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def left_text(now: datetime, due: datetime) -> str:
    """How long until the deadline by the clock on the wall, in its greatest unit, rounded down.

    “剩 3 小时” before it, “超 1 天” after it.
    """
    if now > due:
        return _("超 %(span)s") % {"span": _rough(now - due)}
    return _("剩 %(span)s") % {"span": _rough(due - now)}


def exact_text(calendar: Calendar, now: datetime, due: datetime, unit: LimitUnit) -> str:
    """The whole account, for the tooltip: the deadline, and what is left of the unit's time.

    “截止 2026-02-25 18:00，剩 2 个工作日 3 小时 15 分”.
    """
    late = now > due
    span = calendar.overdue(now, due, unit) if late else calendar.remaining(now, due, unit)
    form = _("截止 %(due)s，超 %(span)s") if late else _("截止 %(due)s，剩 %(span)s")
    return form % {"due": moment_text(due), "span": _exact(span, unit, calendar.day_length)}


def moment_text(moment: datetime) -> str:
    """A moment in the town's zone: “2026-02-25 18:00”."""
    return moment.astimezone(clock.TOWN_ZONE).strftime("%Y-%m-%d %H:%M")


def _rough(span: timedelta) -> str:
    if span >= _DAY:
        return _("%(count)d 天") % {"count": span // _DAY}
    if span >= _HOUR:
        return _("%(count)d 小时") % {"count": span // _HOUR}
    if span >= _MINUTE:
        return _("%(count)d 分钟") % {"count": span // _MINUTE}
    return _("不到 1 分钟")


def _exact(span: timedelta, unit: LimitUnit, day_length: timedelta) -> str:
    """Days (of the unit), hours and minutes, without the empty ones."""
    whole = {LimitUnit.WORKDAYS: day_length, LimitUnit.DAYS: _DAY}.get(unit)
    parts = []
    if whole is not None:
        count, span = divmod(span, whole)
        if count:
            form = _("%(count)d 个工作日") if unit is LimitUnit.WORKDAYS else _("%(count)d 天")
            parts.append(form % {"count": count})
    hours, rest = divmod(span, _HOUR)
    if hours:
        form = _("%(count)d 工作时") if unit.counts_office_time else _("%(count)d 小时")
        parts.append(form % {"count": hours})
    if rest >= _MINUTE or not parts:
        parts.append(_("%(count)d 分") % {"count": rest // _MINUTE})
    return " ".join(parts)
