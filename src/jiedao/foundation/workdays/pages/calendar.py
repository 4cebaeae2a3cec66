"""A year of the town's calendar, its office hours, and the forms that change them."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.foundation.workdays import actions, days, hours, notices
from jiedao.foundation.workdays.calendar import Calendar, calendar_for
from jiedao.foundation.workdays.models import DayRule
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid, NotFound, Unauthenticated
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.shell import base_template, reach_of

_SATURDAY = 5
_WEEKDAYS = tuple(
    Title(*names)
    for names in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as the year shows it. ``mark`` is 休 for a weekday off, 班 for a weekend worked."""

    number: int
    working: bool
    mark: str
    name: str
    own: bool
    today: bool


class NoticeData(BaseModel):
    notice: str = Field(
        title="放假安排", min_length=1, max_length=20_000,
        description="每行一段，例如：2027-02-05 至 2027-02-11 放假 春节；2027-01-30 上班 春节调休",
        json_schema_extra={"widget": "textarea", "rows": 10},
    )  # fmt: skip


class HoursData(BaseModel):
    hours: str = Field(
        title="办公时间", min_length=1, max_length=200,
        description="例如：09:00-12:00，14:00-18:00；跨零点的夜班写成 22:00-06:00。",
    )  # fmt: skip


class RemoveData(BaseModel):
    first: date = Field(title="从")
    last: date = Field(title="到")


def year(request: HttpRequest) -> HttpResponse:
    """Twelve months; ``?year=`` chooses, this one if none."""
    reach = _reader(request)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isdecimal() else clock.today().year
    if not days.FIRST_DAY.year <= chosen <= days.LAST_DAY.year:
        raise NotFound(_("日历里没有这一年。"))
    calendar = calendar_for(reach.town_id)
    own = dict(
        DayRule.objects.filter(town_id=reach.town_id, date__year=chosen).values_list("date", "name")
    )
    context = {
        "year": chosen,
        "years": (chosen - 1, chosen + 1),
        "known": calendar.known_year(chosen),
        "months": [
            (date(chosen, month, 1), _weeks(calendar, own, chosen, month)) for month in range(1, 13)
        ],
        "workdays": calendar.workdays_between(date(chosen - 1, 12, 31), date(chosen, 12, 31))
        if chosen > days.FIRST_DAY.year
        else None,
        "weekdays": _WEEKDAYS,
        "hours": hours.write(calendar.office_hours),
        "own": len(own),
        "may_edit": reach.anywhere(actions.PERMISSION),
        "base_template": base_template(request),
    }
    return render(request, "workdays/year.html", context)


def _weeks(
    calendar: Calendar, own: dict[date, str], year: int, month: int
) -> list[list[Day | None]]:
    return [
        [_day(calendar, own, day) if day.month == month else None for day in week]
        for week in Weeks().monthdatescalendar(year, month)
    ]


def _day(calendar: Calendar, own: dict[date, str], day: date) -> Day:
    working = calendar.is_workday(day)
    weekday = day.weekday() < _SATURDAY
    mark = "" if working == weekday else (_("班") if working else _("休"))
    name = own.get(day, "") or days.name_of(day)
    return Day(day.day, working, mark, name, day in own, day == clock.today())


def enter_notice(request: HttpRequest) -> HttpResponse:
    """Put a year's notice into the town's table."""
    reach = _editor(request)

    def do(data: NoticeData) -> str:
        rules = notices.parse(data.notice)
        count = actions.set_days(reach.town_id, rules, actor=_actor(request, reach))
        return _("日历已更新 %(count)d 天；正在计时的工单不变。") % {"count": count}

    return act(
        request, Form(NoticeData, draft="notice"), do, title=_("录入放假安排"), submit=_("保存"),
        back=_back(),
    )  # fmt: skip


def change_hours(request: HttpRequest) -> HttpResponse:
    """Change the office hours."""
    reach = _editor(request)

    def do(data: HoursData) -> str:
        try:
            pairs = hours.pairs_of(data.hours)
            actions.set_office_hours(reach.town_id, pairs, actor=_actor(request, reach))
        except Invalid as fault:
            raise Invalid(fault.sentence, field="hours") from None
        return _("办公时间已修改；正在计时的工单不变。")

    spans = hours.write(calendar_for(reach.town_id).office_hours)
    initial = {"hours": "，".join("-".join(pair) for pair in spans)}
    return act(
        request, Form(HoursData, initial=initial), do, title=_("修改办公时间"), submit=_("保存"),
        back=_back(),
    )  # fmt: skip


def remove(request: HttpRequest) -> HttpResponse:
    """Take the town's own days out again."""
    reach = _editor(request)

    def do(data: RemoveData) -> str:
        rows = DayRule.objects.filter(
            town_id=reach.town_id, date__gte=data.first, date__lte=data.last
        )
        dates = list(rows.values_list("date", flat=True))
        count = actions.remove_days(reach.town_id, dates, actor=_actor(request, reach))
        return _("已删除 %(count)d 天的本地安排。") % {"count": count}

    return act(
        request, Form(RemoveData), do, title=_("删除本地安排"), submit=_("删除"), back=_back(),
        danger=True,
    )  # fmt: skip


def _back() -> str:
    return reverse("workdays:year")


def _reader(request: HttpRequest) -> Reach:
    reach = reach_of(request)
    if reach is None:
        raise Unauthenticated(_("请先登录。"))
    if not reach.grants:
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def _editor(request: HttpRequest) -> Reach:
    reach = _reader(request)
    if not reach.anywhere(actions.PERMISSION):
        raise Forbidden(_("您没有修改系统设置的权限。"), code="no_permission")
    return reach


def _actor(request: HttpRequest, reach: Reach) -> Actor:
    return Actor(
        kind=History.ActorKind.ACCOUNT,
        id=reach.account_id,
        name=str(getattr(request.user, "name", "")),
        reach=reach,
        unit_id=reach.home_unit_id,
    )
