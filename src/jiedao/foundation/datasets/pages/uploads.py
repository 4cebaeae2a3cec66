"""A file brought by the page: the form, and how far the worker has come with it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel, Field

from jiedao.foundation.datasets.importers import Importer, importers
from jiedao.foundation.datasets.mapping import Mapping
from jiedao.foundation.datasets.models import ImportUpload
from jiedao.foundation.datasets.runs import PERMISSION
from jiedao.foundation.datasets.uploads import take_in
from jiedao.foundation.staff.pages.common import actor, reader, town_id
from jiedao.kernel.errors import Invalid, NotFound, Refused
from jiedao.web.forms import Form
from jiedao.web.replies import is_htmx, redirect
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget

OWN = "own"
_MAP_BYTES = 200_000


class Upload(BaseModel):
    """What is brought, and how to read it."""

    file: list[Any] = Field(
        title="文件",
        description="Excel（.xlsx）或 CSV（.csv、.csv.gz）。",
        min_length=1,
        max_length=1,
    )
    kind: str = Field("", title="内容")
    mapping: str = Field(title="对照表", description="说明文件的哪一列是什么。")
    own: list[Any] = Field(
        default_factory=list,
        title="自己的对照表",
        description="上面选“自己的对照表”时上传（.toml）。",
        max_length=1,
    )
    create_places: bool = Field(
        False, title="新建没有的区域、单位和事项", description="不选时，提到它们的行列入问题清单。"
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; after sending, the page that tells how far it is."""
    reader(request, PERMISSION)
    form = _form()
    status = 200
    if request.method == "POST":
        given = form.bind(request)
        if given is not None:
            try:
                upload = _take_in(request, given)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect(request, reverse("datasets:upload", args=[upload.pk]))
        status = 422
    context = {"form": form, "base_template": base_template(request)}
    return render(request, "datasets/new.html", context, status=status)


def _form() -> Form[Upload]:
    kinds = list(importers)
    maps = [Choice(name, title) for one in kinds for name, title in one.ready()]
    widgets = {
        "file": Widget("files", accept=".xlsx,.csv,.gz", most=1),
        "own": Widget("files", accept=".toml", most=1),
        "mapping": Widget("select", choices=[*maps, Choice(OWN, _("自己的对照表"))]),
        "kind": Widget("select", choices=[Choice(one.key, one.titles) for one in kinds]),
    }
    start = {"kind": kinds[0].key if kinds else ""}
    exclude = ("kind",) if len(kinds) < 2 else ()
    return Form(Upload, widgets=widgets, initial=start, exclude=exclude, prefix="import")


def _take_in(request: HttpRequest, given: Upload) -> ImportUpload:
    importer = importers.find(given.kind) or next(iter(importers), None)
    if importer is None:
        raise NotFound(_("现在没有可以导入的内容。"))
    return take_in(
        town_id(request),
        importer,
        given.file[0],
        _mapping(importer, given),
        create_places=given.create_places,
        actor=actor(request),
    )


def _mapping(importer: Importer, given: Upload) -> Mapping:
    if given.mapping != OWN:
        if given.mapping not in dict(importer.ready()):
            raise Invalid(_("请选择对照表。"), field="mapping")
        return importer.read(given.mapping)
    if not given.own:
        raise Invalid(_("请上传自己的对照表。"), field="own")
    try:
        return importer.parse(_text(given.own[0]))
    except Invalid as fault:
        raise Invalid(fault.sentence, field="own", code=fault.code) from None


def _text(file: "UploadedFile[Any]") -> str:
    raw = file.read(_MAP_BYTES + 1)
    try:
        if len(raw) > _MAP_BYTES:
            raise ValueError
        return str(raw.decode("utf-8"))
    except ValueError:
        raise Invalid(_("对照表应是 UTF-8 编码的 TOML 文件，不超过 200 KB。")) from None


@require_GET
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far it is; asks again by itself, and becomes the page of the run when it is done."""
    reader(request, PERMISSION)
    row = ImportUpload.objects.filter(pk=upload_id, town_id=town_id(request)).first()
    if row is None:
        raise NotFound(_("没有这次导入。"))
    if row.run_id is not None:
        return redirect(request, reverse("datasets:run", args=[row.run_id]))
    waiting = row.state in (ImportUpload.State.WAITING, ImportUpload.State.RUNNING)
    template = "datasets/progress.html" if is_htmx(request) and waiting else "datasets/upload.html"
    context = {"upload": row, "waiting": waiting, "base_template": base_template(request)}
    return render(request, template, context)
