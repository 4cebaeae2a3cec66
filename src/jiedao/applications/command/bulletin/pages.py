"""Bulletins: the list, one with its checks, its file."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, Field

from jiedao.applications.command.bulletin import actions as actions
from jiedao.applications.command.bulletin import paper as paper
from jiedao.applications.command.bulletin.counting import Content, Days, title_of
from jiedao.applications.command.bulletin.models import Bulletin
from jiedao.applications.command.bulletin.rights import CHECK, MAKE, RELEASE, holders
from jiedao.applications.command.papers import docx
from jiedao.engines.cases.pages.common import reader
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.web.acting import act, done
from jiedao.web.forms import Form, Widget
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice

_SHOWN = 60
_SPANS = {"day": gettext_noop("日报"), "week": gettext_noop("周报"), "month": gettext_noop("月报")}


class New(BaseModel):
    """Which bulletin is to be counted."""

    span: Literal["day", "week", "month"] = Field("day", title="种类")
    day: date = Field(
        title="日期", description="这一天、这一天所在的周或月", default_factory=clock.today
    )


class Objection(BaseModel):
    """What is wrong with a unit's line."""

    note: str = Field(
        title="哪个数字不对，为什么", min_length=2, max_length=500,
        json_schema_extra={"widget": "textarea"},
    )  # fmt: skip


def _who(reach: Reach) -> list[tuple[str, str]]:
    """What is done with a bulletin, and by whom."""
    nobody = _("还没有人，请安全管理员在“角色”里授予")
    found = holders(reach.town_id, (MAKE, RELEASE))
    makers, releasers = (_("、").join(found[one]) for one in (MAKE, RELEASE))
    return [
        (_("编制"), makers or nobody),
        (_("核对"), _("各单位的经办人员，只核对本单位一行")),
        (_("发布"), (releasers or nobody) + _("（编制人不能发布自己编制的）")),
    ]


def _bulletin(request: HttpRequest, bulletin_id: int) -> tuple[Reach, Bulletin]:
    reach = reader(request)
    rows = Bulletin.objects.visible_to(reach).select_related("made_by", "released_by")
    found = rows.filter(pk=bulletin_id).first()
    if found is None:
        raise NotFound(_("没有这一期专报。"), code="no_bulletin")
    return reach, found


@require_GET
def bulletins(request: HttpRequest) -> HttpResponse:
    """All that the reader may see, the newest first."""
    reach = reader(request)
    rows = Bulletin.objects.visible_to(reach).select_related("released_by").order_by("-last", "-pk")
    context = {
        "rows": [(row, title_of(row)) for row in rows[:_SHOWN]],
        "may_make": reach.anywhere(MAKE),
        "who": _who(reach),
        "base_template": base_template(request),
    }
    return render(request, "command/bulletins.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Count one, or a draft anew."""
    reach, made = reader(request, MAKE), []

    def do(data: New) -> str:
        days = Days.of(data.span, data.day)
        made.append(actions.make(reach, data.span, days, actor=actor_of(account_of(request))))
        return _("已统计，请各单位核对。")

    spans = [Choice(key, _(title)) for key, title in _SPANS.items()]
    form = Form(New, widgets={"span": Widget("radio", choices=spans)})
    return act(
        request, form, do, title=_("编制专报"), submit=_("统计"), back=reverse("command:bulletins")
    )


@require_GET
def bulletin(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """One bulletin: its words and tables, who has checked, what may be done."""
    reach, found = _bulletin(request, bulletin_id)
    content = Content.model_validate(found.content)
    checks = {row.unit_id: row for row in found.checks.select_related("account")}
    draft = found.released_at is None
    context: dict[str, Any] = {
        "bulletin": found, "title": title_of(found), "sentences": paper.sentences(content),
        "units": [
            (paper.unit_row(line), checks.get(line.unit_id), line.unit_id,
             draft and reach.may(CHECK, unit_ids=(line.unit_id,)))
            for line in content.units
        ],
        "unit_head": paper.UNIT_HEAD, "hot_head": paper.HOT_HEAD,
        "hot": [
            (_("反映最多的事项"), [paper.hot_row(line) for line in content.items]),
            (_("反映最多的网格"), [paper.hot_row(line) for line in content.places]),
        ],
        "silent": sum(row.agreed is None for row in checks.values()),
        "may_release": draft and reach.anywhere(RELEASE) and found.made_by_id != reach.account_id,
        "may_make": draft and reach.anywhere(MAKE),
        "who": _who(reach) if draft else [],
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "command/bulletin.html", context)


@require_POST
def agree(request: HttpRequest, bulletin_id: int, unit_id: int) -> HttpResponse:
    """A unit's line is right."""
    _reach, found = _bulletin(request, bulletin_id)

    def do() -> str:
        actions.check(found, unit_id, True, "", actor=actor_of(account_of(request)))
        return _("已核对无误。")

    return done(request, do, reverse("command:bulletin", args=[bulletin_id]))


def objection(request: HttpRequest, bulletin_id: int, unit_id: int) -> HttpResponse:
    """A unit's line is wrong."""
    _reach, found = _bulletin(request, bulletin_id)

    def do(data: Objection) -> str:
        actions.check(found, unit_id, False, data.note, actor=actor_of(account_of(request)))
        return _("异议已提交，编制人核实后重新统计。")

    back = reverse("command:bulletin", args=[bulletin_id])
    return act(request, Form(Objection), do, title=_("提出异议"), submit=_("提交"), back=back)


@require_POST
def recount(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Count a draft anew."""
    reach, found = _bulletin(request, bulletin_id)

    def do() -> str:
        days = Days(found.first, found.last)
        actions.make(reach, found.span, days, actor=actor_of(account_of(request)))
        return _("已重新统计；数字有变化的单位需要重新核对。")

    return done(request, do, reverse("command:bulletin", args=[bulletin_id]))


@require_POST
def release(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Let it go out under one's own name."""
    _reach, found = _bulletin(request, bulletin_id)
    version = request.POST.get("version", "")

    def do() -> str:
        seen = int(version) if version.isdecimal() else 0
        actions.release(found, seen, actor=actor_of(account_of(request)))
        return _("已发布。")

    return done(request, do, reverse("command:bulletin", args=[bulletin_id]))


@require_GET
def file(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The Word file."""
    _reach, found = _bulletin(request, bulletin_id)
    return docx(title_of(found), paper.as_docx(found))
