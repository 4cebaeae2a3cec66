"""Pages of one kind of case, for every kind alike: its list, and the form that opens a new one.

The list shows the attributes that the kind names (``kinds.columns_of``) and the states of its
own workflow; the form asks what every case needs, then the kind's attributes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, Field, create_model

from jiedao.engines.cases import kinds, subjects
from jiedao.engines.cases.actions import NewCase, NewRequest
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import attribute_words, cells, choices, lists
from jiedao.engines.cases.pages.common import SEE, actor, case_url, declared_kind, reader
from jiedao.engines.cases.pages.suggestions import complete_typed, unit_named
from jiedao.engines.cases.receiving import receive, take_in
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.files.wire import files_of
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Forbidden, Refused
from jiedao.kernel.titles import Title
from jiedao.web.forms import Form
from jiedao.web.list_filters import ChoiceFilter
from jiedao.web.lists import Column, View, none_yet
from jiedao.web.replies import redirect
from jiedao.web.widgets import Pin, Widget

STANDS_HERE = Title(
    "登记的{}都列在这里，先新后旧。", "{} stand here once they are added, the newest first."
)


def kind_list(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list of a kind."""
    return list_of(declared_kind(kind)).as_view()(request)


def list_of(declared: Kind) -> type[lists.CaseList]:
    """The list page of a kind: the same for every kind, with what its declaration says."""
    states = ChoiceFilter(
        "state",
        lists.STATE.titles,
        choices.states(declared.key),
        apply_to=lists.STATE.apply_to,
    )
    left_out = {"kind"} if kinds.goes_the_loop(declared.key) else {"kind", "item", "channel"}

    class KindList(lists.CaseList):
        key = f"cases.{declared.key}"
        titles = declared.titles
        kind = declared.key
        columns = _columns(declared)
        filters = tuple(
            states if one.key == "state" else one
            for one in lists.FILTERS
            if one.key not in left_out
        )
        views = _views(declared)
        empty = none_yet(declared.icon, declared.titles, STANDS_HERE)

        def queryset(self, request: HttpRequest) -> CaseQuerySet:
            """Of the kind; with ``?subject_kind=&subject_id=`` only those about one record."""
            rows, named = super().queryset(request), _subject_named(request)
            return rows.filter(subject_kind=named[0], subject_id=named[1]) if named else rows

        def further(self, request: HttpRequest) -> Mapping[str, Any]:
            reach = reader(request)
            query = request.GET.copy()
            query["kind"] = declared.key
            may_open = subjects.may_open(reach, declared.key)
            entry_url = reverse("cases:kind_new", args=[declared.key])
            return {
                "export_file": f"{reverse('cases:export')}?{query.urlencode()}",
                "may_export": reach.anywhere("cases.export"),
                "may_report": may_open,
                "entry_url": entry_url,
                "add_url": entry_url if may_open else "",
                "add_words": _("登记"),
                "board_url": reverse("cases:kind_board", args=[declared.key]),
            }

    return KindList


def _columns(declared: Kind) -> tuple[Column, ...]:
    item = (cells.ITEM,) if kinds.goes_the_loop(declared.key) else ()
    own = tuple(_column(declared.key, name) for name in kinds.columns_of(declared))
    return (
        cells.NUMBER, cells.WHAT, *item, *own, cells.UNIT, cells.PLACE, cells.STATE, cells.CLOCK,
        cells.REPORTED,
    )  # fmt: skip


def _column(kind: str, name: str) -> Column:
    info = attribute_words.fields_of(kind)[name]

    def cell(case: Case) -> str:
        return attribute_words.words(info, case.attributes.get(name))

    return Column(f"own_{name}", attribute_words.titles(name, info), cell, width="m", rank=2)


def _views(declared: Kind) -> tuple[View, ...]:
    states = kinds.states_of(declared.key)
    open_ones = urlencode([("state", state.key) for state in states if state.open])
    return (
        View("open", Title("在办", "Open"), open_ones),
        View("late", Title("已超期", "Late"), "tone=red"),
        View("soon", Title("将到期", "Due soon"), "tone=amber"),
        View("supervised", Title("督办", "Supervised"), "supervised=1"),
    )


# The form that opens a case


class _New(BaseModel):
    """What every case needs besides the attributes of its kind."""

    text: str = Field(
        title="内容",
        min_length=1,
        max_length=10_000,
        json_schema_extra={"widget": "textarea", "rows": 3},
    )
    address: str = Field("", title="地址", max_length=300, json_schema_extra={"widget": "address"})
    place: Pin | None = Field(None, title="位置")
    unit: int | None = Field(None, title="承办单位")
    item: int | None = Field(None, title="事项")


class _Asked(BaseModel):
    """Who asked for it, where somebody did; and what was photographed."""

    contact_phone: str = Field(
        "", title="电话", max_length=40, json_schema_extra={"widget": "phone"}
    )
    contact_name: str = Field("", title="诉求人", max_length=60)
    photos: list[Any] = Field(default_factory=list, title="照片、文件")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form; after sending, the case. ``?subject_kind=&subject_id=`` name what it is about."""
    declared, reach = declared_kind(kind), reader(request, subjects.REPORT)
    if not subjects.may_open(reach, declared.key):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    if request.method == "POST":
        request.POST = request.POST.copy()  # type: ignore[assignment]
        complete_typed(request.POST, ("item", "unit"), _named(reach.town_id, declared.key))
    form = _form(request, declared)
    context = {"form": form, "kind": declared, "about": _about(request)}
    if request.method != "POST":
        return render(request, "cases/kind_new.html", context)
    data = form.bind(request)
    if data is None:
        return render(request, "cases/kind_new.html", context, status=422)
    try:
        case = _open(request, reach.town_id, declared, data)
    except Refused as error:
        form.refuse(error)
        return render(request, "cases/kind_new.html", context, status=error.status)
    return redirect(
        request, _after(reach, case), _("已登记，编号 %(number)s") % {"number": case.number}
    )


def _form(request: HttpRequest, declared: Kind) -> Form[Any]:
    """The form's fields come in the order in which one thinks of them: what and where, then what
    is the kind's own, then who asked."""
    model = create_model(f"{declared.key}_new", __base__=(_Asked, declared.attributes, _New))
    widgets = {
        name: Widget("combo", url=url, words=request.POST.get(f"{name}_text", ""))
        for name, url in (
            ("unit", reverse("cases:suggest_units")),
            ("item", f"{reverse('cases:suggest_items')}?kind={declared.key}"),
        )
    }
    item = () if kinds.goes_the_loop(declared.key) else ("item",)
    subject = _subject(request, declared)
    return Form(
        model,
        widgets=widgets | {"photos": Widget("files")},
        exclude=(*item, *kinds.by_moves_of(declared.key)),
        hidden={"subject_kind": subject[0], "subject_id": subject[1]} if subject else {},
        draft=f"new:{declared.key}",
        prefix=f"new-{declared.key}",
    )


def _subject(request: HttpRequest, declared: Kind) -> tuple[str, int] | None:
    """The record it is about: one that the reader may see, and that the kind may be about."""
    named = _subject_named(request)
    if named is None or not subjects.find(reader(request), *named):
        return None
    subjects.check(declared.key, named[0])
    return named


def _subject_named(request: HttpRequest) -> tuple[str, int] | None:
    given = request.POST if request.method == "POST" else request.GET
    kind, record_id = given.get("subject_kind", ""), given.get("subject_id", "")
    if not record_id.isdecimal() or len(record_id) > 15:
        return None
    return kind, int(record_id)


def _about(request: HttpRequest) -> tuple[str, str] | None:
    """Its title and address, for the head of the form."""
    named = _subject_named(request)
    found = subjects.find(reader(request), *named) if named else None
    return (found.title, found.url) if found else None


def _named(town_id: int, kind: str) -> Callable[[str, str], str]:
    def find(name: str, words: str) -> str:
        if name == "unit":
            return unit_named(town_id, words)
        found = catalogue_for(town_id).find(words, limit=2, kind=kind)
        return str(found[0].id) if len(found) == 1 else words

    return find


def _open(request: HttpRequest, town_id: int, declared: Kind, data: Any) -> Case:
    """A request where somebody asked (and where the loop is gone, which answers somebody), else a
    case that we found ourselves."""
    own = set(declared.attributes.model_fields)
    subject = _subject(request, declared)
    values: dict[str, Any] = {
        "text": data.text,
        "channel": "staff",
        "kind": declared.key,
        "item_id": data.item,
        "unit_id": data.unit,
        "longitude": data.place.lon if data.place else None,
        "latitude": data.place.lat if data.place else None,
        "address": data.address,
        "subject_kind": subject[0] if subject else "",
        "subject_id": subject[1] if subject else None,
        "attributes": data.model_dump(mode="json", include=own, exclude_unset=True),
    }
    contact = {"contact_name": data.contact_name, "contact_phone": data.contact_phone}
    uploads, who = files_of(request, "photos"), actor(request)
    if any(contact.values()) or kinds.goes_the_loop(declared.key):
        return receive(town_id, NewRequest(**values, **contact), actor=who, uploads=uploads).case
    return take_in(town_id, NewCase(**values), actor=who, uploads=uploads)


def _after(reach: Reach, case: Case) -> str:
    """Its page; where it lies outside the reader's own area it was taken in all the same."""
    if Case.objects.visible_to(reach).filter(pk=case.pk).exists():
        return case_url(case.number)
    return reverse("cases:kind", args=[case.kind]) if reach.anywhere(SEE) else "/"
