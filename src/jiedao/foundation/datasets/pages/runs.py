"""Import runs: the list, one of them with its rejections, and its report."""

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.datasets.runs import PERMISSION
from jiedao.foundation.staff.pages.common import reader, town_id
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.lists import Column, Empty, ListPage, Ordering
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template

_SHOWN = 100


def status_words(run: ImportRun) -> str:
    """How far it came."""
    words = {"running": _("未完成"), "done": _("已完成"), "failed": _("中断")}
    return words[run.status]


class RunList(ListPage[ImportRun]):
    """What came in from files, newest first."""

    key = "imports"
    titles = Title("数据导入", "Imports")
    permission = PERMISSION
    template = "datasets/list.html"
    columns = (
        Column("file", Title("文件", "File"), lambda run: run.file_name),
        Column("kind", Title("内容", "Kind"), lambda run: run.kind, width="m", rank=2),
        Column("status", Title("状态", "State"), status_words, width="s"),
        Column("rows", Title("行", "Rows"), lambda run: run.rows, width="s", right=True),
        Column("created", Title("新建", "New"), lambda run: run.created, width="s", right=True),
        Column(
            "known", Title("已有", "Known"), lambda run: run.known, width="s", right=True, rank=2
        ),
        Column(
            "rejected", Title("未收", "Rejected"), lambda run: run.rejected, width="s", right=True
        ),
        Column("at", Title("时间", "When"), lambda run: cells.when(run.started_at), width="m"),
    )
    orderings = (Ordering("new", Title("最近在前", "Newest"), ("-id",)),)
    empty = Empty(
        "database-import",
        gettext_lazy("还没有导入过数据"),
        gettext_lazy(
            "点“导入文件”或用 jiedao import 读入 Excel 或 CSV；每次导入的行数和问题都记在这里。"
        ),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        reader(request, PERMISSION)
        return ImportRun.objects.filter(town_id=town_id(request))

    def open_url(self, key: str) -> str:
        return reverse("datasets:run", args=[key])


def _run(request: HttpRequest, run_id: int) -> ImportRun:
    reader(request, PERMISSION)
    rows = ImportRun.objects.select_related("account")
    row = rows.filter(pk=run_id, town_id=town_id(request)).first()
    if row is None:
        raise NotFound(_("没有这次导入。"))
    return row


def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: its counters, and the first of its rejections."""
    row = _run(request, run_id)
    context = {
        "run": row,
        "status": status_words(row),
        "facts": [
            Fact(_("行"), row.rows),
            Fact(_("新建"), row.created),
            Fact(_("已有"), row.known),
            Fact(_("未收"), row.rejected),
            Fact(_("操作人"), row.account.name if row.account else _("系统")),
            Fact(_("文件校验值"), row.sha256[:16]),
        ],
        "rejections": row.rejections.order_by("row", "id")[:_SHOWN],
        "base_template": base_template(request),
    }
    return render(request, "datasets/run.html", context)


def report(request: HttpRequest, run_id: int) -> FileResponse:
    """The Excel report of what was not taken."""
    row = _run(request, run_id)
    name = row.report.name
    if not name or not row.report.storage.exists(name):
        raise NotFound(_("这次导入没有问题清单。"))
    title = _("导入问题清单") + f"-{row.pk}.xlsx"
    return FileResponse(row.report.open("rb"), as_attachment=True, filename=title)
