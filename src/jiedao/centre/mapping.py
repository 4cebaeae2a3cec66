"""What the screen must know to build its map: the list of layers, and of figures that shade areas."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiedao.centre import layers
from jiedao.centre.drawing import live_of
from jiedao.engines.cases import naming
from jiedao.engines.indicators.pages.asking import readable
from jiedao.engines.indicators.rights import SEE as SEE_FIGURES
from jiedao.engines.indicators.values import dimensions_of
from jiedao.kernel import registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer
from jiedao.web.points import PointSource
from jiedao.web.shell import town_of

KEY, NUMBER = "0KEY0", 0


def map_context(request: HttpRequest, reach: Reach) -> dict[str, Any]:
    """What the map's part of the screen needs."""
    groups = layers.groups_for(reach)
    shown, town = set(layers.shown_at_first(groups)), town_of(request)
    return {
        "layer_groups": [
            (group.title, [_line(layer, shown) for layer in group.layers]) for group in groups
        ],
        "tone_words": naming.tone_words(),
        "map_base": reverse("web:map_base", args=[town.key]) if town else "",
        "point_url": reverse("centre:point", args=[KEY, NUMBER]),
        "within_url": reverse("centre:within", args=[KEY]),
        "here_url": reverse("centre:portrait_here"),
        "shade_url": reverse("indicators:map", args=[KEY]),
        "shadings": _shadings(reach),
    }


def _line(layer: Layer, shown: Collection[str]) -> tuple[Layer, str, bool, bool]:
    """The layer, the kinds that change it, whether it is on at first, whether it draws areas."""
    shaped = not isinstance(layer.features, PointSource)
    return layer, " ".join(live_of(layer)), layer.key in shown, shaped


def _shadings(reach: Reach) -> list[tuple[str, list[tuple[str, str]]]]:
    """Figures by which areas can be shaded, by application."""
    if not reach.anywhere(SEE_FIGURES):
        return []
    found: dict[str, list[tuple[str, str]]] = {}
    for one in readable(reach):
        if {"community_id", "grid_id"} & set(dimensions_of(one)):
            application = registry.applications.get(registry.kinds.get(one.kind).application)
            group = str(application.titles) if application else ""
            found.setdefault(group, []).append((one.key, str(one.titles)))
    return list(found.items())
