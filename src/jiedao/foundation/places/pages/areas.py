"""The tree of areas, and one area with its map, its facts and what may be done with it."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.foundation.places import actions, queries
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.geojson import export_areas
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.naming import level_name
from jiedao.foundation.places.pages.common import EDIT, actor, area_of, reader
from jiedao.foundation.places.pages.telling import entries
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template

_SHOWN = 200
"""Areas right below one that are listed by name."""


def areas(request: HttpRequest) -> HttpResponse:
    """The tree; ``?open=AREA`` stands beside it, without one the sub-district."""
    reach = reader(request)
    branches = [
        (one, "　" * one.depth + one.row.name, level_name(one.row.level, one.row.grid_kind))
        for one in locator_for(reach.town_id).tree.branches
    ]
    opened = request.GET.get("open", "")
    first = branches[0][0].row.id if branches else 0
    open_id = int(opened) if opened.isdecimal() else first
    context = {
        "branches": branches,
        "open": open_id,
        "open_url": reverse("places:area", args=[open_id]) if open_id else "",
        "may_edit": reach.anywhere(EDIT),
        "ended": Area.objects.filter(town_id=reach.town_id, valid_to__lt=clock.today())
        .exclude(level__in=[Area.Level.BUILDING, Area.Level.PREMISES])
        .order_by("code"),
        "base_template": base_template(request),
    }
    return render(request, "places/areas.html", context)


def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area: where it is, what it is, what lies in it, what happened to it."""
    row = area_of(request, area_id)
    reach = reader(request)
    tree = locator_for(row.town_id).tree
    children = tree.children(row.pk)
    context = {
        "area": row,
        "meta": f"{level_name(row.level, row.grid_kind)} · {row.code}",
        "facts": _facts(row),
        "shape_url": reverse("places:shape", args=[row.pk]),
        "children": [(one, level_name(one.level, one.grid_kind)) for one in children[:_SHOWN]],
        "count": len(children),
        "moves": _moves(reach, row),
        "entries": entries(row, 30) if reach.anywhere(EDIT) else [],
        "base_template": base_template(request),
    }
    return render(request, "places/area.html", context)


def shape(request: HttpRequest, area_id: int) -> HttpResponse:
    """The area's outline and its children's, or its point, as GeoJSON for the map."""
    row = area_of(request, area_id)
    tag = queries.revision_tag(row.town_id, row.pk)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    children = [child.id for child in locator_for(row.town_id).tree.children(row.pk)]
    found = queries.outlines(row, children[:_SHOWN])
    for one in found["features"]:
        properties = one["properties"]
        own = properties["id"] == row.pk
        name = properties.pop("name")
        properties |= {"title": name, "tone": "neutral" if own else "grey"}
        # Where its parts bear their names, the whole needs none.
        properties["label"] = "" if own and children else name
        if not own:
            properties["url"] = reverse("places:area", args=[properties["id"]])
    return JsonResponse(found, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def export(request: HttpRequest) -> HttpResponse:
    """Every area as a GeoJSON file that the import reads; ``?datum=GCJ02``."""
    reach = reader(request, EDIT)
    wanted = request.GET.get("datum", "")
    datum = Datum(wanted) if wanted in set(Datum) else Datum.WGS84
    name = f"areas-{clock.today():%Y%m%d}.geojson"
    return JsonResponse(
        export_areas(reach.town_id, datum=datum),
        content_type="application/geo+json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class RenameData(BaseModel):
    name: str = Field(title="新名称", description="原名称留作别名", min_length=1, max_length=120)


class EndData(BaseModel):
    last_day: date = Field(title="最后一天")
    reason: str = Field(title="原因", min_length=2, max_length=500)


def rename(request: HttpRequest, area_id: int) -> HttpResponse:
    """A new name; the old one stays an alias."""
    row = area_of(request, area_id, EDIT)

    def do(data: RenameData) -> str:
        actions.rename_area(row, data.name, actor=actor(request))
        return _("已改名为“%(name)s”。") % {"name": row.name}

    form = Form(RenameData, initial={"name": row.name}, prefix=f"rename-area-{row.pk}")
    return act(request, form, do, title=_("改名"), submit=_("保存"), back=area_url(row.pk))


def end(request: HttpRequest, area_id: int) -> HttpResponse:
    """The area ends with a day."""
    row = area_of(request, area_id, EDIT)

    def do(data: EndData) -> str:
        actions.end_area(row, data.last_day, data.reason, actor=actor(request))
        return _("“%(name)s”将于 %(day)s 后撤销。") % {"name": row.name, "day": data.last_day}

    form = Form(EndData, initial={"last_day": clock.today()}, prefix=f"end-area-{row.pk}")
    return act(
        request, form, do, title=_("撤销区域"), submit=_("撤销"), back=area_url(row.pk), danger=True
    )


def area_url(area_id: int) -> str:
    """The tree with this area open beside it."""
    return f"{reverse('places:areas')}?open={area_id}"


def _facts(row: Area) -> list[Fact]:
    until = row.valid_to.isoformat() if row.valid_to else _("至今")
    return [
        Fact(_("上级"), row.parent.name if row.parent else ""),
        Fact(_("社区"), row.community.name if row.community else ""),
        Fact(_("别名"), _("、").join(row.aliases)),
        Fact(_("地址"), row.address),
        Fact(_("有效期"), f"{row.valid_from.isoformat()} – {until}"),
        Fact(_("由谁接续"), row.successor.name if row.successor else ""),
        *(Fact(str(name), value) for name, value in row.attributes.items()),
    ]


def _moves(reach: Reach, row: Area) -> list[MoveButton]:
    if not reach.anywhere(EDIT) or row.valid_to is not None:
        return []
    rename_url = reverse("places:rename", args=[row.pk])
    end_url = reverse("places:end", args=[row.pk])
    return [
        MoveButton("rename", _("改名"), rename_url, lazy=rename_url),
        MoveButton("end", _("撤销"), end_url, lazy=end_url, danger=True),
    ]
