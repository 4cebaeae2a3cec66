"""Organisations: the list, one of them, and the forms that change it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from jiedao.foundation.parties import actions
from jiedao.foundation.parties.actions import NewOrganisation
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.parties.pages.common import EDIT, SEE, actor, reader
from jiedao.foundation.parties.queries import with_words
from jiedao.foundation.places.models import Area
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.list_filters import ChoiceFilter, FlagFilter, TextFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template, may
from jiedao.web.widgets import Choice, Pin, Widget


def _communities(request: HttpRequest) -> list[Choice]:
    rows = Area.objects.filter(town_id=reader(request).town_id, level=Area.Level.COMMUNITY)
    return [Choice(str(pk), name) for pk, name in rows.order_by("code").values_list("pk", "name")]


def _in_community(rows: QuerySet[Organisation], values: list[str]) -> QuerySet[Organisation]:
    ids = [int(value) for value in values if value.isdecimal()]
    return rows.filter(Q(area_id__in=ids) | Q(area__community_id__in=ids))


def _kinds(request: HttpRequest) -> list[Choice]:
    """The kinds that occur; a town has a handful."""
    rows = Organisation.objects.filter(town_id=reader(request).town_id).exclude(kind="")
    return [
        Choice(kind, kind)
        for kind in rows.order_by("kind").values_list("kind", flat=True).distinct()[:50]
    ]


def _valid(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))


def _community(row: Organisation) -> object:
    """Its community: premises mostly bear the name of the organisation itself."""
    return (row.area.community or row.area) if row.area else ""


class OrganisationList(ListPage[Organisation]):
    """Enterprises, schools, associations within the reader's sight."""

    key = "organisations"
    titles = Title("单位", "Organisations")
    permission = SEE
    live = "organisations"
    columns = (
        Column("name", Title("名称", "Name"), lambda row: row.name),
        Column(
            "uscc",
            Title("统一社会信用代码", "Credit code"),
            lambda row: row.uscc,
            width="xl",
            rank=3,
        ),
        Column("kind", Title("类别", "Kind"), lambda row: row.kind, width="s", rank=2),
        Column("area", Title("所在", "Where"), _community, width="m", rank=2),
        Column("address", Title("地址", "Address"), lambda row: row.address, width="xl", rank=2),
    )
    orderings = (
        Ordering("name", Title("名称", "Name"), ("name", "id")),
        Ordering("new", Title("新登记在前", "Newest"), ("-id",)),
    )
    filters = (
        TextFilter("q", Title("名称、地址、信用代码", "Name, address, code"), with_words),
        ChoiceFilter("community", Title("社区", "Community"), _communities, apply_to=_in_community),
        ChoiceFilter("kind", Title("类别", "Kind"), _kinds),
        FlagFilter("valid", Title("在册", "Current"), _valid),
    )
    empty = Empty(
        "building",
        gettext_lazy("还没有单位"),
        gettext_lazy("登记企业、学校、社团等；也可以从 Excel 批量导入。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(request.user).select_related("area__community")  # type: ignore[arg-type]

    def open_url(self, key: str) -> str:
        return reverse("parties:organisation", args=[key])

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        if not may(request, EDIT):
            return {}
        link = '<a class="btn btn-s" href="{}">{}{}</a>'
        url = reverse("parties:add_organisation")
        return {"actions": format_html(link, url, cells.icon("plus"), _("登记单位"))}


def organisation_of(request: HttpRequest, organisation_id: int) -> Organisation:
    """The organisation, through the reader's gate."""
    reader(request)
    rows = Organisation.objects.visible_to(request.user)  # type: ignore[arg-type]
    row = rows.select_related("area", "contact").filter(pk=organisation_id).first()
    if row is None:
        raise NotFound(_("没有这家单位。"))
    return row


def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation."""
    row = organisation_of(request, organisation_id)
    reach = reader(request)
    context = {
        "organisation": row,
        "meta": " · ".join(part for part in (row.kind, row.uscc) if part),
        "ended": row.valid_to is not None and row.valid_to < clock.today(),
        "facts": _facts(row),
        "moves": _moves(reach, row),
        "base_template": base_template(request),
    }
    return render(request, "parties/organisation.html", context)


def _facts(row: Organisation) -> list[Fact]:
    return [
        Fact(_("统一社会信用代码"), row.uscc),
        Fact(_("类别"), row.kind),
        Fact(_("行业代码"), row.industry),
        Fact(_("所在"), row.area.name if row.area else ""),
        Fact(_("地址"), row.address),
        Fact(_("登记日期"), row.valid_from.isoformat() if row.valid_from else ""),
        Fact(_("注销或迁出"), row.valid_to.isoformat() if row.valid_to else ""),
        *(Fact(str(name), value) for name, value in row.attributes.items()),
    ]


def _moves(reach: Reach, row: Organisation) -> list[MoveButton]:
    if not reach.anywhere(EDIT) or row.valid_to is not None:
        return []
    change = reverse("parties:change_organisation", args=[row.pk])
    end = reverse("parties:end_organisation", args=[row.pk])
    return [
        MoveButton("change", _("修改"), change, lazy=change),
        MoveButton("end", _("注销或迁出"), end, lazy=end, danger=True),
    ]


class OrganisationData(BaseModel):
    name: str = Field(title="名称", max_length=160)
    uscc: str = Field("", title="统一社会信用代码", max_length=30)
    kind: str = Field("", title="类别", max_length=40)
    industry: str = Field("", title="行业代码", description="GB/T 4754-2017", max_length=10)
    area: int | None = Field(None, title="所在社区或网格")
    address: str = Field("", title="地址", max_length=200)
    place: Pin | None = Field(None, title="位置")


class EndData(BaseModel):
    last_day: date = Field(title="最后一天")
    reason: str = Field(title="原因", min_length=2, max_length=500)


def _form(reach: Reach, initial: Mapping[str, object], prefix: str) -> Form[OrganisationData]:
    levels = (Area.Level.COMMUNITY, Area.Level.GRID)
    areas = Area.objects.filter(town_id=reach.town_id, level__in=levels, valid_to__isnull=True)
    choices = [
        Choice(str(pk), name) for pk, name in areas.order_by("code").values_list("pk", "name")
    ]
    widgets = {"area": Widget("select", choices=choices)}
    return Form(OrganisationData, initial=initial, widgets=widgets, prefix=prefix)


def _check_area(reach: Reach, area_id: int | None) -> None:
    """A community records organisations in its own area only."""
    if any(grant.scope != "area" for grant in reach.holding(EDIT)):
        return
    own = {area for grant in reach.holding(EDIT) for area in grant.area_ids}
    if area_id not in own:
        raise Invalid(_("只能登记本辖区的单位。"), field="area")


def add_organisation(request: HttpRequest) -> HttpResponse:
    """Record an organisation."""
    reach = reader(request, EDIT)

    def do(data: OrganisationData) -> str:
        _check_area(reach, data.area)
        lon, lat = data.place or (None, None)
        new = NewOrganisation(
            data.name, data.uscc, data.kind, data.area, data.address, lon, lat,
            industry=data.industry, valid_from=clock.today(),
        )  # fmt: skip
        actions.add_organisation(reach.town_id, new, actor=actor(request))
        return _("已登记“%(name)s”。") % {"name": data.name}

    form = _form(reach, {}, "add-organisation")
    back = reverse("parties:organisations")
    return act(request, form, do, title=_("登记单位"), submit=_("登记"), back=back)


def change_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Correct what is known of it."""
    reach = reader(request, EDIT)
    row = organisation_of(request, organisation_id)

    def do(data: OrganisationData) -> str:
        _check_area(reach, data.area)
        lon, lat = data.place or (None, None)
        values = {
            "name": data.name, "uscc": data.uscc, "kind": data.kind, "industry": data.industry,
            "area_id": data.area, "address": data.address, "lon": lon, "lat": lat,
        }  # fmt: skip
        actions.change_organisation(row, values, actor=actor(request))
        return _("已保存。")

    initial = {
        "name": row.name, "uscc": row.uscc, "kind": row.kind, "industry": row.industry,
        "area": row.area_id, "address": row.address,
        "place": f"{row.lon:.6f},{row.lat:.6f}" if row.lon is not None and row.lat is not None else None,
    }  # fmt: skip
    form = _form(reach, initial, f"change-organisation-{row.pk}")
    return act(
        request, form, do, title=_("修改单位"), submit=_("保存"), back=organisation_url(row.pk)
    )


def end_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """It was struck off, or moved away."""
    reader(request, EDIT)
    row = organisation_of(request, organisation_id)

    def do(data: EndData) -> str:
        actions.end_organisation(row, data.last_day, data.reason, actor=actor(request))
        return _("已记为注销或迁出。")

    form = Form(EndData, initial={"last_day": clock.today()}, prefix=f"end-organisation-{row.pk}")
    return act(
        request, form, do, title=_("注销或迁出"), submit=_("确认"),
        back=organisation_url(row.pk), danger=True,
    )  # fmt: skip


def organisation_url(organisation_id: int) -> str:
    """The list with this organisation open beside it."""
    return f"{reverse('parties:organisations')}?open={organisation_id}"
