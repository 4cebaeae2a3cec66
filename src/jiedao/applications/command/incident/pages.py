"""Pages of the incident rooms: the list, the room and its parts, the forms of what is done there."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from jiedao.applications.command.incident import (
    actions,
    alarms,
    ending,
    forms,
    marks,
    names,
    orders,
)
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.incident.panels import room_url
from jiedao.applications.command.incident.room import PARTS, Room
from jiedao.applications.command.incident.standing import room_of
from jiedao.engines.cases.gate import SEE
from jiedao.engines.cases.pages.common import case_of
from jiedao.foundation.files.checking import prepare
from jiedao.foundation.files.wire import files_of
from jiedao.foundation.staff.pages.common import actor, reader
from jiedao.foundation.staff.reach import reach_of, require
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import is_htmx, redirect, refresh, toast
from jiedao.web.shell import base_template

M = TypeVar("M", bound=BaseModel)
EDGES = ["GET", "POST"]


def incident_of(request: HttpRequest, number: str) -> Incident:
    """The room of that number; a stranger finds nothing."""
    return room_of(reach_of(reader(request, SEE)), number)


@require_GET
def room(request: HttpRequest, room: str) -> HttpResponse:
    """The room, or with ``?part=`` one of its live parts."""
    page = Room(request, incident_of(request, room))
    part = request.GET.get("part", "")
    template = f"command/incident/{part}.html" if part in PARTS else "command/incident/room.html"
    return render(request, template, {"room": page, "base_template": base_template(request)})


class _Act:
    """One form of a room: shown beneath its buttons or as a page, bound, done, the parts fresh."""

    def __init__(
        self, request: HttpRequest, incident: Incident, title: object, submit: object
    ) -> None:
        self.request, self.incident = request, incident
        self.title, self.submit = title, submit
        self.danger = False

    @cached_property
    def who(self) -> Actor:
        return actor(self.request)

    @property
    def place(self) -> tuple[int, str]:
        """Town and number, as the actions take them."""
        return self.incident.town_id, self.incident.number

    def run(self, form: Form[M], do: Callable[[M], str]) -> HttpResponse:
        """GET shows the form; POST binds it and does ``do`` in one durable transaction."""
        if self.request.method == "POST" and (data := form.bind(self.request)) is not None:
            try:
                text = do(data)
            except Refused as refused:
                form.refuse(refused)
            else:
                return finished(self.request, self.incident, text)
        return show(self.request, form, self.title, self.submit,
                    back=room_url(self.incident.number), danger=self.danger)  # fmt: skip


def show(
    request: HttpRequest, form: Form[Any], title: object, submit: object, *, back: str,
    danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """A form where its button stands, or without scripts as a page of its own."""
    context = {
        "form": form, "title": title, "submit": submit, "danger": danger, "back": back,
        "action": request.get_full_path(), "base_template": base_template(request),
    }  # fmt: skip
    name = "part" if is_htmx(request) else "page"
    template = f"command/incident/form_{name}.html"
    return render(request, template, context, status=422 if form.refused else 200)


def finished(request: HttpRequest, incident: Incident, text: str) -> HttpResponse:
    """The answer brings the parts of the room as they are now: nobody waits for his own act."""
    url = room_url(incident.number)
    if not is_htmx(request):
        return redirect(request, url, text)
    fresh = Room(request, room_of(reach_of(reader(request, SEE)), incident.number))
    answer = render(request, "command/incident/at_once.html", {"room": fresh, "at_once": True})
    answer.headers["HX-Reswap"] = "none"
    return refresh(toast(answer, text), f"{names.KIND}-map:{incident.pk}", f"{names.KIND}s")


@require_http_methods(EDGES)
def raise_case(request: HttpRequest, number: str) -> HttpResponse:
    """Open the room of a case."""
    case = case_of(request, number)
    who = actor(request)

    def do(new: actions.NewIncident) -> Incident:
        return actions.raise_case(case.town_id, case.number, new, actor=who)

    # An emergency's 事由 names nobody; its text may.
    said = str(case.attributes.get("matter") or "") or history.scrub(case.text)
    initial = {"title": " ".join(said.split())[:60], "level": 4}
    back = reverse("cases:record", args=[case.number])
    return _raise(request, names.CASE, case, initial, do, back)


@require_http_methods(EDGES)
def raise_record(request: HttpRequest, alarm_kind: str, alarm_number: str) -> HttpResponse:
    """Open the room of a record that calls for help."""
    who, reach = actor(request), reach_of(reader(request, SEE))
    row = alarms.record_of(reach, alarm_kind, alarm_number)

    def do(new: actions.NewIncident) -> Incident:
        return alarms.raise_record(reach.town_id, alarm_kind, row.number, new, actor=who)

    initial = {"title": row.title[:60], "level": 4, "reason": alarms.calls(row)}
    back = reverse("records:detail", args=[alarm_kind, row.number])
    return _raise(request, alarm_kind, row, initial, do, back)


def _raise(
    request: HttpRequest, kind: str, source: Any, initial: dict[str, Any],
    do: Callable[[actions.NewIncident], Incident], back: str,
) -> HttpResponse:  # fmt: skip
    """The form that raises a record; then its room."""
    require(actor(request), names.COMMAND)
    form = Form(
        forms.RaiseData, initial=initial,
        widgets={"level": forms.level_widget(), "plan": forms.plan_widget(source.town_id)},
    )  # fmt: skip
    if request.method == "POST" and (data := form.bind(request)) is not None:
        new = actions.NewIncident(kind, source.pk, data.title, data.plan, data.level, data.reason)
        try:
            with durable():
                made = do(new)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(request, room_url(made.number), _("已升级，请安排指挥和下达指令。"))
    return show(request, form, _("升级为应急事件"), _("升级并进入指挥室"), back=back)


@require_http_methods(EDGES)
def level(request: HttpRequest, room: str) -> HttpResponse:
    """Raise or lower the response level."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("调整响应等级"), _("调整"))
    form = Form(
        forms.LevelData, initial={"level": incident.level},
        widgets={"level": forms.level_widget()}, hidden={"version": incident.version},
    )  # fmt: skip

    def do(data: forms.LevelData) -> str:
        with durable():
            changed = actions.set_level(
                *act.place, data.level, data.reason, version=_version(request), actor=act.who
            )
        return _("已调整为%(level)s") % {"level": names.level_title(changed.level)}

    return act.run(form, do)


@require_http_methods(EDGES)
def close(request: HttpRequest, room: str) -> HttpResponse:
    """End the response."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("结束应急响应"), _("结束响应"))
    act.danger = True
    form = _close_form(incident)

    def do(data: forms.CloseData) -> str:
        with durable():
            ended = ending.conclude(
                *act.place, data.conclusion, leftover=data.leftover, settle=data.settle,
                version=_version(request), actor=act.who,
            )  # fmt: skip
        waits = ending.open_source(ended)
        if waits is not None:
            return _("应急响应已结束；事件 %(number)s 还没有办结。") % {"number": waits.number}
        return _("应急响应已结束，复盘报告可以下载。")

    return act.run(form, do)


def _close_form(incident: Incident) -> Form[forms.CloseData]:
    """It asks about open orders and the case where there are any."""
    left, case = ending.open_orders(incident), ending.open_source(incident)
    why_not = ending.settle_refusal(case) if case is not None else ""
    asked = {"leftover": bool(left), "settle": case is not None and not why_not}
    form = Form(
        forms.CloseData, hidden={"version": incident.version},
        exclude=tuple(name for name, wanted in asked.items() if not wanted),
    )  # fmt: skip
    if left:
        form["leftover"].help = _("还有 %(n)d 条没有完成：%(which)s。写明原因后一并撤回。") % {
            "n": len(left), "which": ending.named(left),
        }  # fmt: skip
    if case is not None and why_not:
        form["conclusion"].help = _("结束后事件 %(number)s 仍在办：%(why)s") % {
            "number": case.number, "why": why_not,
        }  # fmt: skip
    elif case is not None:
        form["settle"].help = _("事件 %(number)s，处置经过写入结论") % {"number": case.number}
    return form


@require_http_methods(EDGES)
def role(request: HttpRequest, room: str) -> HttpResponse:
    """Fill a role, or empty it."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("安排角色"), _("保存"))
    form = Form(
        forms.RoleData, initial={"role": request.GET.get("role", "")[:40]},
        widgets=forms.who_widgets(request, incident.town_id),
    )  # fmt: skip

    def do(data: forms.RoleData) -> str:
        with durable():
            filled = actions.fill_role(
                *act.place, data.role, account_id=data.account, unit_id=data.unit, actor=act.who
            )
        return _("%(role)s：%(who)s") % {
            "role": filled.title, "who": actions.holder(filled) or _("空缺"),
        }  # fmt: skip

    return act.run(form, do)


@require_http_methods(EDGES)
def order(request: HttpRequest, room: str) -> HttpResponse:
    """Give an order; ``?unit=`` to whom."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("下达指令"), _("下达"))
    given = request.GET.get("unit", "")
    form = Form(
        forms.OrderData, initial={"unit": given if given.isdecimal() else None, "minutes": 60},
        widgets=forms.who_widgets(request, incident.town_id), draft=f"order:{incident.pk}",
    )  # fmt: skip

    def do(data: forms.OrderData) -> str:
        with durable():
            sent = orders.give_order(
                *act.place, data.text, unit_id=data.unit, account_id=data.account,
                minutes=data.minutes, actor=act.who,
            )  # fmt: skip
        return _("已下达给%(to)s") % {"to": sent.to}

    return act.run(form, do)


@require_POST
def receive(request: HttpRequest, room: str, order_id: int) -> HttpResponse:
    """Acknowledge an order."""
    incident = incident_of(request, room)
    with durable():
        orders.receive(incident.town_id, incident.number, order_id, actor=actor(request))
    return finished(request, incident, _("已回执"))


@require_http_methods(EDGES)
def finish(request: HttpRequest, room: str, order_id: int) -> HttpResponse:
    """Report an order as carried out."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("报告完成"), _("完成"))
    form = Form(forms.DoneData, prefix=f"done-{order_id}")

    def do(data: forms.DoneData) -> str:
        files = prepare(files_of(request, "photos"))
        with durable():
            orders.finish(*act.place, order_id, data.result, files=files, actor=act.who)
        return _("已报告完成")

    return act.run(form, do)


@require_http_methods(EDGES)
def withdraw(request: HttpRequest, room: str, order_id: int) -> HttpResponse:
    """Take back an order."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("撤回指令"), _("撤回"))
    act.danger = True
    form = Form(forms.WithdrawData, prefix=f"withdraw-{order_id}")

    def do(data: forms.WithdrawData) -> str:
        with durable():
            orders.withdraw(*act.place, order_id, data.reason, actor=act.who)
        return _("已撤回，对方会收到通知。")

    return act.run(form, do)


@require_http_methods(EDGES)
def note(request: HttpRequest, room: str) -> HttpResponse:
    """Tell the situation."""
    incident = incident_of(request, room)
    act = _Act(request, incident, _("报告情况"), _("报告"))
    form = Form(forms.NoteData, draft=f"situation:{incident.pk}")

    def do(data: forms.NoteData) -> str:
        files = prepare(files_of(request, "photos"))
        with durable():
            marks.tell_situation(*act.place, data.text, at=data.at, files=files, actor=act.who)
        return _("已报告")

    return act.run(form, do)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None
