"""Rulings that arbiters made precedents: what was cited, who should have acted, how it was ruled."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiedao.engines.cases.models import Approval, Case
from jiedao.engines.cases.pages.common import SEE, case_url, reader
from jiedao.engines.cases.pages.record_parts import APPROVAL_STATES
from jiedao.kernel import history
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.list_filters import TextFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering


def _holding(rows: Any, words: Any) -> Any:
    return rows.filter(Q(citation__icontains=words) | Q(decision__icontains=words))


def _ruled(row: Approval) -> str:
    return str(APPROVAL_STATES[Approval.State(row.state)])


class Precedents(ListPage[Approval]):
    """Newest first, of the cases one may see; the case opens beside."""

    key = "cases.precedents"
    titles = Title("裁定先例", "Precedents")
    live = "cases"
    permission = SEE
    template = "cases/plain_list.html"
    columns = (
        Column("citation", Title("清单条目", "Catalogue entry"), lambda r: r.citation, width="l"),
        Column("ruling", Title("裁定", "Ruling"), lambda r: history.scrub(r.decision), lead=True),
        Column("upheld", Title("异议", "Objection"), _ruled, width="m"),
        Column("unit", Title("提出异议的单位", "By"), lambda r: r.asked_unit or "", width="m"),
        Column("named", Title("被指名的单位", "Named"), lambda r: r.proposed_unit or "", width="m"),
        Column("case", Title("事件", "Case"), lambda r: r.case.number, width="l", link=True),
        Column("at", Title("时间", "When"), lambda r: cells.when(r.decided_at), width="l", rank=3),
    )
    filters = (TextFilter("q", Title("清单条目、裁定理由", "Entry, ruling"), _holding),)
    orderings = (Ordering("newest", Title("最新", "Newest"), ("-id",)),)
    empty = Empty(
        "gavel", _("还没有先例"), _("裁定派单异议时勾选“作为先例”的，会列在这里，供今后派单参照。")
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        reach = reader(request)
        rows = Approval.objects.filter(
            town_id=reach.town_id, kind=Approval.Kind.OBJECTION, precedent=True
        )
        rows = rows.filter(case__in=Case.objects.visible_to(reach))
        return rows.select_related("case", "asked_unit", "proposed_unit")

    def open_key(self, row: Approval) -> str:
        return row.case.number

    def open_url(self, key: str) -> str:
        return case_url(key)
