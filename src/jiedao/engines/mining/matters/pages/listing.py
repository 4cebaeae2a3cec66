"""The list of classes, the hottest first; early signals stand above it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from jiedao.engines.cases.pages.choices import communities
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.mining.matters import gate
from jiedao.engines.mining.matters.pages import cells
from jiedao.engines.mining.matters.saying import newest_signals
from jiedao.engines.mining.matters.words import KIND, STATES, TITLE
from jiedao.engines.mining.models import MatterClass
from jiedao.engines.mining.rights import SEE
from jiedao.kernel.titles import Title
from jiedao.web import cells as parts
from jiedao.web.list_filters import ChoiceFilter, FlagFilter, Rows, TextFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering, View
from jiedao.web.widgets import Choice

_SIGNALS = 3


def _of_words(rows: Rows, words: str) -> Rows:
    return rows.filter(Q(title__contains=words) | Q(number=words.upper()))


class Matters(ListPage[MatterClass]):
    """Every class of the town that nobody dismissed."""

    key = "mining.matters"
    titles = TITLE
    permission = SEE
    live = KIND
    template = "mining/matters/list.html"
    columns = (
        Column("title", Title("一类事", "Matter"), cells.title, link=True, lead=True),
        Column("state", Title("状态", "State"), cells.state, width="m"),
        Column("heat", Title("热度", "Heat"), cells.heat, width="xs", right=True),
        Column("trend", Title("近 12 周", "12 weeks"), cells.trend, width="m", rank=2),
        Column("size", Title("件数", "Cases"), lambda row: parts.number(row.size), width="xs",
               right=True),
        Column("people", Title("人数", "People"), lambda row: parts.number(row.people),
               width="xs", right=True, rank=3),
        Column("place", Title("主要位置", "Mostly at"), cells.place, width="m", rank=2),
        Column("item", Title("事项", "Item"), lambda row: row.item or "", width="m", rank=4),
        Column("root", Title("根源事件", "Root case"), cells.root, width="m", rank=3),
        Column("last", Title("最近", "Last"), lambda row: parts.when(row.last_at), width="m",
               rank=4),
    )  # fmt: skip
    filters = (
        TextFilter("q", Title("名称、编号", "Name, number"), _of_words),
        ChoiceFilter("state", Title("状态", "State"),
                     [Choice(key, title) for key, title in STATES.items()], lookup="state__in"),
        ChoiceFilter("community", Title("社区", "Community"), communities,
                     lookup="community_id__in"),
        FlagFilter("dismissed", Title("不是一类事的", "Dismissed"),
                   lambda rows: rows.filter(dismissed_at__isnull=False)),
    )  # fmt: skip
    orderings = (
        Ordering("heat", Title("热度", "Heat"), ("-heat", "-id")),
        Ordering("size", Title("件数", "Cases"), ("-size", "-id")),
        Ordering("last", Title("最近收到", "Last report"), ("-last_at", "-id")),
    )
    views = (
        View("open", Title("当前", "Current"), "state=new&state=growing&state=persisting&state=returning"),
        View("returning", Title("结案后又来", "Returning"), "state=returning"),
    )  # fmt: skip
    empty = Empty(
        "stack-2",
        gettext_lazy("还没有发现一类事"),
        gettext_lazy("几个人反映同一类事满三件后，系统自动归集，列在这里，每几分钟更新一次。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[MatterClass]:
        rows = gate.classes(reader(request, SEE))
        if request.GET.get("dismissed") != "1":
            rows = rows.filter(dismissed_at=None)
        return rows.select_related("item", "community", "grid", "root")

    def open_key(self, row: MatterClass) -> str:
        return row.number

    def open_url(self, key: str) -> str:
        return cells.url_of(key)

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        return {"signals": newest_signals(reader(request, SEE), _SIGNALS)}
