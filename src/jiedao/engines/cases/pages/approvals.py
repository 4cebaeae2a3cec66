"""What waits for a decision: extensions, suspensions, objections, exemptions, night checks."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiedao.engines.cases import workflow
from jiedao.engines.cases.models import Approval, Case
from jiedao.engines.cases.pages.common import SEE, case_url, reader
from jiedao.engines.cases.pages.record_parts import APPROVALS, DECIDED_BY, decided_by
from jiedao.foundation.staff.pages.common import account_of
from jiedao.kernel import history
from jiedao.kernel.access import Reach
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.list_filters import ChoiceFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering
from jiedao.web.widgets import Choice

UNDECIDED = (Approval.State.OPEN, Approval.State.SECONDED)


def waiting_for(reach: Reach, account_id: int) -> QuerySet[Approval]:
    """Undecided requests that this reader may decide: not their own, within their reach."""
    mine = Q(pk__in=[])
    for kind in DECIDED_BY:
        for state in UNDECIDED:
            if reach.anywhere(workflow.LOOP.move(decided_by(kind, state)).permission):
                mine |= Q(kind=kind, state=state)
    heard = Q(kind=Approval.Kind.OBJECTION, heard_at=None, proposed_unit_id__in=reach.unit_ids)
    rows = Approval.objects.filter(town_id=reach.town_id, state__in=UNDECIDED)
    mine &= Q(case__in=Case.objects.visible_to(reach))
    mine &= ~Q(asked_by_id=account_id) & ~Q(seconded_by_id=account_id)
    return rows.filter(mine | heard)


def _case(row: Approval) -> str:
    return row.case.number


def _what(row: Approval) -> str:
    return history.scrub(row.reason)[:80]


class Waiting(ListPage[Approval]):
    """Approvals waiting for me; the case opens beside, with the deciding form."""

    key = "cases.approvals"
    titles = Title("待我审批", "To decide")
    live = "cases"
    permission = SEE
    template = "cases/plain_list.html"
    columns = (
        Column("case", Title("事件", "Case"), _case, width="l", link=True),
        Column("kind", Title("申请", "Asked"), lambda r: APPROVALS[Approval.Kind(r.kind)], width="m"),
        Column("what", Title("理由", "Reason"), _what, lead=True),
        Column("unit", Title("申请单位", "By"), lambda r: r.asked_unit or "", width="m", rank=2),
        Column("asked", Title("申请时间", "Asked"), lambda r: cells.when(r.asked_at), width="l", rank=3),
        Column(
            "decide", Title("决定时限", "Decide by"),
            lambda r: cells.clock(r.decide_by) if r.decide_by else "", width="m", rank=2,
        ),
    )  # fmt: skip
    filters = (
        ChoiceFilter(
            "kind", Title("申请", "Asked"), [Choice(k.value, t) for k, t in APPROVALS.items()]
        ),
    )
    orderings = (Ordering("oldest", Title("先申请", "Oldest"), ("id",)),)
    empty = Empty("checks", _("没有待审批的申请"), _("延期、挂账、异议等申请提出后，会列在这里。"))

    def queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        rows = waiting_for(reader(request), account_of(request).pk)
        return rows.select_related("case", "asked_unit")

    def open_key(self, row: Approval) -> str:
        return row.case.number

    def open_url(self, key: str) -> str:
        return case_url(key)

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        return {}
