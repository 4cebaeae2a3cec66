"""Read-only lists of the data foundation: areas, units, the catalogue."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from jiedao.engines.cases.api.callers import SENDERS
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.api.callers import STAFF, caller_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid
from jiedao.web.api.bodies import answer

router = Router(tags=["foundation"])

MOST = 1000


class AreaOut(Schema):
    """An area valid today; ``parent`` and ``community`` are ids."""

    id: int
    code: str
    name: str
    level: str
    grid_kind: str
    parent: int | None
    community: int | None
    longitude: float | None
    latitude: float | None
    address: str


class AreasOut(Schema):
    items: list[AreaOut]
    next: str | None


class UnitOut(Schema):
    """A unit valid today; ``parent`` and ``area`` are ids."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    area: int | None


class UnitsOut(Schema):
    items: list[UnitOut]


class LimitOut(Schema):
    stage: str
    amount: int
    unit: str


class ItemOut(Schema):
    """An active item of the catalogue; ``parent`` is an id, ``leaf`` what a case may have."""

    id: int
    code: str
    name: str
    path: str
    parent: int | None
    leaf: bool
    level: int
    check_way: str
    evidence: list[str]
    keywords: list[str]
    secret: bool
    limits: list[LimitOut]


class ItemsOut(Schema):
    items: list[ItemOut]


@router.get("/areas", auth=STAFF, response=AreasOut, summary="Areas")
def areas(
    request: HttpRequest, level: str = "", parent: int | None = None, after: int = 0
) -> HttpResponse:
    """Areas in the order of their ids, 1,000 at a time: ``next`` is the ``after`` of the following
    page. ``level``: subdistrict, community, grid, building, premises."""
    caller = caller_of(request)
    if level and level not in Area.Level.values:
        raise Invalid(_("没有“%(level)s”这一级。") % {"level": level}, field="level")
    if not 0 <= after < 2**53 or (parent is not None and not 0 <= parent < 2**53):
        raise Invalid(_("数字太大。"), field="after", code="number_too_large")
    rows = Area.objects.filter(town_id=caller.town_id, id__gt=after, valid_to=None)
    if level:
        rows = rows.filter(level=level)
    if parent is not None:
        rows = rows.filter(parent_id=parent)
    found = list(rows.order_by("id")[: MOST + 1])
    more = len(found) > MOST
    return answer(
        {
            "items": [_area(row) for row in found[:MOST]],
            "next": str(found[MOST - 1].pk) if more else None,
        }
    )


def _area(row: Area) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "grid_kind": row.grid_kind,
        "parent": row.parent_id,
        "community": row.community_id,
        "longitude": row.lon,
        "latitude": row.lat,
        "address": row.address,
    }


@router.get("/units", auth=STAFF, response=UnitsOut, summary="Units")
def units(request: HttpRequest) -> HttpResponse:
    """Departments, communities, grids, teams, contractors and outside bodies of today."""
    today = clock.today()
    return answer(
        {
            "items": [
                {
                    "id": unit.id,
                    "code": unit.code,
                    "name": unit.name,
                    "kind": unit.kind,
                    "parent": unit.parent_id,
                    "area": unit.area_id,
                }
                for unit in structure_of(caller_of(request).town_id).units.values()
                if unit.valid_on(today)
            ]
        }
    )


@router.get("/catalogue", auth=SENDERS, response=ItemsOut, summary="Catalogue")
def catalogue(request: HttpRequest, q: str = "") -> HttpResponse:
    """The active items of the published catalogue; ``q`` keeps those whose words match."""
    known = catalogue_for(caller_of(request).town_id)
    leaves = {item.id for item in known.leaves()}
    found = known.find(q[:100], limit=200) if q.strip() else list(_all(known, None))
    return answer({"items": [_item(known, item, item.id in leaves) for item in found]})


def _all(known: Catalogue, parent_id: int | None) -> list[CatalogueItem]:
    rows: list[CatalogueItem] = []
    for item in known.children(parent_id):
        if item.active:
            rows += [item, *_all(known, item.id)]
    return rows


def _item(known: Catalogue, item: CatalogueItem, leaf: bool) -> dict[str, Any]:
    return {
        "id": item.id,
        "code": item.code,
        "name": item.name,
        "path": item.path,
        "parent": item.parent_id,
        "leaf": leaf,
        "level": item.level,
        "check_way": item.check_way,
        "evidence": list(item.evidence),
        "keywords": list(item.keywords),
        "secret": item.secret,
        "limits": [
            {"stage": one.stage, "amount": one.limit.amount, "unit": one.limit.unit}
            for one in known.limits(item.id)
        ]
        if leaf
        else [],
    }
