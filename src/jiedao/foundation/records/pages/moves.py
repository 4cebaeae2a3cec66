"""Making a move from a page: the form beneath its button, the act, and what comes back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedao.foundation.records import evidence, rules
from jiedao.foundation.records.actions import make_move
from jiedao.foundation.records.actions.changing import find_move
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.pages.common import acting_on, record_of, record_url
from jiedao.foundation.records.pages.evidence import taken, with_files, without_files
from jiedao.foundation.records.schema import Schema
from jiedao.foundation.records.work import Work
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Invalid, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import again, done, is_htmx, redirect, refresh, toast


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, kind: str, number: str, key: str) -> HttpResponse:
    """GET the form of a move; POST makes it."""
    schema, record = record_of(request, kind, number)
    declared = find_move(schema, key)
    who = acting_on(request, schema, record, declared.permission)
    work = Work(record, actor=who, schema=schema)
    form = form_of(declared, work)
    if request.method != "POST":
        if why_not := rules.refusal(work, declared):
            return render(request, "records/why_not.html", {"sentence": why_not}, status=409)
        return again(request, form, declared.titles, danger=declared.danger, status=200)
    data = form.bind(request)
    if data is None:
        return again(request, form, declared.titles, danger=declared.danger)
    try:
        files = taken(request)
        with durable():
            made = make_move(
                record.town_id,
                kind,
                number,
                key,
                without_files(declared.data_for(work), data),
                actor=who,
                version=_version(request, record),
                files=files,
            )
    except Refused as error:
        return _refused(request, schema, record, declared, form, error)
    words = _("%(title)s：%(move)s完成") % {"title": made.title[:30], "move": declared.titles}
    return done(request, record_url(kind, number), words, f"{kind}:{record.pk}", f"{kind}s", kind)


def form_of(declared: Move, work: Work) -> Form[Any]:
    """The form of a move; what the record already says is filled in."""
    model = declared.data_for(work)
    known = {n: v for n, v in work.values.items() if n in model.model_fields}
    form = Form(
        with_files(model),
        initial=known,
        hidden={"version": work.record.version},
        prefix=f"{declared.key}-{work.record.pk}",
        draft=f"{declared.key}:{work.record.pk}",
    )
    if evidence.missing(work, declared):
        form.demand({evidence.FIELD})
    return form


def _version(request: HttpRequest, record: Record) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else record.version


def _refused(
    request: HttpRequest,
    schema: Schema,
    record: Record,
    declared: Move,
    form: Form[Any],
    error: Refused,
) -> HttpResponse:
    if not is_htmx(request):
        return redirect(
            request, record_url(schema.kind.key, record.number), error.sentence, "amber"
        )
    form.refuse(error if isinstance(error, Invalid) else Invalid(error.sentence, field=error.field))
    if isinstance(error, Conflict):
        # Having read the sentence and the fresh state, one may press again.
        form.hidden["version"] = type(record).objects.get(pk=record.pk).version
    response = again(request, form, declared.titles, danger=declared.danger, status=error.status)
    if not isinstance(error, Conflict):
        return response
    # Somebody else was faster: the record is drawn anew, which closes the form.
    return refresh(toast(response, error.sentence, "amber"), f"{schema.kind.key}:{record.pk}")
