"""A new record, and the edit of one: the same form, the same sentences."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel

from jiedao.foundation.records import rules
from jiedao.foundation.records.actions import add, edit
from jiedao.foundation.records.actions.filling import given
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.pages.common import (
    acting_on,
    actor,
    list_url,
    reader,
    record_of,
    record_url,
)
from jiedao.foundation.records.pages.evidence import taken, without_files
from jiedao.foundation.records.pages.forms import form_for, unknown_words
from jiedao.foundation.records.references import reference
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work, conflict
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Conflict, Invalid, NotFound, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import redirect


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new record; ``?about=KIND:ID`` says what it is about."""
    schema = schema_of(kind)
    reach = reader(request, schema, rules.ADD)
    subject = _subject(request, schema, reach.town_id)
    hidden = {"about": f"{subject[0]}:{subject[1]}"} if subject else {}
    about = _named(reach.town_id, subject) if subject else ""
    form = form_for(
        request,
        schema,
        reach.town_id,
        initial=_own(schema, reach) if subject is None else None,
        hidden=hidden,
        draft=f"new-{kind}",
        files=True,
        without=schema.family.of_subject if subject else (),
    )
    if request.method != "POST":
        return _page(request, schema, form, 200, about=about)
    values = _bound(request, schema, form)
    if values is None:
        return _page(request, schema, form, 422, about=about)
    try:
        files, said = taken(request), without_files(schema.model, values)
        with durable():
            record = add(
                reach.town_id, kind, said, actor=actor(request), subject=subject, files=files
            )
    except Refused as error:
        form.refuse(error)
        return _page(request, schema, form, error.status, about=about)
    words = _("已登记，登记号 %(number)s") % {"number": record.number}
    return redirect(request, record_url(kind, record.number), words)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """The form of a record that is there; of two who save, the second is told."""
    schema, record = record_of(request, kind, number)
    who = acting_on(request, schema, record, rules.EDIT)
    work = Work(record, actor=who, schema=schema)
    why_not = rules.edit_refusal(work)
    if why_not:
        return redirect(request, record_url(kind, number), why_not, "amber")
    hidden = {"version": request.POST.get("version", record.version)}
    form = form_for(request, schema, record.town_id, initial=_initial(work), hidden=hidden)
    if request.method != "POST":
        return _page(request, schema, form, 200, record)
    values = _bound(request, schema, form)
    if values is None:
        return _page(request, schema, form, 422, record)
    try:
        version = _version(request)
        if version is None:
            raise conflict()
        with durable():
            given_now = _as_given(schema, values)
            edit(record.town_id, kind, number, given_now, actor=who, version=version)
    except Refused as error:
        form.refuse(error)
        if isinstance(error, Conflict):
            form.hidden["version"] = type(record).objects.get(pk=record.pk).version
        return _page(request, schema, form, error.status, record)
    return redirect(request, record_url(kind, number), _("已保存"))


def _initial(work: Work) -> dict[str, Any]:
    """What the form begins with: personal fields empty, for seeing them needs a reason."""
    personal = {spec.name for spec in work.schema.specs if spec.facts.personal}
    values = {name: value for name, value in given(work).items() if name not in personal}
    if "place" in values:
        values["place"] = "{:.6f},{:.6f}".format(*values["place"])
    return values


def _as_given(schema: Schema, data: BaseModel) -> dict[str, Any]:
    """What was filled in; a personal field left empty keeps what it holds, and so does what a
    later step finds out, which the form does not ask."""
    values = {name: getattr(data, name) for name in type(data).model_fields}
    kept = {
        s.name
        for s in schema.specs
        if s.facts.later or (s.facts.personal and values.get(s.name) in (None, ""))
    }
    return {name: value for name, value in values.items() if name not in kept}


def _version(request: HttpRequest) -> int | None:
    given_version = request.POST.get("version", "")
    return int(given_version) if given_version.isdecimal() else None


def _bound(request: HttpRequest, schema: Schema, form: Form[BaseModel]) -> BaseModel | None:
    """The valid values; None with every fault said at its field."""
    unknown = unknown_words(request, schema)
    data = form.bind(request)
    if unknown:
        form.refuse(Invalid(_("有几处没有填对。"), errors=unknown))
        return None
    return data


def _subject(request: HttpRequest, schema: Schema, town_id: int) -> tuple[str, int] | None:
    """What the new record is about, where the kind may be about that."""
    words = request.POST.get("about") or request.GET.get("about", "")
    kind, _colon, record_id = words.partition(":")
    if not words:
        return None
    if kind not in schema.kind.about or not record_id.isdecimal():
        raise NotFound(_("这类记录不能从那里登记。"), code="no_subject")
    if int(record_id) not in reference(f"record:{kind}").words(town_id, [int(record_id)]):
        raise NotFound(_("没有这条记录。"), code="no_subject")
    return kind, int(record_id)


def _named(town_id: int, subject: tuple[str, int]) -> str:
    """What the new record is about, in words."""
    return reference(f"record:{subject[0]}").words(town_id, [subject[1]]).get(subject[1], "")


def _own(schema: Schema, reach: Reach) -> dict[str, Any]:
    """What whoever may add only for the own unit or area need not choose: where they sit."""
    grants = [grant for grant in reach.holding(rules.ADD) if grant.speaks_of(schema.kind.key)]
    scopes = {grant.scope for grant in grants}
    home = structure_of(reach.town_id).units.get(reach.home_unit_id or 0)
    if "town" in scopes or home is None:
        return {}
    names = {spec.name for spec in schema.specs}
    found = {"unit": home.id, "area": home.area_id}
    wanted = {"unit"} | ({"area"} if "area" in scopes else set())
    return {name: value for name, value in found.items() if value and name in wanted & names}


def _page(
    request: HttpRequest,
    schema: Schema,
    form: Form[BaseModel],
    status: int,
    record: Record | None = None,
    *,
    about: str = "",
) -> HttpResponse:
    kind = schema.kind
    title = _("登记%(kind)s") if record is None else _("修改%(kind)s")
    context: Mapping[str, Any] = {
        "form": form,
        "kind": kind,
        "heading": title % {"kind": kind.titles},
        "cancel": list_url(kind.key) if record is None else record_url(kind.key, record.number),
        "record": record,
        "about": about or (record.title if record else ""),
    }
    return render(request, "records/form.html", context, status=status)
