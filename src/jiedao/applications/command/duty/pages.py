"""Duty on one page: who is on now, today and this week, what came in, who is called out."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.applications.command.duty import queries
from jiedao.applications.command.duty.models import CALL
from jiedao.applications.command.duty.queries import Event
from jiedao.applications.command.duty.report import as_docx, gather
from jiedao.applications.command.kinds import EVENT
from jiedao.applications.command.papers import docx
from jiedao.engines.cases.naming import state_title
from jiedao.engines.cases.pages.common import case_url
from jiedao.foundation.staff.duty import SEE, Shift
from jiedao.foundation.staff.duty_words import part_title, span_words
from jiedao.foundation.staff.pages.common import reader
from jiedao.foundation.staff.pages.weeks import monday, week_of
from jiedao.foundation.staff.roster import (
    duty_day,
    next_shifts,
    on_now,
    shifts_of,
    swaps_for,
    telephone,
    unsigned,
    unwritten,
)
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.web.shell import base_template

_LOOK_BACK = timedelta(hours=24)


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The duty officer's page."""
    account = reader(request, SEE)
    reach = account.reach
    now = on_now(reach)
    moment = clock.now()
    context = {
        "now": [_on_duty(one) for one in now],
        "missing": [
            part_title(part)
            for part in (Shift.Part.LEADER, Shift.Part.OFFICER)
            if part not in {one.part for one in now}
        ],
        "week": week_of(reach, monday(duty_day(reach.town_id))),
        "mine": [(one, _words(one), one.starts_at <= moment) for one in next_shifts(account)],
        "swaps": [(one, _words(one.shift), one.asked_of_id == account.pk)
                  for one in swaps_for(account)],
        "unsigned": [(one, _words(one.shift)) for one in unsigned(reach)],
        "unwritten": [(one, _words(one)) for one in unwritten(reach, moment - _LOOK_BACK)],
        "callouts": queries.running(reach),
        "may_call": reach.anywhere(CALL),
        "base_template": base_template(request),
        **_log(reach),
    }  # fmt: skip
    return render(request, "command/duty.html", context)


def _words(one: Shift) -> str:
    return f"{part_title(one.part)} {span_words(one)}"


def _on_duty(one: Shift) -> tuple[Shift, str, str, str]:
    where = one.unit.name if one.of_unit else part_title(one.part)
    span = "" if one.of_unit else span_words(one)
    return one, where, telephone(one), span


def _log(reach: Reach) -> dict[str, Any]:
    """The event log: what is open, and what was called in within a day; late reports in red."""
    if not reach.anywhere("cases.see", EVENT):
        return {"events": [], "sees_events": False}
    moment = clock.now()
    found = {one.case.pk: one for one in queries.events(reach, moment - _LOOK_BACK, moment)}
    found |= {one.case.pk: one for one in queries.open_events(reach)}
    return {"events": lines(queries.by_urgency(found.values())), "sees_events": True}


def lines(rows: Sequence[Event]) -> list[tuple[Event, str, str, str, object, str]]:
    """Events with address, sort, what happened, state, and what is said of the first report."""
    return [
        (one, case_url(one.case.number), str(one.facts.sort.titles),
         one.facts.matter or history.scrub(one.case.text), state_title(one.case),
         _report_words(one))
        for one in rows
    ]  # fmt: skip


def _report_words(one: Event) -> str:
    if one.reported is None:
        return _("首报超时") if one.late else _("待首报")
    return _("迟报") if one.late else _("按时首报")


@require_GET
def report(request: HttpRequest, shift_id: int) -> HttpResponse:
    """The report of a shift, for who may see the whole roster."""
    reach = reader(request, SEE).reach
    shift = shifts_of(reach).filter(pk=shift_id, starts_at__lte=clock.now()).first()
    if shift is None:
        raise NotFound(_("没有这个班，或者它还没有开始。"))
    day = shift.starts_at.astimezone(clock.TOWN_ZONE)
    return docx(f"值班快报 {day:%Y-%m-%d %H%M}", as_docx(gather(reach, shift)))
