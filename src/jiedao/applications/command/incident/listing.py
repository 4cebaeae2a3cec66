"""The list of rooms: open ones first, ended ones with their reports."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.applications.command.incident.panels import room_url
from jiedao.engines.cases.gate import SEE
from jiedao.foundation.staff.pages.common import reader
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.list_filters import ChoiceFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering, View
from jiedao.web.widgets import Choice

_STATES = {"open": Title("响应中", "Open"), "closed": Title("已结束", "Ended")}


def _states(_request: HttpRequest) -> list[Choice]:
    return [Choice(key, title) for key, title in _STATES.items()]


def _levels(_request: HttpRequest) -> list[Choice]:
    return [Choice(str(key), title) for key, title in names.LEVELS.items()]


def _state(row: Incident) -> object:
    tone = names.LEVEL_TONES.get(row.level, "neutral") if row.is_open else "grey"
    return cells.badge(_STATES[row.state], tone)


def _unanswered(row: Any) -> object:
    return row.unanswered or ""


class Rooms(ListPage[Incident]):
    """Rooms that the reader may enter."""

    key = "command.incidents"
    titles = Title("应急事件", "Incidents")
    live = "incidents"
    permission = SEE
    columns = (
        Column("number", Title("编号", "Number"), lambda row: row.number, width="m"),
        Column("title", Title("事件", "Incident"), lambda row: row.title, lead=True),
        Column("level", Title("等级", "Level"), lambda row: names.level_title(row.level), width="s"),
        Column("state", Title("状态", "State"), _state, width="s"),
        Column("unanswered", Title("未回执", "Unanswered"), _unanswered, width="xs", rank=2,
               right=True),
        Column("opened", Title("升级时间", "Raised"), lambda row: cells.when(row.opened_at),
               width="m", rank=2),
    )  # fmt: skip
    filters = (
        ChoiceFilter("state", Title("状态", "State"), choices=_states, lookup="state__in"),
        ChoiceFilter("level", Title("等级", "Level"), choices=_levels, lookup="level__in"),
    )
    views = (View("open", Title("响应中", "Open"), "state=open"),)
    orderings = (Ordering("new", Title("最新", "Newest"), ("-opened_at", "-id")),)
    empty = Empty(
        "radar",
        gettext_lazy("还没有应急事件"),
        gettext_lazy("值班调度或领导在事件页面点“升级为应急事件”后，指挥室出现在这里。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        waiting = Count("orders", filter=Q(orders__state=Order.State.SENT))
        rows = Incident.objects.visible_to(reach_of(reader(request, SEE)))
        return rows.annotate(unanswered=waiting)

    def open_key(self, row: Incident) -> str:
        return row.number

    def open_url(self, key: str) -> str:
        return room_url(key)
