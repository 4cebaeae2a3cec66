"""Records on the map: a layer for each kind whose records have a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any, Final

from django.db import connection
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.foundation.records import searching, selecting
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.pages.common import reader, record_url
from jiedao.foundation.records.schema import Schema, generated_kinds, schema_of
from jiedao.foundation.records.selecting import Chosen
from jiedao.foundation.records.standing import WARN_BEFORE, tone
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind, Layer
from jiedao.kernel.errors import Invalid
from jiedao.web.maps import feature_answer
from jiedao.web.points import MOST_POINTS, TONES, Detail, Points

MOST: Final = 2000
"""More points at once tell nobody anything; the newest are drawn."""
FEW: Final = 20_000
"""Points of a box that are read by its index; more are met soon enough on a walk through all."""
Box = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""
_NUMBER: Final = "0NUMBER0"
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
    group = registry.applications[kind.application].titles
    source = RecordPoints(kind.key)
    return Layer(
        f"records.{kind.key}", kind.titles, group, SEE, source, kind.map_style, kind=kind.key
    )


@dataclass(frozen=True, slots=True)
class RecordPoints:
    """The unfinished records of a kind: a ``PointSource``."""

    kind: str

    @property
    def live(self) -> tuple[str, ...]:
        """Lines of the kind itself."""
        return (self.kind,)

    def __call__(
        self, reach: Reach, bbox: Box | None = None, **filters: str | Sequence[str]
    ) -> Iterator[dict[str, Any]]:
        """As GeoJSON, narrowed by the filters of the kind's list."""
        schema = schema_of(self.kind)
        chosen = selecting.chosen_of(reach, schema, _query(filters))
        return features_of(reach, schema, chosen, bbox)

    def points(self, reach: Reach, ids: Sequence[int] | None = None) -> Points:
        """All of them as arrays, or those of these ids."""
        rows = self._rows(reach)
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        toned = rows.annotate(shade=_shade(clock.now())).order_by("-id")
        return Points.of(toned.values_list("pk", "lon", "lat", "shade")[:MOST_POINTS])

    def details(self, reach: Reach, ids: Sequence[int]) -> Mapping[int, Detail]:
        """Their names and addresses."""
        schema, moment = schema_of(self.kind), clock.now()
        rows = self._rows(reach).filter(pk__in=ids).only(*_SHOWN)
        return {
            row.pk: Detail(row.title, record_url(self.kind, row.number), tone(schema, row, moment))
            for row in rows
        }

    def _rows(self, reach: Reach) -> QuerySet[Any]:
        schema = schema_of(self.kind)
        rows = schema.family.model.objects.visible_to(reach, self.kind)
        found: QuerySet[Any] = rows.filter(
            state__in=schema.workflow.open_states(), lon__isnull=False
        )
        return found


_CODE: Final = {each: Value(code) for code, each in enumerate(TONES)}


def _shade(moment: datetime) -> Case:
    """``standing.tone`` of an unfinished record, in the database."""
    return Case(
        When(due_at=None, then=_CODE["neutral"]),
        When(due_at__lt=moment, then=_CODE["red"]),
        When(due_at__lte=moment + WARN_BEFORE, then=_CODE["amber"]),
        default=_CODE["green"],
        output_field=IntegerField(),
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
    rows = _within(rows, bbox) if bbox is not None else rows
    if chosen.words:
        rows = rows.filter(pk__in=searching.find(rows, [schema], chosen.words, limit=MOST))
    moment = clock.now()
    # Asked once: two thousand times would take longer than the rows do.
    address = reverse("records:detail", args=[schema.kind.key, _NUMBER])
    for row in rows.only(*_SHOWN).order_by("-id")[:MOST]:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "tone": str(tone(schema, row, moment)),
                "title": row.title,
                "url": address.replace(_NUMBER, row.number),
            },
        }


def _within(rows: QuerySet[Any], bbox: Box) -> QuerySet[Any]:
    """The rows in a box: named where the index of points shows that there are few, else looked
    for on a walk through all, newest first."""
    west, south, east, north = bbox
    inside = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    ids = list(inside.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return rows.filter(pk__in=nlargest(MOST, ids))
    if connection.vendor != "sqlite":  # PostgreSQL knows from its statistics which way is shorter
        return inside
    # A sum hides the columns from the index, which would give all the points, to be sorted.
    lon, lat = F("lon") + 0.0, F("lat") + 0.0
    return rows.filter(
        GreaterThanOrEqual(lon, west), LessThanOrEqual(lon, east),
        GreaterThanOrEqual(lat, south), LessThanOrEqual(lat, north),
    )  # fmt: skip


@require_GET
def features(request: HttpRequest, kind: str) -> HttpResponse:
    """The records of a kind as a GeoJSON collection: ``?bbox=WEST,SOUTH,EAST,NORTH`` and the
    filters of the kind."""
    schema = schema_of(kind)
    reach = reader(request, schema)
    chosen = selecting.chosen_of(reach, schema, request.GET, besides=("bbox",))
    found = list(features_of(reach, schema, chosen, box_of(request.GET.get("bbox", ""))))
    return feature_answer(request, found)


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
