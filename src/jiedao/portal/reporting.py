"""What a resident fills in, whether it is a matter that is known, and the request that it becomes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.engines.cases import form_keys, public
from jiedao.engines.cases.actions.incoming import SAME_AS, NewRequest, Receipt
from jiedao.engines.cases.retries import known_ids
from jiedao.engines.mining import asking
from jiedao.foundation.files.checking import MAX_PHOTOS, Upload
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.declarations import PublicIntake
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.models import Town
from jiedao.kernel.texts import clean
from jiedao.web.forms import Form, Widget
from jiedao.web.widgets import Pin

TRAP = "website"
"""A field that nobody sees and only programs fill in."""
ASKED, SAME = "asked", "same"
"""Sent along once “is it this one?” was asked; and what was answered, a token or nothing."""
_LONGEST = 2000


class Report(BaseModel):
    """What, where, who. Photos come as uploaded files."""

    photos: list[Any] = Field(
        default_factory=list,
        title="照片",
        description="最多 9 张。",
        json_schema_extra={"widget": "photos"},
    )
    text: str = Field(
        "",
        title="是什么事",
        max_length=_LONGEST,
        json_schema_extra={"widget": "textarea", "rows": 6},
    )
    address: str = Field(
        "", title="在哪里", max_length=200, json_schema_extra={"widget": "address"}
    )
    pin: Pin | None = Field(None, title="在地图上标出位置")
    name: str = Field("", title="怎么称呼您", max_length=60)
    phone: str = Field("", title="联系电话", max_length=40, json_schema_extra={"widget": "phone"})
    secret: bool = Field(False, title="为我保密", description="只有办理人员能看到这件事。")


def new_form(intake: PublicIntake, request: HttpRequest) -> Form[Report]:
    """The form of an intake; a key made with it makes a double tap one request."""
    hints = {
        "text": Widget(
            "textarea",
            rows=3 if intake.photo_first else 6,
            placeholder=_("照片没有说清的，可以补充一句")
            if intake.photo_first
            else _("例如：幸福路 12 号门口的路灯坏了三天，晚上看不清路。"),
        ),
        "photos": Widget(
            "photos",
            most=MAX_PHOTOS,
            accept="image/*",
        ),
        "address": Widget("address", placeholder=_("路名、门牌或小区名")),
        "name": Widget("text", placeholder=_("可不填"), autocomplete="name"),
        "phone": Widget("phone", placeholder=_("办理人员会先与您联系"), autocomplete="tel"),
    }
    form = Form(
        Report,
        widgets=hints,
        hidden={form_keys.FIELD: form_keys.key_for(request)},
        draft=f"report:{intake.key}",
        prefix="report",
    )
    _say_what_is_needed(form, intake)
    return form


def _say_what_is_needed(form: Form[Report], intake: PublicIntake) -> None:
    """Said on the labels from the beginning, as ``_check`` asks for it in the end."""
    form.demand({"photos" if intake.photo_first else "text"})
    if intake.photo_first:
        form["address"].note = form["pin"].note = _("至少填一样")


def sentences() -> dict[str, str]:
    """What is said where something needed is left empty, by code: here and by the script."""
    return {
        "no_text": _("请写明要反映的事情。"),
        "no_photo": _("请先拍一张照片。"),
        "no_place": _("请在地图上标出位置，或写明地点。"),
    }


def send(town: Town, intake: PublicIntake, given: Report, request: HttpRequest) -> Receipt:
    """Take the report in. Raises Refused with a sentence for whoever filled it in."""
    if request.POST.get(TRAP):
        raise Invalid(_("提交没有成功：请不要填写“网址”一栏。"), code="trap")
    _check(intake, given)
    public.slow_down(town.pk, public.address_of(request))
    uploads = [Upload(file.name or "", file) for file in given.photos]
    new = _new_request(intake, given, form_keys.key_of(request))
    same = request.POST.get(SAME, "")
    number = asking.chosen(town.pk, intake.kind, same) if same else ""
    if number:
        new.request_attributes = {SAME_AS: number}
    return form_keys.receive_once(town.pk, new, actor=RESIDENT, uploads=uploads)


def perhaps_known(
    town: Town, intake: PublicIntake, given: Report, request: HttpRequest
) -> list[asking.Offered]:
    """Open matters that it may be; none where that was asked already, or is not to be asked: a
    form with photos would lose them, and what was sent before gets its receipt."""
    if request.POST.get(ASKED) or request.POST.get(TRAP) or given.photos or given.secret:
        return []
    found = like(town, intake, given, request)
    key = form_keys.key_of(request)
    if found and key and known_ids(town.pk, [("retry_key", _channel(intake), key)]):
        return []
    return found


def like(
    town: Town, intake: PublicIntake, given: Report, request: HttpRequest
) -> list[asking.Offered]:
    """Open matters like it near its place, as everybody may read them; none for an address that asks
    too often, and none where something is wrong: sending says what."""
    if not clean(given.text) or not public.may_ask(town.pk, public.address_of(request)):
        return []
    try:
        return asking.offered(town.pk, _new_request(intake, given, ""))
    except Refused:
        return []


def _check(intake: PublicIntake, given: Report) -> None:
    """Everything that is missing at once, each at its field."""
    missing: dict[str, str] = {}
    if not intake.photo_first and not clean(given.text):
        missing["text"] = "no_text"
    if intake.photo_first and not given.photos:
        missing["photos"] = "no_photo"
    if intake.photo_first and given.pin is None and not clean(given.address):
        missing["address"] = "no_place"
    if missing:
        says = {field: sentences()[code] for field, code in missing.items()}
        first = next(iter(missing))
        raise Invalid(says[first], field=first, code=missing[first], errors=says, general="")


def _new_request(intake: PublicIntake, given: Report, retry: str) -> NewRequest:
    text, marks = clean(given.text), []
    if not text and intake.photo_first:
        # A photo and a place are enough; the words are ours and marked so.
        text = f"{intake.titles.zh}：{given.address}" if given.address else intake.titles.zh
        marks = ["composed_text"]
    return NewRequest(
        text=text,
        channel=_channel(intake),
        kind=intake.kind,
        longitude=given.pin.lon if given.pin else None,
        latitude=given.pin.lat if given.pin else None,
        address=given.address,
        contact_name=given.name,
        contact_phone=given.phone,
        secret=given.secret,
        retry_key=retry,
        marks=marks,
    )


def _channel(intake: PublicIntake) -> str:
    return "snap" if intake.photo_first else "public_page"
