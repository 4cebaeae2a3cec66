"""Pages of the grid: the cells with their map, one cell, its events, and one's own counts."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jiedao.applications.grid import queries
from jiedao.applications.grid.kinds import GRID_EVENT
from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import reader
from jiedao.engines.cases.pages.lists import CaseList
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.storing import shape_of
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.list_filters import ChoiceFilter, TextFilter
from jiedao.web.list_state import ListState
from jiedao.web.lists import Column, Drawn, Empty, ListPage, Ordering, RowView
from jiedao.web.maps import feature_answer
from jiedao.web.parts import Fact
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template, may
from jiedao.web.widgets import Choice

EVENTS_SHOWN = 20
GRID_KINDS = {
    "police": Title("警格", "Police beat"),
    "economic_service": Title("经济服务格", "Economic service grid"),
    "livelihood_service": Title("民生服务格", "Livelihood service grid"),
}
LEGEND = {
    "red": Title("有超期事件", "Something is late"),
    "amber": Title("有将到期事件", "Something is due soon"),
    "green": Title("有在办事件", "Open cases in time"),
    "neutral": Title("没有在办事件", "Nothing open"),
}


class Events(CaseList):
    """Grid events only."""

    key = "grid.events"
    titles = Title("网格事件", "Grid events")
    kind = GRID_EVENT
    empty = Empty(
        "map-pin",
        gettext_lazy("还没有网格事件"),
        gettext_lazy("网格员巡查时点“网格上报”报来的事件列在这里。"),
    )

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        shared = super().further(request)
        add_url = reverse("grid:report") if shared["may_report"] else ""
        return {**shared, "add_url": add_url, "add_words": _("网格上报")}


def _communities(request: HttpRequest) -> list[Choice]:
    from jiedao.engines.cases.pages.choices import communities

    return communities(request)


class Cells(ListPage[Area]):
    """Every cell with its open cases; the map stands above."""

    key = "grid.cells"
    titles = Title("网格一览", "Grid overview")
    permission = "cases.see"
    template = "grid/cells.html"
    page_size = 100
    columns = (
        Column("code", Title("编号", "Code"), lambda row: row.code, width="l", link=True),
        Column("name", Title("名称", "Name"), lambda row: row.name, lead=True),
        Column("community", Title("社区", "Community"), lambda row: row.community or "", width="l",
               rank=2),
        Column("open", Title("在办", "Open"), lambda row: cells.number(row.stand.open),
               width="s", right=True),
        Column("red", Title("超期", "Late"), lambda row: _toned(row.stand.red, "red"),
               width="s", right=True),
        Column("amber", Title("将到期", "Due soon"), lambda row: _toned(row.stand.amber, "amber"),
               width="s", right=True),
    )  # fmt: skip
    filters = (
        TextFilter("q", Title("网格名称、编号", "Name, code"),
                   lambda rows, words: rows.filter(name__contains=words) | rows.filter(code=words)),
        ChoiceFilter("community", Title("社区", "Community"), _communities,
                     lookup="community_id__in"),
    )  # fmt: skip
    orderings = (Ordering("code", Title("编号", "Code"), ("code",)),)
    empty = Empty(
        "grid-4x4",
        gettext_lazy("还没有网格"),
        gettext_lazy("在“区域与网格”导入网格边界后，每个网格和它的在办事件列在这里。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Area]:
        rows: QuerySet[Area] = queries.cells_of(reader(request).town_id)
        return rows

    def fetch(self, request: HttpRequest, state: ListState) -> Drawn:
        self._standing = queries.stands(reader(request))
        return super().fetch(request, state)

    def draw(self, row: Area) -> RowView:
        row.stand = self._standing.get(row.pk, queries.Stand())  # type: ignore[attr-defined]
        return super().draw(row)

    def open_key(self, row: Area) -> str:
        return row.code

    def open_url(self, key: str) -> str:
        return reverse("grid:cell", args=[key])

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        return {
            "map_url": reverse("grid:map"),
            "legend": {k: str(v) for k, v in LEGEND.items()},
            "add_url": reverse("places:import") if may(request, "places.edit") else "",
            "add_words": _("导入边界"),
        }


def _toned(count: int, tone: str) -> object:
    return cells.badge(cells.number(count), tone) if count else ""


@require_GET
def cells_map(request: HttpRequest) -> HttpResponse:
    """The cells as GeoJSON, coloured by the worst of their open cases."""
    features = list(queries.cell_features(reader(request)))
    return feature_answer(request, features)


@require_GET
def cell(request: HttpRequest, code: str) -> HttpResponse:
    """One cell: class, map, members, buildings, beats over it, open cases."""
    reach = reader(request)
    grid = queries.cells_of(reach.town_id).filter(code=code).first()
    if grid is None:
        raise NotFound(_("没有编号为 %(code)s 的网格。") % {"code": code})
    shape = queries.outline(grid)
    stand = queries.stands(reach, [grid.pk]).get(grid.pk, queries.Stand())
    rows = Case.objects.visible_to(reach).filter(grid=grid, state__in=kinds.open_states())
    found = queries.buildings(grid)
    context = {
        "grid": grid,
        "facts": _facts(grid, shape),
        "features": _features(grid, shape, stand.tone, found),
        "members": queries.members(grid),
        "buildings": found[: queries.BUILDINGS_SHOWN],
        "more_buildings": len(found) > queries.BUILDINGS_SHOWN,
        "stand": stand,
        "cases": rows.select_related("item", "unit").order_by("-id")[:EVENTS_SHOWN],
        "all_url": f"{reverse('cases:list')}?area={grid.pk}",
        "base_template": base_template(request),
    }
    return render(request, "grid/cell.html", context)


def _facts(grid: Area, shape: Any) -> list[Fact]:
    own = structure_of(grid.town_id).unit_for_area(grid.pk)
    beats = [
        Fact(str(title), _("、").join(a.name for a in queries.overlapping(grid, shape, kind)))
        for kind, title in GRID_KINDS.items()
    ]
    return [
        Fact(_("社区"), grid.community or ""),
        Fact(_("类别"), str(grid.attributes.get("class", _("综合网格")))),
        Fact(_("所属单位"), own.name if own else ""),
        *beats,
    ]


def _features(grid: Area, shape: Any, tone: str, found: list[Area]) -> dict[str, Any] | None:
    if shape is None:
        return None
    area = {"tone": tone, "title": grid.name, "label": grid.name}
    features = [
        {"type": "Feature", "geometry": shape_of(shape).__geo_interface__, "properties": area}
    ]
    features += [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"tone": "neutral", "title": row.name},
        }
        for row in found
        if row.lon is not None
    ]
    return {"type": "FeatureCollection", "features": features}


@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """Which cell an address falls into: ``?address=…`` leads to the cell's page."""
    reach = reader(request)
    words = request.GET.get("address", "").strip()[:120]
    locator = locator_for(reach.town_id)
    matches = locator.find(words, limit=1) if words else []
    grid_id = None
    if matches and matches[0].lon is not None and matches[0].lat is not None:
        grid_id = locator.place_at(matches[0].lon, matches[0].lat).grid_id
    elif matches and matches[0].area_id is not None:
        grid_id = locator.place_of(matches[0].area_id).grid_id
    row = locator.area(grid_id) if grid_id else None
    if row is None:
        words = _("没有找到“%(words)s”所在的网格，请写路名和门牌。") % {"words": words}
        return redirect(request, reverse("grid:cells"), words, "amber")
    return redirect(request, reverse("grid:cell", args=[row.code]))


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I reported this month and where it stands: counts for oneself, never a ranking."""
    reach, account = reader(request, "cases.report"), account_of(request)
    first = clock.now().astimezone(clock.TOWN_ZONE).replace(day=1, hour=0, minute=0, second=0)
    rows = queries.reported_by(reach.town_id, account.pk, first)
    by_item = rows.values("item__name").annotate(n=Count("id")).order_by("-n")
    by_state = dict(rows.values_list("state").annotate(n=Count("id")).order_by())
    recent = queries.reported_by(reach.town_id, account.pk, first - timedelta(days=62))
    context = {
        "by_item": [(row["item__name"] or _("未归类"), row["n"]) for row in by_item],
        "by_state": [
            (state.titles, by_state[state.key])
            for state in kinds.states_of(GRID_EVENT)
            if state.key in by_state
        ],
        "total": sum(by_state.values()),
        "cases": recent.select_related("item", "unit").order_by("-id")[:30],
    }
    return render(request, "grid/mine.html", context)
