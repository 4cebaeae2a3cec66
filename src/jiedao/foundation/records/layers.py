"""Records on the map: a layer for each kind whose records have a place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.foundation.records import searching, selecting
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.pages.common import reader
from jiedao.foundation.records.schema import Schema, generated_kinds, schema_of
from jiedao.foundation.records.selecting import Chosen
from jiedao.foundation.records.standing import tone
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind, Layer
from jiedao.kernel.errors import Invalid

MOST: Final = 2000
"""More points at once tell nobody anything; the newest are drawn."""
Box = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""
_SHOWN: Final = ("kind", "number", "title", "state", "due_at", "lon", "lat")


def enter() -> None:
    """A layer of every kind whose records have a place; called when all have spoken."""
    for kind in generated_kinds():
        if has_place(kind):
            registry.layers.add(layer_of(kind), declared_by=__name__)


def has_place(kind: Kind) -> bool:
    """Whether records of the kind lie somewhere."""
    return any(spec.name == "place" for spec in schema_of(kind.key).specs)


def layer_of(kind: Kind) -> Layer:
    """The layer of a kind, in the group of its application."""

    def features(
        reach: Reach, bbox: Box | None = None, **filters: str | Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        schema = schema_of(kind.key)
        chosen = selecting.chosen_of(reach, schema, _query(filters))
        return features_of(reach, schema, chosen, bbox)

    application = registry.applications[kind.application]
    return Layer(
        f"records.{kind.key}", kind.titles, application.titles, SEE, features, kind.map_style
    )


def _query(filters: Mapping[str, str | Sequence[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in filters.items():
        query.setlist(name, [value] if isinstance(value, str) else list(value))
    return query


def features_of(
    reach: Reach, schema: Schema, chosen: Chosen, bbox: Box | None
) -> Iterator[dict[str, Any]]:
    """What fits, as GeoJSON points with tone, title and address; unfinished records unless states
    are asked for. At most ``MOST``, the newest."""
    rows = selecting.narrowed(reach, schema, chosen).filter(lon__isnull=False)
    if not chosen.has_state:
        rows = rows.filter(state__in=schema.workflow.open_states())
    if bbox is not None:
        west, south, east, north = bbox
        rows = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    if chosen.words:
        rows = rows.filter(pk__in=searching.find(rows, [schema], chosen.words, limit=MOST))
    moment = clock.now()
    for row in rows.only(*_SHOWN).order_by("-id")[:MOST]:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "tone": str(tone(schema, row, moment)),
                "title": row.title,
                "url": reverse("records:detail", args=[row.kind, row.number]),
            },
        }


@require_GET
def features(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of a kind as a GeoJSON collection: ``?bbox=WEST,SOUTH,EAST,NORTH`` and the
    filters of the kind."""
    schema = schema_of(kind)
    reach = reader(request, schema)
    chosen = selecting.chosen_of(reach, schema, request.GET, besides=("bbox",))
    found = list(features_of(reach, schema, chosen, box_of(request.GET.get("bbox", ""))))
    body = {"type": "FeatureCollection", "features": found}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        content_type="application/geo+json; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )


def box_of(text: str) -> Box | None:
    """West, south, east and north out of an address; None where nothing is asked."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise _bad_box() from None
    # Written so that what is no number at all fails too.
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise _bad_box()
    return west, south, east, north


def _bad_box() -> Invalid:
    return Invalid(_("地图范围写成 西,南,东,北 四个经纬度。"), field="bbox", code="bad_box")


urlpatterns = [path("r/<slug:kind>/features.json", features, name="features")]
