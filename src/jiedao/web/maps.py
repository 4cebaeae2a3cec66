"""The base map of a town, from its own data: an index, and each layer as GeoJSON.

Layers are made once per town revision and kept in memory, compressed; their address holds the
revision, so a browser keeps them for ever.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.kernel import towns
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town
from jiedao.web import slots
from jiedao.web.shell import may, town_of

_YEAR = 31_536_000
_kept: dict[tuple[int, str], tuple[int, bytes]] = {}
_lock = Lock()


@require_GET
def index(request: HttpRequest, town_key: str) -> HttpResponse:
    """Where the map opens, which layers it has, and the town's tiles, if it has some."""
    town = towns.town_by_key(town_key)
    view = slots.only(slots.map_views)
    layers = sorted(slots.base_layers, key=lambda one: one.order)
    body = {
        "extent": view.extent(town.pk) if view else None,
        "tiles": town.settings.get("map_tiles", []),
        "layers": [
            {
                "key": one.key,
                "title": str(one.titles),
                "style": one.style,
                "min_zoom": one.min_zoom,
                "url": reverse("web:map_layer", args=[town.key, one.key, town.revision]),
            }
            for one in layers
            if one.public or _inside(request, town)
        ],
    }
    return JsonResponse(body, headers={"Cache-Control": "private, max-age=60"})


@require_GET
def layer(request: HttpRequest, town_key: str, layer_key: str, revision: int) -> HttpResponse:
    """One layer as GeoJSON. ``revision`` only names the copy; the present one is sent."""
    town = towns.town_by_key(town_key)
    declared = slots.base_layers.find(layer_key)
    if declared is None or not (declared.public or _inside(request, town)):
        raise NotFound(_("没有这个图层。"))
    packed = _packed(town, declared)
    fresh = revision == town.revision
    scope = "public" if declared.public else "private"
    headers = {
        "Cache-Control": f"{scope}, max-age={_YEAR}, immutable" if fresh else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HttpResponse(packed, content_type="application/geo+json", headers=headers)
    return HttpResponse(
        gzip.decompress(packed), content_type="application/geo+json", headers=headers
    )


def _inside(request: HttpRequest, town: Town) -> bool:
    own = town_of(request)
    return may(request, "") and own is not None and own.pk == town.pk


def _packed(town: Town, declared: slots.BaseLayer) -> bytes:
    place = (town.pk, declared.key)
    kept = _kept.get(place)
    if kept and kept[0] == town.revision:
        return kept[1]
    text = json.dumps(declared.features(town.pk), separators=(",", ":"), ensure_ascii=False)
    packed = gzip.compress(text.encode(), 6)
    with _lock:
        _kept[place] = (town.revision, packed)
    return packed


def feature_answer(request: HttpRequest, features: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """Features for a map as GeoJSON."""
    body = {"type": "FeatureCollection", "features": features}
    return packed_answer(request, body, "application/geo+json; charset=utf-8")


def packed_answer(request: HttpRequest, body: Any, content_type: str) -> HttpResponse:
    """JSON for a map: compressed where the browser takes it, and not sent again while it is what
    the browser has."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    tag = f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        text = gzip.compress(text, 6)
    return HttpResponse(text, content_type=content_type, headers=headers)


@require_GET
def addresses(request: HttpRequest, town_key: str) -> HttpResponse:
    """Places for what is being typed into an address box: ``[{text, lon, lat, meta}]``."""
    town = towns.town_by_key(town_key)
    source = slots.only(slots.address_suggestions)
    words = request.GET.get("q", "").strip()[:80]
    places = source.suggest(town.pk, words, 8) if source and words else []
    found = [{"text": p.text, "lon": p.lon, "lat": p.lat, "meta": p.meta} for p in places]
    return JsonResponse(found, safe=False)
