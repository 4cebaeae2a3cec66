"""Classes of matters on the map: a disc each, the larger the hotter, in the colour of its state."""

import math
from collections.abc import Iterator
from typing import Any, Final

from jiedao.engines.mining.matters import gate
from jiedao.engines.mining.matters.pages import cells
from jiedao.engines.mining.matters.words import KIND, TITLE, state_title, tone_of
from jiedao.engines.mining.models import MatterClass
from jiedao.engines.mining.rights import SEE
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

MOST: Final = 60
"""Of more discs nobody sees anything; the hottest are drawn."""
_CORNERS: Final = 36
_METRES_A_DEGREE: Final = 111_320.0
_LEAST_M: Final = 60.0
_MOST_M: Final = 220.0
# Under the heading of what residents ask for, where whoever looks for it looks first.
_GROUP: Final = Title("民生诉求", "Residents' requests")
_MEANING: Final = Title(
    "数字是这类事的件数，圈越大越热；红色是结案后又来，黄色是增多、新出现，其余是持续",
    "The number counts the cases, the larger the hotter; red returned after closing, "
    "amber grows or is new, the others persist",
)
Box = tuple[float, float, float, float]


def discs(reach: Reach, bbox: Box | None = None, **_filters: Any) -> Iterator[dict[str, Any]]:
    """As GeoJSON; ``bbox`` is (west, south, east, north) in WGS-84 degrees."""
    rows = gate.classes(reach).filter(dismissed_at=None, lon__isnull=False)
    rows = rows.exclude(state=MatterClass.State.QUIET).order_by("-heat", "-id")
    if bbox is not None:
        west, south, east, north = bbox
        rows = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    found = list(rows[:MOST])
    hottest = max((row.heat for row in found), default=0.0) or 1.0
    for row in found:
        yield {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [_ring(row, row.heat / hottest)]},
            "properties": {
                "tone": tone_of(row), "url": cells.url_of(row.number),
                "title": f"{row.title}（{state_title(row.state)}，{row.size}）",
                "label": str(row.size),
            },
        }  # fmt: skip


def _ring(matter: MatterClass, share: float) -> list[list[float]]:
    """A circle whose area grows with the heat: ``share`` is that of the hottest, 0 to 1."""
    assert matter.lon is not None
    assert matter.lat is not None
    radius = max(_MOST_M * math.sqrt(max(share, 0.0)), _LEAST_M) / _METRES_A_DEGREE
    wide = radius / max(math.cos(math.radians(matter.lat)), 0.01)
    turns = [2 * math.pi * step / _CORNERS for step in range(_CORNERS + 1)]
    return [
        [round(matter.lon + wide * math.cos(a), 6), round(matter.lat + radius * math.sin(a), 6)]
        for a in turns
    ]


LAYERS = (
    Layer("mining.hot", TITLE, _GROUP, SEE, discs, MapStyle(icon="stack-2"), live=(KIND,),
          meaning=_MEANING),
)  # fmt: skip
