"""Layers of the map: the cells by the worst of their open cases, and the open grid events."""

from collections.abc import Iterator
from typing import Any

from jiedao.applications.grid import queries
from jiedao.applications.grid.kinds import GRID_EVENT
from jiedao.engines.cases.layers import open_cases
from jiedao.engines.cases.pages.common import RECORD
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

GROUP = Title("网格", "Grid")


def cells(reach: Reach, bbox: Any = None, **_filters: Any) -> Iterator[dict[str, Any]]:
    """Every cell; a sub-district has few enough to draw them all, whatever the ``bbox``."""
    del bbox
    yield from queries.cell_features(reach)


LAYERS = (
    Layer("grid.cells", Title("网格", "Grids"), GROUP, "cases.see", cells, MapStyle("area"),
          live=(RECORD,)),
    Layer("grid.events", Title("在办网格事件", "Open grid events"), GROUP, "cases.see",
          open_cases(GRID_EVENT), MapStyle("triangle", "map-pin"), shown=True),
)  # fmt: skip
