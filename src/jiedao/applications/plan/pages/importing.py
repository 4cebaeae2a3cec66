"""Reading a plan in: which documents there are, a new one, and one being worked through."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel, Field

from jiedao.applications.plan import names
from jiedao.applications.plan.actions import confirming, documents
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.pages.typed import day_of, unit_id, values_of
from jiedao.applications.plan.pages.worksheet import documents_of, worksheet
from jiedao.applications.plan.reading import maybe
from jiedao.applications.plan.spans import PERIOD, half_of
from jiedao.foundation.records.pages.common import actor
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Forbidden, Invalid, NotFound, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import is_htmx, redirect, toast
from jiedao.web.shell import base_template
from jiedao.web.widgets import Widget

SUFFIXES: Final = (".txt", ".docx", ".html", ".htm")
_MOST_BYTES: Final = 20 * 1024 * 1024


class Upload(BaseModel):
    """A document as the form asks for it."""

    title: str = Field(title="标题", min_length=2, max_length=200)
    period: str = Field(
        default_factory=lambda: half_of(clock.today()), title="任务的计划期",
        description="其中的承诺属于哪个时期，如 2025、2025H1。", pattern=rf"^{PERIOD}$",
    )  # fmt: skip
    dated: date = Field(default_factory=clock.today, title="文件日期")
    issued_by: str = Field("", title="印发单位", max_length=120)
    number: str = Field("", title="文号", max_length=80)
    file: list[Any] = Field(
        default_factory=list, title="文件", description="txt、docx 或 html。", max_length=1
    )
    text: str = Field("", title="或粘贴全文", json_schema_extra={"widget": "textarea", "rows": 8})


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The documents, and the form of a new one."""
    reach = planner(request)
    form = Form(
        Upload,
        widgets={"file": Widget("files", accept=",".join(SUFFIXES), most=1)},
        prefix="plan-import",
    )
    status = 200
    if request.method == "POST":
        given = form.bind(request)
        if given is not None:
            try:
                return _taken_in(request, reach, given)
            except Refused as refusal:
                form.refuse(refusal)
        status = 422
    context = {
        "form": form,
        "documents": documents_of(reach),
        "base_template": base_template(request),
    }
    return render(request, "plan/import.html", context, status=status)


def planner(request: HttpRequest) -> Reach:
    """The reach of somebody who assigns the plan's tasks; Forbidden for others."""
    reach = reach_of(account_of(request))
    if not reach.anywhere(names.ASSIGN, names.TASK):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def _taken_in(request: HttpRequest, reach: Reach, given: Upload) -> HttpResponse:
    text = text_of(given.file[0]) if given.file else given.text
    new = documents.NewDocument(
        given.title, text, given.dated, given.period, given.number, given.issued_by
    )
    with durable():
        document, made = documents.take_in(reach.town_id, new, actor=actor(request))
    words = _("已读入，请逐条确认。") if made else _("这份文件已经读入过，接着确认。")
    return redirect(request, reverse("plan:document", args=[document.pk]), words)


def text_of(file: Any) -> str:
    """The text of an uploaded file; Invalid says which files can be read."""
    from jiedao.engines.reports.reading import load

    name = Path(str(file.name)).name
    if Path(name).suffix.lower() not in SUFFIXES:
        raise Invalid(_("只能读 txt、docx、html 文件。"), field="file", code="bad_file")
    if file.size > _MOST_BYTES:
        raise Invalid(_("文件太大。"), field="file", code="too_large")
    with tempfile.TemporaryDirectory() as folder:
        # Under its own name, since a refusal names the file.
        path = Path(folder) / name
        path.write_bytes(file.read())
        try:
            return load(path)
        except Refused as refusal:
            raise Invalid(refusal.sentence, field="file", code=refusal.code) from None


def document_of(reach: Reach, document_id: int) -> PlanDocument:
    """A document of the reader's town; NotFound for any other."""
    row = PlanDocument.objects.visible_to(reach).filter(pk=document_id).first()
    if row is None:
        raise NotFound(_("没有这份文件。"))
    return row


@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The text with its marks, and beside it everything that was found."""
    reach = planner(request)
    return _page(request, document_of(reach, document_id), reach)


def _page(request: HttpRequest, row: PlanDocument, reach: Reach) -> HttpResponse:
    sheet = worksheet(row, reach, shows=request.GET.get("show", ""))
    template = "plan/findings.html" if is_htmx(request) else "plan/document.html"
    return render(request, template, {"sheet": sheet, "base_template": base_template(request)})


@require_POST
def marked(request: HttpRequest, document_id: int) -> HttpResponse:
    """Do one thing to many findings: ``act`` is confirm, drop, reopen or assign; ``ids`` name
    them, or ``section`` all that are open under a heading."""
    reach = planner(request)
    row = document_of(reach, document_id)
    ids = _ids(request.POST, row)
    who, act = actor(request), request.POST.get("act", "")
    if not ids:
        raise Invalid(_("请先选几条。"))
    with durable():
        words, tone = _done(row, act, ids, request.POST, who, reach)
    if not is_htmx(request):
        return redirect(request, reverse("plan:document", args=[row.pk]), words, tone)
    return toast(_page(request, row, reach), words, tone)


def _ids(sent: QueryDict, row: PlanDocument) -> list[int]:
    if section := sent.get("section", ""):
        rows = row.findings.filter(sort=Finding.Sort.COMMITMENT, state=Finding.State.OPEN)
        return list(rows.filter(section=section).values_list("pk", flat=True))
    return [int(one) for one in sent.getlist("ids") if one.isdecimal()]


def _done(
    row: PlanDocument, act: str, ids: list[int], sent: QueryDict, who: Any, reach: Reach
) -> tuple[str, str]:
    """What was done in words, and the tone of them."""
    if act == "confirm":
        return _confirmed(confirming.confirm(row, ids, actor=who))
    if act == "drop":
        count = documents.drop(row, ids, actor=who)
        return _("已删去 %(n)d 条") % {"n": count}, "green"
    if act == "reopen":
        count = documents.reopen(row, ids, actor=who)
        return _("已恢复 %(n)d 条") % {"n": count}, "green"
    if act != "assign":
        raise NotFound(_("没有这个操作。"))
    unit = unit_id(reach.town_id, str(sent.get("unit", "")))
    day = day_of(str(sent.get("ends_on", "")))
    count = documents.assign_many(row, ids, unit_id=unit, ends_on=day, actor=who)
    return _("已填 %(n)d 条") % {"n": count}, "green"


def _confirmed(told: confirming.Confirmed) -> tuple[str, str]:
    words = _("新建任务 %(tasks)d 项、外部数据 %(facts)d 条") % {
        "tasks": told.tasks, "facts": told.facts,
    }  # fmt: skip
    if told.known:
        words += _("，已有 %(n)d 条") % {"n": told.known}
    if not told.refused:
        return words, "green"
    finding, sentence = told.refused[0]
    words += _("；%(n)d 条没有收：%(first)s %(why)s") % {
        "n": len(told.refused), "first": finding.title[:20],
        "why": sentence or _why(finding),
    }  # fmt: skip
    return words, "amber"


def _why(row: Finding) -> str:
    if maybe(row):
        return _("认不准是哪个指标，请先核对。")
    return _("不是外部发布的指标，请选指标代号。")


@require_POST
def finding(request: HttpRequest, document_id: int, finding_id: int) -> HttpResponse:
    """Set one finding right; the fields that are sent are changed."""
    reach = planner(request)
    row = document_of(reach, document_id)
    values = values_of(reach.town_id, {n: str(v) for n, v in request.POST.items()})
    with durable():
        documents.amend(row, finding_id, values, actor=actor(request))
    if is_htmx(request):
        return HttpResponse(status=204)
    return redirect(request, reverse("plan:document", args=[row.pk]), _("已保存"))
