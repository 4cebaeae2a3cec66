"""The duty roster of a week, and putting somebody on it."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import PLAN, SEE
from jiedao.foundation.staff.duty_words import PARTS, part_title, span_words
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.pages.common import actor, reader, town_id
from jiedao.foundation.staff.pages.weeks import DAYS, monday, week_of
from jiedao.foundation.staff.queries import people_for_choice
from jiedao.foundation.staff.roster import day_of_duty, duty_day
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget


def week(request: HttpRequest) -> HttpResponse:
    """A week; ``?from=`` names a day of it."""
    account = reader(request, SEE)
    today = duty_day(account.reach.town_id)
    first = monday(_day(request.GET.get("from", "")) or today)
    address = reverse("staff:roster")
    shown = week_of(account.reach, first)
    context = {
        "week": shown,
        "doubles": [(one, other, span_words(one), span_words(other))
                    for one, other in shown.roster.doubles],
        "before": f"{address}?from={first - timedelta(days=DAYS)}",
        "after": f"{address}?from={first + timedelta(days=DAYS)}",
        "this": address,
        "may_plan": account.reach.anywhere(PLAN),
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "staff/roster.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class ShiftData(BaseModel):
    part: str = Field(title="哪种值班")
    account: int = Field(title="值班人")
    unit: int | None = Field(
        None, title="值班单位", description="科室、社区值班请选；留空为本人所在单位"
    )
    starts_at: datetime = Field(title="开始")
    ends_at: datetime = Field(title="结束")


def add(request: HttpRequest) -> HttpResponse:
    """Put one person on the roster."""
    reader(request, PLAN)
    town = town_id(request)

    def do(data: ShiftData) -> str:
        new = NewShift(data.part, data.account, data.starts_at, data.ends_at, data.unit)
        (added,) = add_shifts(town, [new], actor=actor(request))
        if added.known:
            return _("值班表上已经有这个班。")
        return _("已排班：%(part)s %(span)s。") % {
            "part": part_title(data.part), "span": span_words(added.shift),
        }  # fmt: skip

    begin, end = day_of_duty(town, _day(request.GET.get("day", "")) or duty_day(town))
    initial = {"starts_at": begin, "ends_at": end, "part": request.GET.get("part", "")}
    form = Form(ShiftData, initial=initial, widgets=_widgets(town), prefix="add-shift")
    return act(request, form, do, title=_("排班"), submit=_("排班"), back=reverse("staff:roster"))


def _widgets(town: int) -> dict[str, Widget]:
    units = Unit.objects.filter(town_id=town, valid_to=None).exclude(kind="external")
    return {
        "part": Widget("radio", choices=[Choice(key, str(title)) for key, title in PARTS.items()]),
        "account": Widget("select", choices=people(town)),
        "unit": Widget(
            "select",
            choices=[Choice(str(pk), name)
                     for pk, name in units.order_by("code").values_list("pk", "name")],
        ),
    }  # fmt: skip


def people(town: int, but: int | None = None) -> list[Choice]:
    """Who can be put on duty: with the unit, since names repeat."""
    rows = people_for_choice(town, but)
    return [Choice(str(pk), f"{name} · {unit}") for pk, name, unit in rows if unit]
