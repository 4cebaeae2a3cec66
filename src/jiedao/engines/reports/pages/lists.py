"""The reports of the town, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.engines.reports import actions
from jiedao.engines.reports.gate import WRITE
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.pages.common import actor, reach, reader, town_id
from jiedao.engines.reports.periods import asked, require_begun, under_way, usual
from jiedao.engines.reports.queries import drafted_just_now
from jiedao.engines.reports.writing.book import refreshed
from jiedao.kernel.errors import Refused
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.shell import base_template

_SHOWN = 200


class NewData(BaseModel):
    period: str = Field(
        title="时期", max_length=32,
        description="写成 2024、2024H1、2024Q3、2024-05、2024-01..2024-05，也可以写 2024年上半年、2024年第三季度、2024年1—5月。",
    )  # fmt: skip
    title: str = Field("", title="标题", description="不填则按时期拟定", max_length=200)


def reports(request: HttpRequest) -> HttpResponse:
    """All that the reader may see, newest first."""
    rows = Report.objects.visible_to(reach(request)).select_related("author")
    context = {
        "reports": rows.defer("body", "proposals").order_by("-number")[:_SHOWN],
        "may_write": reach(request).anywhere(WRITE),
        "base_template": base_template(request),
    }
    return render(request, "reports/list.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Compose the first draft of a period; ``?period=`` proposes one."""
    reader(request, WRITE)
    made: list[Report] = []
    composed = _composed(request) if request.method == "POST" else None

    def do(data: NewData) -> str:
        period = asked(data.period)
        told = _("草稿已按记录写好，请逐段核对和改写。")
        if drafted_just_now(town_id(request), period.key, data.title, actor=actor(request)):
            told = _("您刚才已经起草了这一份，这里就是。")
        made.append(
            actions.draft(
                town_id(request), period, title=data.title, composed=composed, actor=actor(request)
            )
        )
        return told + under_way(period)

    form, examples = _form(request), usual()
    response = act(
        request, form, do, title=_("新写工作总结"), submit=_("按记录起草"), back=reverse("reports:list"),
        page="reports/new.html", extra={"examples": [(one, under_way(one)) for one in examples]},
    )  # fmt: skip
    if made:
        url = reverse("reports:report", args=[made[0].number])
        header = "HX-Redirect" if "HX-Redirect" in response.headers else "Location"
        response.headers[header] = url
    return response


def _composed(request: HttpRequest) -> actions.Composed | None:
    """The text, counted before the transaction that keeps it; None where the form is refused, or
    the draft is there already."""
    title = request.POST.get("title", "").strip()
    try:
        period = asked(request.POST.get("period", "").strip()[:32])
    except Refused:
        return None
    if drafted_just_now(town_id(request), period.key, title, actor=actor(request)):
        return None
    refreshed(town_id(request))
    try:
        return actions.compose(town_id(request), period)
    except Refused:
        return None


def _form(request: HttpRequest) -> Form[NewData]:
    """With the period of the address in it, and a sentence where nobody can read that."""
    given = request.GET.get("period", "").strip()[:32]
    form = Form(NewData, initial={"period": given or usual()[0].key})
    if given and request.method == "GET":
        try:
            require_begun(asked(given))
        except Refused as refusal:
            form.refuse(refusal)
    return form
