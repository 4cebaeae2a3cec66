"""The portrait of an area as of a date; its parts ask for themselves, for each has its own cost."""

import math
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.centre.portraits import areas, records
from jiedao.centre.portraits.counting import end_of
from jiedao.centre.readers import reader
from jiedao.foundation.places import queries as places
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.naming import level_name
from jiedao.foundation.places.pages.telling import entries
from jiedao.foundation.records.pages import timeline
from jiedao.foundation.records.pages.common import record_of
from jiedao.foundation.records.pages.record import RecordPage
from jiedao.kernel import clock, history
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template

_INSIDE_SHOWN = 60
_HISTORY = 20
BUILDING, GRID = Area.Level.BUILDING, Area.Level.GRID


def _view(request: HttpRequest, area_id: int) -> areas.View:
    _account, reach = reader(request)
    area = places.visible_area(reach, area_id)
    return areas.View(area, _day(request.GET.get("on", "")), reach)


def _day(text: str) -> date:
    today = clock.today()
    if not text:
        return today
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        raise Invalid(_("日期写成 2026-05-01 的样子。"), field="on", code="bad_day") from None


@require_GET
def town(request: HttpRequest) -> HttpResponse:
    """The portrait of the sub-district itself."""
    _account, reach = reader(request)
    top = locator_for(reach.town_id).tree.children(None)
    if not top:
        raise NotFound(_("这个街道还没有导入区域。"), code="no_area")
    return portrait(request, top[0].id)


@require_GET
def here(request: HttpRequest) -> HttpResponse:
    """``?lon=…&lat=…&level=community|grid|building``: the portrait of the area there, of the nearest
    level above where there is none of this one."""
    _account, reach = reader(request)
    lon, lat = _degrees(request.GET.get("lon", "")), _degrees(request.GET.get("lat", ""))
    level, place = request.GET.get("level", ""), locator_for(reach.town_id).place_at(lon, lat)
    found = (
        place.building_id if level == BUILDING else None,
        place.grid_id if level in (BUILDING, GRID) else None,
        place.community_id,
        place.subdistrict_id,
    )
    area_id = next((one for one in found if one is not None), None)
    if area_id is None:
        raise NotFound(_("这里不在街道范围内。"), code="outside")
    return portrait(request, area_id)


def _degrees(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not abs(number) <= 180:
        raise Invalid(_("请在地图上点选一处。"), field="lon", code="no_place")
    return number


@require_GET
def portrait(request: HttpRequest, area_id: int) -> HttpResponse:
    """``?on=DATE``: the area as it was at the end of that day."""
    view = _view(request, area_id)
    area, day = view.area, view.day
    if area.valid_from > day:
        raise NotFound(
            _("%(name)s从 %(day)s 起才有，换一个日期看看。")
            % {"name": area.name, "day": area.valid_from}, code="not_yet",
        )  # fmt: skip
    inside = areas.inside(view)
    context = {
        "base_template": base_template(request),
        "area": area,
        "here_url": reverse("centre:portrait", args=[area.pk]),
        "view": view,
        "meta": level_name(area.level, area.grid_kind),
        "facts": _facts(area),
        "above": [
            (row.name, reverse("centre:portrait", args=[row.id]))
            for row in reversed(locator_for(view.reach.town_id).tree.above(area.pk))
        ],
        "answering": areas.answering(view),
        "inside": [(one, level_name(one.level, one.grid_kind)) for one in inside[:_INSIDE_SHOWN]],
        "inside_count": len(inside),
        "shape_url": reverse("places:shape", args=[area.pk]),
        "entries": entries(area, _HISTORY),
    }
    return render(request, "centre/portrait.html", context)


def _facts(area: Area) -> list[Fact]:
    return [
        Fact(_("编码"), area.code), Fact(_("地址"), area.address, wide=True),
        Fact(_("别名"), "、".join(area.aliases), wide=True),
        Fact(_("设立"), area.valid_from), Fact(_("撤销"), area.valid_to),
    ]  # fmt: skip


@require_GET
def registers(request: HttpRequest, area_id: int) -> HttpResponse:
    """What is registered and what is open in the area, by application."""
    found = list(areas.counted(_view(request, area_id)))
    groups = [(title, list(rows)) for title, rows in groupby(found, lambda one: one.application)]
    return render(request, "centre/portrait_registers.html", {"groups": groups})


@require_GET
def figures(request: HttpRequest, area_id: int) -> HttpResponse:
    """The year's figures of the area up to the day."""
    view = _view(request, area_id)
    return render(request, "centre/portrait_figures.html", {"rows": areas.figures(view)})


@require_GET
def record(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """``?on=DATE``: a record as it stood that day, who answered for it, what happened until then."""
    _account, reach = reader(request)
    schema, now = record_of(request, kind, number)
    day = _day(request.GET.get("on", ""))
    moment = end_of(day)
    lines = history.timeline(reach.town_id, now.kind, now.pk)
    row = records.as_it_stood(now, lines, moment)
    page = RecordPage(request, schema, row)
    area_id = row.grid_id or row.community_id
    view = areas.View(places.visible_area(reach, area_id), day, reach) if area_id else None
    until = [line for line in lines if moment is None or line.at < moment]
    context = {
        "base_template": base_template(request),
        "page": page, "day": day, "is_today": moment is None, "portrait_url": request.path,
        "answering": areas.answering(view) if view else [],
        "entries": timeline.entries(schema, reach.town_id, until)[:_HISTORY],
    }  # fmt: skip
    return render(request, "centre/portrait_record.html", context)


@require_GET
def about(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """What there is about a record, by application."""
    _account, reach = reader(request)
    _schema, row = record_of(request, kind, number)
    found = records.about(reach, row, end_of(_day(request.GET.get("on", ""))))
    groups = [(title, list(rows)) for title, rows in groupby(found, lambda one: one.application)]
    return render(request, "centre/portrait_registers.html", {"groups": groups})
