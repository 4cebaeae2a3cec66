"""Excel in and out of a kind's pages: template, upload with its result, export.

Mounted beneath a kind's address (``r/<slug:kind>/``), which gives each view its ``kind``.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from jiedao.foundation.datasets.exports import FORMS, download
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files import jobs
from jiedao.foundation.records.files.exporting import header, stream
from jiedao.foundation.records.files.importing import (
    Wish,
    begin,
    go_on,
    require_import,
)
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.staff.pages.common import account_of, actor, town_id
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import Forbidden, NotFound, Refused
from jiedao.kernel.history import Line
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.parts import Fact
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template
from jiedao.web.widgets import Widget

EXPORT: Final = "records.export"
MOST: Final = 100_000
AT_ONCE: Final = 256 * 1024
"""Octets that are imported while one waits (some 3,000 rows); larger files go to the worker."""
_SHOWN: Final = 50
_EXCEL: Final = FORMS["xlsx"]

Rows = Callable[[HttpRequest, Schema, Reach], QuerySet[Any]]
"""The records that the list of a kind shows for a request: seen by its reader, filtered."""


def all_rows(_request: HttpRequest, schema: Schema, reach: Reach) -> QuerySet[Any]:
    """Every record that the reader may see; the list passes a function that knows its filters."""
    model = schema.family.model
    rows: QuerySet[Any] = model.objects.visible_to(reach, schema.kind.key)
    return rows


class UploadData(BaseModel):
    """What the page of import asks."""

    file: list[Any] = attribute(
        Title("Excel 或 CSV 文件", "Excel or CSV file"), min_length=1, max_length=1
    )
    partial: bool = attribute(
        Title("有错的行留下，其余照样导入", "Load the sound rows of a file with faults"), False,
        help=Title("不选时，只要有一行不对，就一行也不导入。",
                   "Otherwise one faulty row keeps all of them out."),
    )  # fmt: skip
    update: bool = attribute(
        Title("按文件更新已有的记录", "Change known records to what the file says"), False,
        help=Title("空着的格不改。", "Empty cells change nothing."),
    )  # fmt: skip


def _schema(request: HttpRequest, kind: str, permission: str) -> Schema:
    """The kind, where the reader may see its records; to others there is none of that name."""
    reach = reach_of(account_of(request))
    schema = schema_of(kind)
    if not reach.anywhere(SEE, kind):
        raise NotFound(_("没有“%(kind)s”这类记录。") % {"kind": kind[:40]}, code="no_kind")
    if not reach.anywhere(permission, kind):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return schema


@require_GET
def template_view(request: HttpRequest, kind: str) -> HttpResponse:
    """The Excel template of a kind."""
    # Fetched here: openpyxl is slow to come, and few ask for a template.
    from jiedao.foundation.records.files.workbook import template

    schema = _schema(request, kind, SEE)
    name = f"{schema.kind.titles}{_('模板')}.xlsx"
    response = HttpResponse(template(schema), content_type=_EXCEL)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a file: a small one at once, a large one by the worker; then its result."""
    require_import(actor(request), town_id(request), kind)
    schema = schema_of(kind)
    form = Form(UploadData, widgets={"file": Widget("files", most=1, accept=".xlsx,.csv,.gz")})
    if request.method == "POST" and (data := form.bind(request)) is not None:
        try:
            run = _take(request, kind, data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, reverse("records:import_run", args=[kind, run.pk]))
    context = {
        "kind": schema.kind,
        "form": form,
        "base_template": base_template(request),
        "runs": _runs(request, kind).order_by("-id")[:10],
    }
    return render(
        request, "records/files/import.html", context, status=422 if form.refused else 200
    )


def _take(request: HttpRequest, kind: str, data: UploadData) -> ImportRun:
    upload = data.file[0]
    wish = Wish(data.partial, data.update)
    author = actor(request)
    run = begin(town_id(request), kind, upload, wish, file_name=upload.name or kind, actor=author)
    if upload.size <= AT_ONCE:
        return go_on(run, upload, wish, actor=author)
    jobs.enqueue(run, jobs.keep(run, upload))
    return run


def _runs(request: HttpRequest, kind: str) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(town_id=town_id(request), kind=kind)


def _run(request: HttpRequest, kind: str, run_id: int) -> ImportRun:
    require_import(actor(request), town_id(request), kind)
    run = _runs(request, kind).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("没有这次导入。"))
    return run


@require_GET
def run_view(request: HttpRequest, kind: str, run_id: int) -> HttpResponse:
    """What became of a file: totals, the first faults, the report."""
    run = _run(request, kind, run_id)
    context = {
        "kind": schema_of(kind).kind,
        "run": run,
        "waiting": run.status == ImportRun.Status.RUNNING,
        "failed": run.status == ImportRun.Status.FAILED,
        "faulty": run.rejected - run.held,
        "unused": "、".join(run.mapping.get("unused", [])),
        "facts": [
            Fact(_("行"), run.rows),
            Fact(_("新建"), run.created),
            Fact(_("已有"), run.known),
            Fact(_("其中更新"), run.changed),
            Fact(_("未收"), run.rejected),
        ],
        "faults": run.rejections.order_by("row", "id")[:_SHOWN],
        "base_template": base_template(request),
    }
    return render(request, "records/files/run.html", context)


@require_GET
def report_view(request: HttpRequest, kind: str, run_id: int) -> FileResponse:
    """The Excel report of the rows that were not taken."""
    run = _run(request, kind, run_id)
    name = run.report.name
    if not name or not run.report.storage.exists(name):
        raise NotFound(_("这次导入没有问题清单。"))
    title = _("导入问题清单") + f"-{run.pk}.xlsx"
    return FileResponse(run.report.open("rb"), as_attachment=True, filename=title)


@require_GET
def export_view(
    request: HttpRequest, kind: str, fmt: str = "xlsx", rows: Rows = all_rows
) -> FileResponse:
    """The records as a file, 100,000 at most; who took which is in the log."""
    schema = _schema(request, kind, EXPORT)
    reach = reach_of(account_of(request))
    found = rows(request, schema, reach).order_by("-id")[:MOST]
    form = fmt if fmt in FORMS else "xlsx"
    with durable():
        query = request.GET.urlencode()[:500]
        line = Line("export", reach.account_id, "exported", note=query, data={"list": kind})
        history.record(reach.town_id, [line], actor=actor(request))
    name = f"{schema.kind.titles}-{clock.today():%Y%m%d}"
    return download(name, header(schema), stream(schema, reach.town_id, found), form=form)


def addresses(rows: Rows = all_rows) -> list[URLPattern]:
    """The addresses beneath a kind's; ``rows`` applies the filters of its list to the export."""
    return [
        path("template/", template_view, name="template"),
        path("import/", import_view, name="import"),
        path("import/<int:run_id>/", run_view, name="import_run"),
        path("import/<int:run_id>/report/", report_view, name="import_report"),
        path("export.<str:fmt>", export_view, {"rows": rows}, name="export"),
    ]


urlpatterns = addresses()
