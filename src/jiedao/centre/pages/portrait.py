"""The portrait of an area as of a date; its parts ask for themselves, for each has its own cost."""

from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.centre.portraits import areas
from jiedao.centre.readers import reader
from jiedao.foundation.places import queries as places
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.naming import level_name
from jiedao.foundation.places.pages.telling import entries
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template

_INSIDE_SHOWN = 60
_HISTORY = 20


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
