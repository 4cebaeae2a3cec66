"""From draft to release: handed over, taken back or returned, and released by somebody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel

from jiedao.engines.indicators.periods import Period
from jiedao.engines.reports import actions
from jiedao.engines.reports.gate import PUBLISH, WRITE
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.pages.common import (
    Confirmed,
    account_of,
    actor,
    counted,
    reach,
    reader,
    report_of,
    version_of,
)
from jiedao.engines.reports.periods import under_way
from jiedao.engines.reports.queries import book_of, releasers
from jiedao.engines.reports.writing.book import refreshed
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.document import tokens
from jiedao.engines.reports.writing.doubting import doubts
from jiedao.engines.reports.writing.markup import parse
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.staff.models import Account
from jiedao.web.acting import act, done
from jiedao.web.forms import Form


def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand it over to those who may release it."""
    reader(request, WRITE)
    row = report_of(request, number)

    def do(_data: BaseModel) -> str:
        actions.submit(row, version=version_of(request), actor=actor(request))
        return _("已送审，并通知了可以发布的人。")

    names = Account.objects.filter(pk__in=releasers(row)).order_by("name", "id")
    extra = _told(row) | {"readers": [one.name for one in names]}
    return act(
        request, Form(Confirmed, hidden={"version": row.version}), do,
        title=_("送审“%(title)s”") % {"title": row.title}, submit=_("送审"),
        back=reverse("reports:report", args=[number]), page="reports/submit.html", extra=extra,
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """A draft again."""
    row = report_of(request, number)

    def do() -> str:
        actions.take_back(row, actor=actor(request))
        return _("已撤回，可以继续修改。")

    return done(request, do, reverse("reports:report", args=[number]))


def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Back to whoever wrote it, with a reason."""
    reader(request, PUBLISH)
    row = report_of(request, number)

    def do(data: Reason) -> str:
        actions.return_for(row, reason=data.reason, actor=actor(request))
        return _("已退回，并通知了起草人。")

    title = _("退回“%(title)s”") % {"title": row.title}
    back = reverse("reports:report", args=[number])
    return act(request, Form(Reason), do, title=title, submit=_("退回修改"), back=back)


def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Release, by somebody else than who wrote it."""
    row = report_of(request, number)
    moment = refreshed(row.town_id)

    def do(_data: BaseModel) -> str:
        actions.publish(row, version=version_of(request), as_of=moment, actor=actor(request))
        return _("已发布，文字和数据从此不变。")

    extra = _told(row) | {
        "may": reach(request).anywhere(PUBLISH),
        "own": row.is_draft and account_of(request).pk in (row.author_id, row.edited_by_id),
    }
    return act(
        request, Form(Confirmed, hidden={"version": row.version}), do,
        title=_("发布“%(title)s”") % {"title": row.title}, submit=_("发布并固定数据"),
        back=reverse("reports:report", args=[number]), page="reports/publish.html", extra=extra,
    )  # fmt: skip


def _told(row: Report) -> dict[str, Any]:
    """What somebody must know before the text leaves his hands."""
    blocks, book = parse(row.body), book_of(row)
    used = list(dict.fromkeys(tokens(blocks)))
    book.load_all(used)
    found = contradictions(blocks, book) if row.is_draft else {}
    return {
        "report": row,
        "figures": len(used),
        "gaps": sum(bool(book(token).missing) for token in used),
        **counted(found),
        "doubts": doubts(blocks, book, found),
        "warning": under_way(Period.parse(row.period)),
    }
