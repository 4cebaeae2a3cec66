"""An event that a grid worker meets on the round; it goes the same loop as every request."""

from typing import Literal

from pydantic import BaseModel, Field

from jiedao.engines.cases.workflow import LOOP
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

GRID_EVENT = "grid_event"
CHANNEL = "grid"
SORTS = {
    "event": Title("事件", "Event"),
    "hazard": Title("隐患", "Hazard"),
    "request": Title("群众诉求", "Resident's request"),
}


class EventFacts(BaseModel):
    """What a grid event is besides a case."""

    sort: Literal["event", "hazard", "request"] = Field("event", title="类别")


KINDS = (
    Kind(
        GRID_EVENT, "case", Title("网格事件", "Grid event"), "grid",
        attributes=EventFacts, workflow=LOOP, icon="map-pin", map_style=MapStyle("triangle"),
    ),
)  # fmt: skip
