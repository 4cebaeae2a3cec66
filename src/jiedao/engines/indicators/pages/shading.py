"""A figure on the map: communities or grids, the darker the more."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.pages.asking import figure_of, filters_of, period_of, query_of
from jiedao.engines.indicators.saying import said
from jiedao.engines.indicators.values import Value
from jiedao.foundation.places.models import AreaShape
from jiedao.foundation.places.queries import cells_to_draw
from jiedao.foundation.places.storing import shape_of
from jiedao.web.maps import feature_answer

SHADES: Final = 5
_COLUMNS: Final = {"community": "community_id", "grid": "grid_id"}


@require_GET
def shaded(request: HttpRequest, key: str) -> HttpResponse:
    """GeoJSON; ``?level=community|grid`` with the period and filters of the figure's page."""
    reach, indicator = figure_of(request, key)
    period, filters = period_of(request.GET), filters_of(indicator, request.GET)
    level = "grid" if request.GET.get("level") == "grid" else "community"
    column = _COLUMNS[level]
    found = kept_values(
        (key,), town_id=reach.town_id, period=period, by=(column,), filters=filters
    )[key]
    values = {group[0]: value for group, value in found.items()}
    base = reverse("indicators:records", args=[key])
    links = {
        area: f"{base}?{query_of(period, {**filters, column: area})}"
        for area in values
        if area is not None  # what lies in no area is on no map
    }
    features = list(_features(reach.town_id, level, values, links, indicator.own_unit))
    return feature_answer(request, features)


def _features(
    town_id: int, level: str, values: Mapping[Any, Value], links: Mapping[Any, str], unit: str
) -> Iterator[dict[str, Any]]:
    rows = AreaShape.objects.filter(
        area__town_id=town_id, area__level=level, area__valid_to=None, valid_to=None
    ).select_related("area")
    if level == "grid":
        rows = rows.filter(area__grid_kind="general")
    names = {row.area_id: row.area.name for row in rows}
    shapes = cells_to_draw({row.area_id: shape_of(row) for row in rows})
    steps = shades({area: value.value for area, value in values.items() if area in shapes})
    for area, geometry in shapes.items():
        value = values.get(area, Value(0.0))
        told = said(value.value, unit)
        yield {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "tone": "neutral",
                "shade": steps.get(area, 0),
                "title": f"{names[area]} {told}",
                "value": value.value,
                "said": told,
                "label": _label(names[area], value.value) if level == "community" else "",
                "url": links.get(area, ""),
            },
        }


def _label(name: str, value: float | None) -> str:
    """Short, since communities are small on a map of the whole town."""
    return f"{name.removesuffix('社区')}\n{said(value, '')}"


def shades(values: Mapping[Any, float | None]) -> dict[Any, int]:
    """A step from 0 to ``SHADES - 1`` for each value, in even steps from the least to the most."""
    known = {key: value for key, value in values.items() if value is not None}
    if not known:
        return {}
    least, most = min(known.values()), max(known.values())
    if least == most:
        return dict.fromkeys(known, SHADES // 2 if most else 0)
    step = (most - least) / SHADES
    return {key: min(SHADES - 1, int((value - least) / step)) for key, value in known.items()}
