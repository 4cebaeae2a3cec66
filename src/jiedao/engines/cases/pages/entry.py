"""Staff entry on behalf: somebody telephoned, came to the counter or wrote to us."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel, Field

from jiedao.engines.cases import form_keys, tracking
from jiedao.engines.cases.actions import NewRequest, Receipt
from jiedao.engines.cases.models import Request
from jiedao.engines.cases.pages import choices
from jiedao.engines.cases.pages.common import actor, reader
from jiedao.engines.cases.pages.suggestions import complete_typed
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.files.wire import files_of
from jiedao.foundation.parties.display import shown
from jiedao.foundation.parties.identity import Fault, check_phone
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.seal import blind_indexes
from jiedao.kernel import towns
from jiedao.kernel.errors import NotFound, Refused
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.widgets import Pin, Widget

MAY = "cases.report"
EARLIER = 8
# What staff take down comes by one of these; the others have doors of their own.
_CHANNELS = ("staff", "hotline_12345", "district_platform", "grid")


class Entry(BaseModel):
    """What is taken down."""

    contact_phone: str = Field("", title="电话", max_length=40)
    contact_name: str = Field("", title="诉求人", max_length=60)
    text: str = Field(title="反映的事情", min_length=1, max_length=10_000)
    item: int | None = Field(None, title="事项", description="不选则由事项清单的规则判断。")
    address: str = Field("", title="地址", max_length=300)
    place: Pin | None = Field(None, title="位置")
    photos: list[Any] = Field(default_factory=list, title="照片、文件")
    channel: str = Field("staff", title="来源")
    kind: str = Field("request", title="种类")
    foreign_number: str = Field(
        "", title="来件编号", description="平台工单的编号；同一编号只收一次。", max_length=80
    )
    platform_due_at: datetime | None = Field(None, title="平台时限")
    secret: bool = Field(False, title="涉密或要求保密")


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The form; after sending, the number, the tracking code and where it went."""
    reach = reader(request, MAY)
    if request.method == "POST":
        request.POST = request.POST.copy()  # type: ignore[assignment]
        complete_typed(request.POST, ("item",), _item_named(reach.town_id))
    form = _form(request)
    if request.method != "POST":
        return render(request, "cases/entry.html", {"form": form})
    data = form.bind(request)
    if data is None:
        return render(request, "cases/entry.html", {"form": form}, status=422)
    try:
        receipt = _take_down(request, reach.town_id, data)
    except Refused as error:
        form.refuse(error)
        return render(request, "cases/entry.html", {"form": form}, status=error.status)
    words = _("已收过这件，编号 %(number)s") if receipt.known else _("已登记，编号 %(number)s")
    url = reverse("cases:entered", args=[receipt.request.number])
    return redirect(request, url, words % {"number": receipt.request.number})


def _form(request: HttpRequest) -> Form[Entry]:
    kinds = choices.loop_kinds()
    widgets = {
        "text": Widget("textarea", rows=4),
        "item": Widget(
            "combo",
            url=reverse("cases:suggest_items"),
            words=request.POST.get("item_text", ""),
            placeholder=_("输入名称检索"),
        ),
        "address": Widget("address", placeholder=_("路名门牌、小区楼栋")),
        "contact_phone": Widget("phone", autofocus=True),
        "channel": Widget(
            "select", choices=[one for one in choices.channels() if one.value in _CHANNELS]
        ),
        "kind": Widget("select", choices=kinds),
        "photos": Widget("files"),
    }
    start = {"channel": "staff", "kind": kinds[0].value if kinds else "request"}
    exclude = ("kind",) if len(kinds) < 2 else ()
    return Form(
        Entry,
        widgets=widgets,
        initial=start,
        exclude=exclude,
        hidden={form_keys.FIELD: form_keys.key_for(request)},
        draft="entry",
        prefix="entry",
    )


def _item_named(town_id: int) -> Any:
    def find(_name: str, words: str) -> str:
        found = catalogue_for(town_id).find(words, limit=2)
        return str(found[0].id) if len(found) == 1 else words

    return find


def _take_down(request: HttpRequest, town_id: int, data: Entry) -> Receipt:
    new = NewRequest(
        text=data.text,
        channel=data.channel,
        kind=data.kind,
        item_id=data.item,
        longitude=data.place.lon if data.place else None,
        latitude=data.place.lat if data.place else None,
        address=data.address,
        contact_name=data.contact_name,
        contact_phone=data.contact_phone,
        foreign_number=data.foreign_number,
        platform_due_at=data.platform_due_at,
        secret=data.secret,
        retry_key=form_keys.key_of(request),
    )
    uploads = files_of(request, "photos")
    return form_keys.receive_once(town_id, new, actor=actor(request), uploads=uploads)


@require_GET
def entered(request: HttpRequest, number: str) -> HttpResponse:
    """What to tell the caller: number, tracking code, unit and deadline."""
    reach = reader(request, MAY)
    rows = Request.objects.visible_to(reach).select_related("case", "case__unit", "case__item")
    row = rows.filter(number=number).first()
    if row is None:
        if not Request.objects.filter(town_id=reach.town_id, number=number).exists():
            raise NotFound(_("没有编号为 %(number)s 的诉求。") % {"number": number})
        # It lies outside the reader's own area: it was taken in all the same.
        return render(request, "cases/entered.html", {"number": number})
    context = {"row": row, "number": number, "code": tracking.code_for(row)}
    return render(request, "cases/entered.html", context)


@require_GET
def callers(request: HttpRequest) -> HttpResponse:
    """Earlier requests of the caller with this telephone: perhaps it is the same matter."""
    reach = reader(request, MAY)
    phone = _phone(reach.town_id, request.GET.get("contact_phone", ""))
    rows: list[Request] = []
    person = None
    if phone:
        people = Person.objects.visible_to(actor(request))
        # Excluding the empty values again is what lets SQLite take the partial index.
        people = people.filter(phone_index__in=blind_indexes(phone)).exclude(phone_index="")
        person = people.first()
        found = Request.objects.visible_to(reach).filter(requester__in=people)
        rows = list(found.select_related("case").order_by("-id")[:EARLIER])
    context = {"rows": rows, "who": shown(person) if person else None, "asked": bool(phone)}
    return render(request, "cases/callers.html", context)


def _phone(town_id: int, words: str) -> str:
    try:
        return check_phone(words, area_code=towns.setting(town_id, "area_code", "")).text
    except Fault:
        return ""
