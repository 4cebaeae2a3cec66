"""Photos and documents on pages: asked for in forms, added to a record, shown, served."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, create_model

from jiedao.foundation.files.checking import Ready, prepare
from jiedao.foundation.files.wire import files_of as sent
from jiedao.foundation.files.wire import serve
from jiedao.foundation.records.actions import attach
from jiedao.foundation.records.evidence import FIELD, TITLE, file_of
from jiedao.foundation.records.models import RecordFile
from jiedao.foundation.records.pages.common import acting_on, record_of, record_url
from jiedao.foundation.records.rules import EDIT
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.parts import Photo
from jiedao.web.replies import done


@lru_cache(maxsize=1024)
def with_files(model: type[BaseModel]) -> type[BaseModel]:
    """The model of a form that asks for files too; a model that has such a field is left alone."""
    if FIELD in model.model_fields:
        return model
    field: Any = (list[Any], attribute(TITLE, default_factory=list, widget="files"))
    return create_model(model.__name__, __base__=model, **{FIELD: field})


def without_files(model: type[BaseModel], data: BaseModel) -> Mapping[str, Any]:
    """What was said in such a form, for the model itself."""
    return {name: getattr(data, name) for name in model.model_fields}


def taken(request: HttpRequest) -> list[Ready]:
    """The files that came with a form, checked and stored; a refusal stands at their field."""
    try:
        return prepare(sent(request, FIELD))
    except Refused as error:
        error.field = FIELD
        if isinstance(error, Invalid):
            error.errors = {FIELD: error.sentence}
        raise


@require_POST
def add(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Add files to a record."""
    schema, record = record_of(request, kind, number)
    who = acting_on(request, schema, record, EDIT)
    ready = prepare(sent(request, FIELD))
    with durable():
        attach(record.town_id, kind, record.number, ready, actor=who)
    words = _("已添加 %(n)s 个附件") % {"n": len(ready)}
    return done(request, record_url(kind, record.number), words, f"{kind}:{record.pk}")


@require_GET
def file(request: HttpRequest, kind: str, number: str, file_id: int) -> FileResponse:
    """One file; a stranger to its record finds nothing."""
    _schema, record = record_of(request, kind, number)
    return serve(file_of(record, file_id))


def gallery(
    kind: str, number: str, rows: Iterable[RecordFile], steps: Mapping[str, str]
) -> list[Photo]:
    """The files as the strip of pictures takes them; ``steps`` are the words of the moves."""
    found = []
    for row in rows:
        url = reverse("records:file", args=[kind, number, row.pk])
        step = steps.get(row.step, "")
        parts = [step] if row.kind == RecordFile.Kind.PHOTO else [step, row.name]
        caption = " · ".join(filter(None, parts))
        found.append(Photo(url, "", caption, row.taken_at or row.added_at, row.kind, row.size))
    return found
