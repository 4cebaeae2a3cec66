"""Pages of call-outs: the list, a new one, one with everybody's answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, Field

from jiedao.applications.command.duty import actions, queries
from jiedao.applications.command.duty.actions import MINUTES, MOST_MINUTES, NewCallout
from jiedao.applications.command.duty.models import CALL, Callout
from jiedao.applications.command.looking_up import looked_up
from jiedao.foundation.staff.duty import SEE
from jiedao.foundation.staff.pages.common import account_of, actor, reader, town_id
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web.acting import act, done
from jiedao.web.forms import Form
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget

GROUPS = {
    "on_duty": Title("当班全体", "Everybody on duty"),
    "communities": Title("全部社区值班员", "All community duty officers"),
    "unit": Title("一个单位的全部人员", "Everybody of a unit"),
}
STEPS = {
    "received": Title("已收到", "Received"),
    "set_out": Title("出发", "Set out"),
    "arrived": Title("到达", "Arrived"),
}
_SHOWN = 50


def _of(request: HttpRequest, callout_id: int) -> Callout:
    rows = queries.callouts(account_of(request).reach)
    found: Callout | None = rows.filter(pk=callout_id).first()
    if found is None:
        raise NotFound(_("没有这次点名。"))
    return found


def _url(callout_id: int) -> str:
    return reverse("command:callout", args=[callout_id])


def group_title(row: Callout) -> str:
    """Who was called."""
    return row.unit.name if row.unit else str(GROUPS[row.group])


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The newest call-outs that the reader may see."""
    reach = reader(request, SEE).reach
    found = queries.callouts(reach).order_by("-called_at", "-id")[:_SHOWN]
    context = {
        "callouts": [(queries.standing(row), group_title(row)) for row in found],
        "may_call": reach.anywhere(CALL),
        "base_template": base_template(request),
    }
    return render(request, "command/callouts.html", context)


class CallData(BaseModel):
    group: str = Field(title="叫谁")
    unit: int | None = attribute(
        Title("哪个单位", "Unit"), None, when=f"group={Callout.Group.UNIT}",
        help=Title("输入几个字检索", "Type a few letters"),
    )  # fmt: skip
    what: str = Field(title="什么事、要做什么", min_length=2, max_length=200)
    where: str = Field("", title="集结地点", max_length=200)
    minutes: int = Field(
        MINUTES, title="几分钟内应答", ge=1, le=MOST_MINUTES, json_schema_extra={"unit": "分钟"}
    )
    case_number: str = Field("", title="突发事件编号", max_length=24)


def new(request: HttpRequest) -> HttpResponse:
    """Call a group out."""
    reader(request, CALL)
    town = town_id(request)

    def do(data: CallData) -> str:
        asked = NewCallout(data.group, data.what, data.where, data.minutes, data.unit,
                           data.case_number)  # fmt: skip
        row = actions.call_out(town, asked, actor=actor(request))
        return _("已点名，通知了 %(n)d 人。") % {"n": row.called.count()}

    widgets = {
        "group": Widget("radio", choices=[Choice(key, str(t)) for key, t in GROUPS.items()]),
        "unit": looked_up(request, "unit", town),
    }
    initial = {"group": "on_duty", "case_number": request.GET.get("case", "")[:24]}
    form = Form(CallData, widgets=widgets, initial=initial, prefix="call-out")
    return act(request, form, do, title=_("点名调度"), submit=_("点名"),
               back=reverse("command:callouts"))  # fmt: skip


@require_GET
def callout(request: HttpRequest, callout_id: int) -> HttpResponse:
    """One call-out: my answer first, then who has answered and who has not."""
    account = account_of(request)
    row = _of(request, callout_id)
    found = queries.standing(row)
    mine = next((one for one in found.people if one.account_id == account.pk), None)
    running = row.closed_at is None
    context = {
        "callout": row,
        "standing": found,
        "silent": len(found.silent),
        "facts": [
            Fact(_("叫谁"), group_title(row)),
            Fact(_("集结地点"), row.where),
            Fact(_("点名人"), row.called_by.name),
            Fact(_("结果"), row.result, wide=True),
        ],
        "mine": mine,
        "my_steps": _steps(mine) if mine is not None and running else [],
        "people": [
            (one, str(STEPS[one.step]) if one.step else "", _steps(one))
            for one in sorted(found.people, key=lambda one: bool(one.step))
        ],
        "running": running,
        "may_call": account.reach.anywhere(CALL) and running,
        "base_template": base_template(request),
    }
    return render(request, "command/callout.html", context)


def _steps(one: object) -> list[tuple[str, str]]:
    """The answers that were not given yet."""
    return [(key, str(title)) for key, title in STEPS.items() if getattr(one, f"{key}_at") is None]


@require_POST
def answer(request: HttpRequest, callout_id: int) -> HttpResponse:
    """One's own answer, or with ``account`` that of somebody who telephoned."""
    row = _of(request, callout_id)
    step, other = request.POST.get("step", ""), request.POST.get("account", "")

    def do() -> str:
        if other.isdecimal():
            actions.answer_for(row.town_id, row.pk, int(other), step, actor=actor(request))
            return _("已代记。")
        actions.answer(row.town_id, row.pk, step, actor=actor(request))
        return _("已应答：%(step)s。") % {"step": STEPS[step]}

    return done(request, do, _url(row.pk))


@require_POST
def urge(request: HttpRequest, callout_id: int) -> HttpResponse:
    """Tell the silent ones again."""
    row = _of(request, callout_id)

    def do() -> str:
        count = actions.urge(row.town_id, row.pk, actor=actor(request))
        return _("已再次通知 %(n)d 人。") % {"n": count}

    return done(request, do, _url(row.pk))


class CloseData(BaseModel):
    result: str = Field(
        title="结果", min_length=2, max_length=500, json_schema_extra={"widget": "textarea"}
    )


def close(request: HttpRequest, callout_id: int) -> HttpResponse:
    """End it, with what came of it."""
    reader(request, CALL)
    row = _of(request, callout_id)

    def do(data: CloseData) -> str:
        actions.close(row.town_id, row.pk, data.result, actor=actor(request))
        return _("点名已结束。")

    form = Form(CloseData, prefix="close-callout")
    return act(request, form, do, title=_("结束点名：%(what)s") % {"what": row.what},
               submit=_("结束点名"), back=_url(row.pk))  # fmt: skip
