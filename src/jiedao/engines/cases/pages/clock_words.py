"""What is left of a clock, or by how much it ran over, in the unit that its limit is given in.

A limit of two office hours that began on Friday evening has two office hours left on Sunday,
not forty-six hours.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedao.engines.cases.models import Clock
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.foundation.workdays.units import LimitUnit
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.web import formats


def own_words(row: Clock, calendar: Calendar, now: datetime) -> str:
    """``剩 2 工作时 · 明天 11:00 前``, ``超 1 个工作日``; empty where a clock's usual words are
    in its unit already, or nothing is left to say."""
    unit = LimitUnit(row.limit_unit) if row.limit_unit else LimitUnit.DAYS
    paused = row.stopped_at is None and row.paused_at is not None
    moment = row.stopped_at or now
    if not unit.counts_office_time or paused:
        return ""
    if moment > row.due_at:
        return _over(row.due_at, moment, unit, calendar)
    if row.stopped_at is not None:
        return ""
    left = _left(moment, row.due_at, unit, calendar)
    words = {"span": left, "until": formats.when_text(row.due_at)}
    return _("剩 %(span)s · %(until)s 前") % words


def _left(moment: datetime, due: datetime, unit: LimitUnit, calendar: Calendar) -> str:
    """Whole workdays after today, as the limit counts them: the day of receipt is none."""
    today, last = (one.astimezone(TOWN_ZONE).date() for one in (moment, due))
    days = calendar.workdays_between(today, last) if unit is LimitUnit.WORKDAYS else 0
    return _days(days) if days else _office_time(calendar.remaining(moment, due, unit))


def _over(due: datetime, moment: datetime, unit: LimitUnit, calendar: Calendar) -> str:
    span = calendar.overdue(moment, due, unit)
    if span < timedelta(minutes=1):
        # Since then the office has been closed.
        return _("已超期")
    days = span // calendar.day_length if unit is LimitUnit.WORKDAYS else 0
    return _("超 %(span)s") % {"span": _days(days) if days else _office_time(span)}


def _days(days: int) -> str:
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", days) % {"n": days}


def _office_time(span: timedelta) -> str:
    """Rounded down, at least a minute."""
    hours, minutes = divmod(max(int(span.total_seconds() // 60), 1), 60)
    if not hours:
        return ngettext("%(n)s 分钟工作时间", "%(n)s 分钟工作时间", minutes) % {"n": minutes}
    words = ngettext("%(n)s 工作时", "%(n)s 工作时", hours) % {"n": hours}
    return (
        _("%(hours)s %(minutes)s 分") % {"hours": words, "minutes": minutes} if minutes else words
    )
