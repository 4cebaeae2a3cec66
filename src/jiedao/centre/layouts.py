"""Which panels a screen shows and where: the arrangement of a post, or the declared one.

A layout is a list of places on a grid of twelve columns. What a reader may not see, or nobody
declares any more, is left out when it is read; what is new stands beneath, so that it is found.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from jiedao.kernel import registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel

COLUMNS: Final = 12
MAP: Final = "map"
"""The map has a place like any panel."""
ROWS: Final = 40
_LEFT, _RIGHT = 0, 9


class Placed(BaseModel, extra="forbid", frozen=True):
    """Where a panel stands, in columns and rows of the grid."""

    key: str = Field(max_length=80)
    x: int = Field(ge=0, lt=COLUMNS)
    y: int = Field(ge=0, lt=400)
    w: int = Field(ge=1, le=COLUMNS)
    h: int = Field(ge=1, le=ROWS)


Layout = list[Placed]
layout_type: Final = TypeAdapter(Layout)


def may_see(reach: Reach, panel: Panel) -> bool:
    """Whether the panel's right is held anywhere."""
    return not panel.permission or reach.anywhere(panel.permission, panel.kind)


def panels_for(reach: Reach) -> list[Panel]:
    """The panels that the reader may see, in their order."""
    found = [panel for panel in registry.panels if may_see(reach, panel)]
    return sorted(found, key=lambda panel: (panel.order, panel.key))


def layout_for(reach: Reach, kept: object) -> Layout:
    """The arrangement that was kept, without what may not be seen; else the declared one."""
    panels = panels_for(reach)
    known = {panel.key for panel in panels} | {MAP}
    try:
        placed = layout_type.validate_python(kept) if kept else []
    except ValidationError:
        placed = []
    found = [one for one in placed if one.key in known]
    return found or declared(panels)


def declared(panels: Iterable[Panel]) -> Layout:
    """Panels in a column on either side of the map, the first ones left, then right."""
    found = [Placed(key=MAP, x=3, y=0, w=6, h=11)]
    heights = {_LEFT: 0, _RIGHT: 0}
    shown = [panel for panel in panels if panel.shown]
    for panel in shown:
        side = _LEFT if heights[_LEFT] <= heights[_RIGHT] else _RIGHT
        found.append(Placed(key=panel.key, x=side, y=heights[side], w=3, h=panel.height))
        heights[side] += panel.height
    # As one reads; on a phone they stand beneath one another in this order.
    return sorted(found, key=lambda one: (one.y, one.x))


def unused(panels: Sequence[Panel], layout: Layout) -> list[Panel]:
    """What may be put on the screen besides."""
    there = {one.key for one in layout}
    found = [panel for panel in panels if panel.key not in there]
    # Those of one group stand together, the groups in the order of their first panels.
    order = {str(panel.group.zh): place for place, panel in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda panel: order[str(panel.group.zh)])
