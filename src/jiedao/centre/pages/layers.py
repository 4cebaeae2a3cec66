"""What the map asks: layers by tile, the record behind a point, the records of one place."""

from typing import Any, Final

import numpy as np
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.centre import layers
from jiedao.centre.drawing import details_of, drawing_of
from jiedao.centre.layers import MOST_DRAWN, View
from jiedao.centre.readers import looker, reader
from jiedao.centre.tiling import MOST_CELLS, Tile, tile_of
from jiedao.foundation.records.layers import box_of
from jiedao.kernel import registry
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.web.maps import packed_answer
from jiedao.web.points import to_square

MOST_LAYERS: Final = 60
MOST_TILES: Final = 120
MOST_LISTED: Final = 100
_MARGIN: Final = 1e-12
"""Rounding in the address must not lose the point that was clicked."""


@require_GET
def features(request: HttpRequest) -> HttpResponse:
    """``?layer=A&layer=B&tiles=z/x/y,z/x/y&cells=8&most=1000`` gives {layer: {tones, tiles, titles,
    shapes, slow} or {fault}}. A tile is a flat list of longitude, latitude, how many, tone, id for
    each point or cluster. Without tiles only the counts are said. A wall is told no names."""
    reach, is_wall = looker(request)
    view = _view(request, named=not is_wall)
    found: dict[str, Any] = {}
    for key in request.GET.getlist("layer")[:MOST_LAYERS]:
        layer = registry.layers.find(key)
        if layer is not None and layers.may_see(reach, layer):
            found[key] = layers.answer(layer, reach, view)
    return packed_answer(request, found, "application/json")


def _view(request: HttpRequest, *, named: bool) -> View:
    asked = [part for part in request.GET.get("tiles", "").split(",") if part]
    tiles = [tile for tile in map(tile_of, asked) if tile is not None]
    if len(tiles) != len(asked) or len(tiles) > MOST_TILES or len({t.z for t in tiles}) > 1:
        raise Invalid(_("地图范围写成 层级/列/行，逗号分隔，同一层级，最多 %(most)d 块。")
                      % {"most": MOST_TILES}, field="tiles", code="bad_tiles")  # fmt: skip
    cells = _number(request.GET.get("cells", ""), MOST_CELLS)
    most = _number(request.GET.get("most", ""), MOST_DRAWN)
    return View(tuple[Tile, ...](dict.fromkeys(tiles)), cells, most, named)


def _number(text: str, most: int) -> int:
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() else most


@require_GET
def point(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Leads to the record behind a point."""
    _account, reach = reader(request)
    layer = layers.layer_for(reach, key)
    detail = details_of(layer, reach, [number]).get(number)
    if detail is None or not detail.url:
        raise NotFound(_("这里的记录已不在图层中，地图马上更新。"), code="no_point")
    return HttpResponseRedirect(detail.url)


@require_GET
def within(request: HttpRequest, key: str) -> HttpResponse:
    """The records of a layer that lie in ``?bbox=``, as a list for the drawer."""
    _account, reach = reader(request)
    layer = layers.layer_for(reach, key)
    box = box_of(request.GET.get("bbox", ""))
    if box is None:
        raise Invalid(_("请在地图上点选一处。"), field="bbox", code="no_box")
    ids = _ids_within(drawing_of(layer, reach).points, box)
    told = details_of(layer, reach, ids[:MOST_LISTED])
    lines = [told[pk] for pk in ids[:MOST_LISTED] if pk in told]
    context = {"layer": layer, "lines": lines, "more": len(ids) > MOST_LISTED, "count": len(ids)}
    return render(request, "centre/within.html", context)


def _ids_within(points: Any, box: tuple[float, float, float, float]) -> list[int]:
    west, south, east, north = box
    x, y = to_square(np.array([west, east]), np.clip(np.array([north, south]), -85.05, 85.05))
    inside = (points.x >= x[0] - _MARGIN) & (points.x <= x[1] + _MARGIN)
    inside &= (points.y >= y[0] - _MARGIN) & (points.y <= y[1] + _MARGIN)
    found = np.flatnonzero(inside)
    order = np.argsort(points.tone[found], kind="stable")
    ids: list[int] = points.ids[found[order]].tolist()
    return ids
