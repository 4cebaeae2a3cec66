"""A person: everything masked, shown for a reason, with what upper floors know of him."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field

from jiedao.foundation.parties import actions
from jiedao.foundation.parties.display import FIELDS, Shown, field_titles, shown
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.pages.common import EDIT, ERASE, REVEAL, actor, reader
from jiedao.foundation.parties.slots import PersonRecord, PersonRecords, person_records
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.transactions import durable
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.parts import MoveButton
from jiedao.web.shell import base_template

RECORDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class MaskedField:
    """A field of a person as the page shows it; ``reveal`` where the reader may ask for it."""

    title: str
    value: str
    reveal: str


def person_of(request: HttpRequest, person_id: int) -> Person:
    """The person, through the reader's gate."""
    reader(request)
    row = Person.objects.visible_to(request.user).filter(pk=person_id).first()  # type: ignore[arg-type]
    if row is None:
        raise NotFound(_("没有这个人的记录。"))
    return row


@never_cache
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page."""
    row = person_of(request, person_id)
    reach, view = reader(request), shown(row)
    context = {
        "person": row,
        "shown": view,
        "fields": _fields(reach, view),
        "records": _records(reach, row.pk),
        "moves": [] if view.erased else _moves(reach, row.pk),
        "base_template": base_template(request),
    }
    return render(request, "parties/person.html", context)


def _fields(reach: Reach, view: Shown) -> list[MaskedField]:
    if view.erased:
        return []
    url = reverse("parties:reveal", args=[view.id]) if reach.anywhere(REVEAL) else ""
    return [
        MaskedField(title, value, f"{url}?field={field}" if url and value else "")
        for field, title in field_titles().items()
        if (value := getattr(view, field)) or field in ("name", "phone")
    ]


def _records(reach: Reach, person_id: int) -> list[tuple[PersonRecords, list[PersonRecord]]]:
    found = [(one, list(one.records(reach, person_id, RECORDS_SHOWN))) for one in person_records]
    return [(one, records) for one, records in found if records]


def _moves(reach: Reach, person_id: int) -> list[MoveButton]:
    change = reverse("parties:change_person", args=[person_id])
    erase = reverse("parties:erase", args=[person_id])
    buttons = [
        (EDIT, MoveButton("change", _("更正"), change, lazy=change)),
        (ERASE, MoveButton("erase", _("删除个人信息"), erase, lazy=erase, danger=True)),
    ]
    return [button for permission, button in buttons if reach.anywhere(permission)]


@never_cache
@require_POST
def reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """Values in clear in place of the masked ones: ``?field=phone``, or name and phone."""
    row = person_of(request, person_id)
    asked = request.GET.getlist("field") or ["name", "phone"]
    if set(asked) - set(FIELDS):
        raise Invalid(_("没有这一项个人信息。"), field="field")
    with durable():
        values = actions.reveal_fields(
            row, asked, request.POST.get("reason", ""), actor=actor(request)
        )
    if asked == ["name", "phone"]:
        return render(request, "parties/revealed_person.html", values)
    return render(request, "parties/revealed.html", {"values": list(values.values())})


class Correction(BaseModel):
    name: str | None = Field(None, title="姓名", description="留空的项不改", max_length=60)
    phone: str | None = Field(
        None, title="电话", max_length=40, json_schema_extra={"widget": "phone"}
    )
    id_number: str | None = Field(None, title="身份证号码", max_length=30)
    address: str | None = Field(None, title="住址", max_length=200)


class Erasure(BaseModel):
    reason: str = Field(title="原因", description="会记入日志", min_length=4, max_length=500)


def change_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct what is known: what is left empty stays."""
    row = person_of(request, person_id)
    reader(request, EDIT)

    def do(data: Correction) -> str:
        values = {name: value for name, value in data.model_dump().items() if value}
        if not values:
            raise Invalid(_("请填写要更正的项。"))
        actions.change_person(row, values, actor=actor(request))
        return _("已更正。")

    form = Form(Correction, prefix="change-person")
    return act(
        request, form, do, title=_("更正个人信息"), submit=_("更正"), back=person_url(row.pk)
    )


def erase(request: HttpRequest, person_id: int) -> HttpResponse:
    """Destroy the person's key."""
    row = person_of(request, person_id)
    reader(request, ERASE)

    def do(data: Erasure) -> str:
        actions.erase(row, data.reason, actor=actor(request))
        return _("已删除。办件内容保留，但再也看不出是谁。")

    form = Form(Erasure, prefix="erase-person")
    return act(
        request, form, do, title=_("删除个人信息：姓名、电话等将无法恢复"), submit=_("删除"),
        back=person_url(row.pk), danger=True,
    )  # fmt: skip


def person_url(person_id: int) -> str:
    """The address of a person's page."""
    return reverse("parties:person", args=[person_id])
