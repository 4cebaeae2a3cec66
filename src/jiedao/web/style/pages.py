"""``/_style``: every component in one place, for those who build pages and for screenshots.

Shown in DEBUG and to superusers only.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web import cells, lists, refusals, replies
from jiedao.web.forms import Form
from jiedao.web.list_filters import ChoiceFilter, DateFilter, FlagFilter, TextFilter
from jiedao.web.list_state import ListState
from jiedao.web.parts import MoveButton, Tab
from jiedao.web.shell import base_template
from jiedao.web.style import samples, town
from jiedao.web.widgets import Choice, Widget

View = Callable[..., HttpResponse]


def allowed(request: HttpRequest) -> bool:
    """Developers and superusers."""
    return bool(settings.DEBUG or getattr(request.user, "is_superuser", False))


def _guarded(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(request):
            raise NotFound(_("没有这个页面。"))
        return view(request, *args, **kwargs)

    return guarded


def _units() -> list[Choice]:
    return [Choice(str(i), name) for i, name in enumerate(("城管办", "应急办", "文兴社区"), 1)]


def _form(prefix: str) -> Form[samples.SampleForm]:
    widgets = {
        "unit": Widget(choices=_units),
        "parts": Widget(choices=_units),
        "pin": Widget(url=reverse("web:style_base")),
    }
    return Form(samples.SampleForm, widgets=widgets, prefix=prefix, draft=f"style-{prefix}")


def _moves(number: int) -> list[MoveButton]:
    url = reverse("web:style_record", args=[number])
    form = Form(samples.ReasonForm, prefix=f"return-{number}", draft="style-return")
    return [
        MoveButton("handle", "办结", url, primary=True),
        MoveButton("return", "退回", url, form=form, help="说明理由，退回分拨岗重新分拨。"),
        MoveButton("extend", "申请延期", url, lazy=reverse("web:style_plain")),
        MoveButton("check", "核查通过", url, why_not="处置人不能核查自己办理的工单。"),
        MoveButton("close", "结案", url, why_not="须先核查通过。"),
    ]


def _features() -> dict[str, Any]:
    made = []
    for i, one in enumerate(samples.orders(46)):
        place = town.at(560 + (i * 397) % 2000, 160 + (i * 233) % 1500)
        made.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": place},
                "properties": {
                    "tone": one.tone,
                    "title": one.text[:20],
                    "url": reverse("web:style_record", args=[one.pk]),
                },
            }
        )
    return {"type": "FeatureCollection", "features": made}


_LEGEND = {
    "red": "已超期",
    "amber": "快到期",
    "green": "在时限内",
    "violet": "挂账",
    "grey": "已结案",
}


@_guarded
def overview(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    form = _form("sample")
    if request.method == "POST" and form.bind(request):
        messages.success(request, "已提交")
    context = {
        "base_template": base_template(request),
        "orders": samples.orders(8),
        "facts": samples.facts(samples.orders(1)[0]),
        "photos": samples.pictures(),
        "entries": samples.entries(),
        "moves": _moves(1),
        "charts": samples.charts(),
        "features": _features(),
        "legend": _LEGEND,
        "map_base": reverse("web:style_base"),
        "tabs": [Tab("a", "工单", "#", 128), Tab("b", "督办", "#", 3), Tab("c", "通知", "#")],
        "form": form,
    }
    return render(request, "web/style/overview.html", context)


class SampleList(lists.ListPage[Any]):
    """A list over made-up rows."""

    key = "style"
    titles = Title("工单", "Cases")
    live = "cases"
    columns = (
        lists.Column("number", Title("编号", "Number"), lambda one: one.number, width="m"),
        lists.Column("text", Title("诉求内容", "Text"), lambda one: one.text),
        lists.Column("item", Title("事项", "Item"), lambda one: one.item, width="m", rank=3),
        lists.Column(
            "unit", Title("主办单位", "Unit"), lambda one: cells.unit(one.unit), width="l", rank=2
        ),
        lists.Column("state", Title("状态", "State"), lambda one: one.state, width="s", rank=2),
        lists.Column(
            "at", Title("上报", "Reported"), lambda one: cells.when(one.reported_at), "m", rank=4
        ),
        lists.Column(
            "due",
            Title("时限", "Due"),
            lambda one: cells.clock(
                one.due_at, warn=one.warn_at, paused=one.paused_at, stopped=one.stopped_at
            ),
            width="m",
        ),
    )
    filters = (
        TextFilter("q", Title("在结果中找", "Find in results"), lambda rows, words: rows),
        ChoiceFilter(
            "state",
            Title("状态", "State"),
            [Choice(each, each) for each in ("待分拨", "处置中", "待核查", "已结案")],
        ),
        ChoiceFilter("unit", Title("单位", "Unit"), lambda request: _units()),
        DateFilter("at", Title("上报日期", "Reported"), "reported_at"),
        FlagFilter("supervised", Title("督办", "Supervised"), lambda rows: rows),
    )
    orderings = (
        lists.Ordering("due", Title("先到期在前", "Due first"), ("due_at", "pk")),
        lists.Ordering("new", Title("最新在前", "Newest first"), ("-pk",)),
    )
    bulk = (
        lists.Bulk(
            "dispatch",
            Title("分拨", "Dispatch"),
            lambda request, ids, data: lists.BulkResult(len(ids) - 1, [("C26", "已被他人分拨。")]),
            icon="send",
            form=samples.ReasonForm,
        ),
        lists.Bulk(
            "sign",
            Title("签收", "Sign for"),
            lambda request, ids, data: lists.BulkResult(len(ids)),
            icon="signature",
        ),
    )
    views = (
        lists.View("mine", Title("待我办", "Mine"), "state=处置中"),
        lists.View("late", Title("已超期", "Late"), "supervised=1"),
        lists.View("new", Title("待分拨", "To dispatch"), "state=待分拨"),
    )

    def _admit(self, request: HttpRequest) -> None:
        if not allowed(request):
            raise NotFound(_("没有这个页面。"))

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        raise NotImplementedError("its rows come from fetch")

    def fetch(self, request: HttpRequest, state: ListState) -> lists.Drawn:
        chosen = request.GET.getlist("state")
        rows = [one for one in samples.orders() if not chosen or one.state in chosen]
        start = int(state.after) if state.after.isdecimal() else 0
        drawn = [self.draw(one) for one in rows[start : start + 25]]
        more = str(start + 25) if len(rows) > start + 25 else ""
        return lists.Drawn(drawn, more)

    def open_url(self, key: str) -> str:
        return reverse("web:style_record", args=[key])


sample_list = SampleList.as_view()


@_guarded
def record(request: HttpRequest, number: int) -> HttpResponse:
    """A record as it stands beside a list, or alone."""
    one = next((each for each in samples.orders() if each.pk == number), samples.orders()[0])
    context = {
        "base_template": base_template(request),
        "one": one,
        "facts": samples.facts(one),
        "photos": samples.pictures(),
        "entries": samples.entries(),
        "moves": _moves(number),
        "map_base": reverse("web:style_base"),
        "place": town.at(1100, 700),
    }
    return render(request, "web/style/record.html", context)


@_guarded
def board(request: HttpRequest) -> HttpResponse:
    """A board."""
    return render(request, "web/style/board.html", {"columns": samples.columns()})


@_guarded
def public(request: HttpRequest) -> HttpResponse:
    """A resident's page."""
    form = _form("public")
    if request.method == "POST" and form.bind(request):
        return replies.redirect(request, request.path, "已收到，编号 R26112200101。")
    return render(request, "web/style/public.html", {"form": form})


@_guarded
def plain(request: HttpRequest) -> HttpResponse:
    """A narrow page."""
    return render(request, "web/style/plain.html")


@_guarded
def error(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error."""
    return refusals.server_error(request) if status == 500 else refusals.page(request, status)


@_guarded
def base(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The index of the invented map."""
    layers = [
        {
            "key": key,
            "style": style,
            "min_zoom": zoom,
            "url": reverse("web:style_base_layer", args=[key]),
        }
        for key, (style, zoom, _features) in town.LAYERS.items()
    ]
    return JsonResponse({"extent": town.extent(), "tiles": [], "layers": layers})


@_guarded
def base_layer(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """A layer of the invented map."""
    if key not in town.LAYERS:
        raise NotFound(_("没有这个图层。"))
    return JsonResponse(town.collection(key))
