"""The notices of an account and its units: newest first, read when opened."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiedao.foundation.staff.links import record_url
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.notices import mark_read, notices_of
from jiedao.foundation.staff.pages.common import account_of
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web import cells
from jiedao.web.list_filters import FlagFilter
from jiedao.web.lists import Bulk, BulkResult, Column, Empty, ListPage, Ordering
from jiedao.web.replies import redirect


def _text(notice: Notice) -> object:
    return cells.beside("" if notice.read_at else cells.mark("amber"), notice.text)


def _to(notice: Notice) -> object:
    return cells.unit(notice.unit) if notice.unit else ""


def _mark(request: HttpRequest, ids: list[int], data: object) -> BulkResult:  # noqa: ARG001
    with durable():
        return BulkResult(mark_read(account_of(request), ids))


class NoticeList(ListPage[Notice]):
    """What was told to the reader and to the units he sits in."""

    key = "notices"
    titles = Title("通知", "Notices")
    template = "staff/notices.html"
    live = "notices"
    columns = (
        Column("text", Title("内容", "Text"), _text),
        Column("to", Title("发给", "To"), _to, width="m", rank=2),
        Column("at", Title("时间", "Time"), lambda row: cells.when(row.at), width="m"),
    )
    orderings = (Ordering("new", Title("最新", "Newest"), ("-id",)),)
    filters = (
        FlagFilter(
            "unread", Title("未读", "Unread"), lambda rows: rows.filter(read_at__isnull=True)
        ),
    )
    bulk = (Bulk("read", Title("标为已读", "Mark as read"), _mark, icon="checks"),)
    empty = Empty(
        "bell",
        gettext_lazy("还没有通知"),
        gettext_lazy("新派的工单、快到期的提醒、请您裁定的异议会出现在这里。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return notices_of(account_of(request)).select_related("unit")

    def open_url(self, key: str) -> str:
        return reverse("staff:notice", args=[key])

    def further(self, request: HttpRequest) -> dict[str, object]:
        return {"read_all_url": reverse("staff:read_all")}


def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark the notice as read and go to what it tells of."""
    account = account_of(request)
    row = notices_of(account).filter(pk=notice_id).first()
    if row is None:
        raise NotFound(_("没有这条通知。"))
    if row.read_at is None:
        with durable():
            mark_read(account, [row.pk])
    url = record_url(row.record_kind, row.record_id) if row.record_id else ""
    return redirect(request, url or reverse("staff:notices"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    with durable():
        count = mark_read(account_of(request))
    return redirect(request, reverse("staff:notices"), _("%(n)d 条已标为已读。") % {"n": count})
