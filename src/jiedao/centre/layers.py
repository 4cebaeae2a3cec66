"""The layers that a reader may put on the map, and what one of them answers for some tiles."""

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.centre.asking import SLOW_SECONDS
from jiedao.centre.drawing import LayerFailed, details_of, drawing_of
from jiedao.centre.tiling import Tile, box_of, clusters
from jiedao.kernel import registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer
from jiedao.kernel.errors import NotFound, Refused

logger = logging.getLogger(__name__)
MOST_ON: Final = 7
"""Layers that are on where nobody has chosen."""
MOST_DRAWN: Final = 3000
"""Features on the screen, of all layers together."""
NAMED_FROM: Final = 14
"""The tile's zoom from which single points say their names."""
MOST_NAMED: Final = 300
_NAMES: Final = ("title", "url")


@dataclass(frozen=True, slots=True)
class Group:
    """The layers of one application."""

    title: object
    layers: Sequence[Layer]


def may_see(reach: Reach, layer: Layer) -> bool:
    """Whether the layer's right is held anywhere."""
    return not layer.permission or reach.anywhere(layer.permission, layer.kind)


def groups_for(reach: Reach) -> list[Group]:
    """The layers that the reader may see, by application, in the order of the rail."""
    order = {str(one.titles): one.order for one in registry.applications.values()}
    found: dict[str, list[Layer]] = {}
    for layer in registry.layers:
        if may_see(reach, layer):
            found.setdefault(str(layer.group), []).append(layer)
    titles = sorted(found, key=lambda title: (order.get(title, 0), title))
    return [Group(found[t][0].group, sorted(found[t], key=_open_work_first)) for t in titles]


def _open_work_first(layer: Layer) -> tuple[bool, str]:
    return not layer.shown, layer.key


def shown_at_first(groups: Sequence[Group]) -> list[str]:
    """The keys of those that are on where nobody has chosen: no more than a reader can take in."""
    return [layer.key for group in groups for layer in group.layers if layer.shown][:MOST_ON]


def layer_for(reach: Reach, key: str) -> Layer:
    """The layer of that key; a stranger to it finds nothing."""
    layer = registry.layers.find(key)
    if layer is None or not may_see(reach, layer):
        raise NotFound(_("没有这个图层。"), code="no_layer")
    return layer


@dataclass(frozen=True, slots=True)
class View:
    """What a screen asks: tiles of one zoom, cells of a tile's side, shapes that it bears."""

    tiles: Collection[Tile] = field(default_factory=tuple)
    cells: int = 1
    most: int = MOST_DRAWN
    named: bool = True
    """Whether names and addresses of records are said."""


def answer(layer: Layer, reach: Reach, view: View) -> dict[str, Any]:
    """The layer in that view as the page takes it; whatever goes wrong in it is a sentence."""
    begun = time.monotonic()
    try:
        found = _drawn(layer, reach, view)
    except Refused as refused:
        return {"fault": str(refused)}
    except LayerFailed:
        return {"fault": _failed()}
    except Exception:  # an application's fault must not take the map with it
        logger.exception("centre: the layer %s failed", layer.key)
        return {"fault": _failed()}
    if time.monotonic() - begun > SLOW_SECONDS:
        found["slow"] = True
    return found


def _failed() -> str:
    return _("这个图层暂时画不出来，已记入系统日志；其他图层不受影响。")


def _drawn(layer: Layer, reach: Reach, view: View) -> dict[str, Any]:
    drawing = drawing_of(layer, reach)
    found: dict[str, Any] = {"tones": drawing.tones()}
    if drawing.full:
        found["full"] = True
    if drawing.faulty:
        found["faulty"] = drawing.faulty
    if not view.tiles:
        return found
    by_tile = clusters(drawing.points, view.tiles, view.cells)
    found["tiles"] = {
        str(tile): [number for one in each for number in one.packed()]
        for tile, each in by_tile.items()
    }
    zoom = next(iter(view.tiles)).z
    single = [one.id for each in by_tile.values() for one in each if one.id]
    if view.named and single and zoom >= NAMED_FROM and len(single) <= MOST_NAMED:
        told = details_of(layer, reach, single)
        found["titles"] = {str(pk): detail.title for pk, detail in told.items()}
    shapes = drawing.shapes.within(box_of(view.tiles), zoom, view.most)
    if shapes:
        found["shapes"] = shapes if view.named else [_nameless(shape) for shape in shapes]
    return found


def _nameless(shape: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in shape["properties"].items() if name not in _NAMES}
    return {**shape, "properties": said}
