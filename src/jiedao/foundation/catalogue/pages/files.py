"""The catalogue out to Excel and in from it, with a report of what could not be read."""

import io
import uuid
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.foundation.catalogue import queries
from jiedao.foundation.catalogue.excel.reading import Reading
from jiedao.foundation.catalogue.excel.writing import write_catalogue, write_template
from jiedao.foundation.catalogue.loading import load_file
from jiedao.foundation.catalogue.pages.common import actor, directory_of, editor, town_of
from jiedao.foundation.sheets.report import write_report
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, NotFound, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template
from jiedao.web.widgets import Widget

_FOLDER = "reports/catalogue"
_KEPT = timedelta(days=1)
_SHOWN = 50
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadData(BaseModel):
    file: list[Any] = Field(
        title="Excel 或 CSV 文件", min_length=1, max_length=1,
        description="每行一条立案条件；表头可以不在第一行；列名可用大类、小类、处置时限、责任单位等。",
    )  # fmt: skip
    retire_others: bool = Field(
        False, title="停用文件里没有的事项", description="不选时，文件里没有的事项保持不变。"
    )


def upload(request: HttpRequest) -> HttpResponse:
    """Read a file into the draft, or say row by row why not."""
    town = editor(request)
    form = Form(UploadData, widgets={"file": Widget("files", most=1, accept=".xlsx,.csv")})
    reading: Reading | None = None
    if request.method == "POST" and (data := form.bind(request)) is not None:
        try:
            with durable():
                draft, reading = load_file(
                    town, data.file[0], retire_others=data.retire_others, actor=actor(request)
                )
        except Refused as refused:
            form.refuse(Invalid(refused.sentence, field="file"))
        else:
            if draft is not None:
                text = _("已读入 %(lines)d 行，共 %(items)d 个事项，请核对后发布。")
                counts = {"lines": reading.lines, "items": len(reading.rows)}
                return redirect(request, reverse("catalogue:draft"), text % counts)
    context: dict[str, Any] = {"form": form, "base_template": base_template(request)}
    if reading is not None:
        context |= {
            "faults": reading.faults[:_SHOWN],
            "count": len(reading.faults),
            "report": reverse("catalogue:report", args=[_keep_report(town, reading)]),
        }
    failed = form.refused or reading is not None
    return render(request, "catalogue/upload.html", context, status=422 if failed else 200)


def _keep_report(town: int, reading: Reading) -> uuid.UUID:
    """Write the report where only this town's editors find it; older ones go."""
    _forget_reports(town)
    name = uuid.uuid4()
    file = io.BytesIO()
    write_report(file, [*reading.faults, *reading.remarks])
    default_storage.save(_path(town, name.hex), file)
    return name


def _forget_reports(town: int) -> None:
    folder = f"{_FOLDER}/{town}"
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if default_storage.get_modified_time(path) < clock.now() - _KEPT:
            default_storage.delete(path)


def _path(town: int, name: str) -> str:
    return f"{_FOLDER}/{town}/{name}.xlsx"


def report(request: HttpRequest, name: uuid.UUID) -> FileResponse:
    """The report of an upload that was refused; kept for a day."""
    path = _path(editor(request), name.hex)
    if not default_storage.exists(path):
        raise NotFound(_("这份问题清单已经清理，请重新上传文件。"))
    file = default_storage.open(path, "rb")
    return FileResponse(file, as_attachment=True, filename=_("问题清单") + ".xlsx")


def download(request: HttpRequest) -> HttpResponse:
    """The published catalogue as Excel, or the draft (``?edition=draft``), or edition N."""
    town = town_of(request)
    wanted = request.GET.get("edition", "")
    if wanted == "draft":
        draft = queries.draft_of(editor(request))
        if draft is None:
            raise NotFound(_("现在没有草稿。"))
        rows, name = queries.rows_of(draft), _("事项清单草稿")
    elif wanted.isdecimal():
        rows = queries.rows_of(queries.edition(town, int(wanted)))
        name = _("事项清单第 %(number)s 版") % {"number": wanted}
    else:
        rows, name = queries.published_rows(town), _("事项清单")
    response = _excel(name)
    write_catalogue(cast(BinaryIO, response), rows, directory_of(town))
    return response


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with examples."""
    town_of(request)
    response = _excel(_("事项清单模板"))
    write_template(cast(BinaryIO, response))
    return response


def _excel(name: str) -> HttpResponse:
    response = HttpResponse(content_type=_EXCEL)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
