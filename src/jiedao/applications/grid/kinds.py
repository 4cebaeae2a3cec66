"""An event that a grid worker meets on the round; it goes the same loop as every request."""

from pydantic import BaseModel

from jiedao.engines.cases.workflow import LOOP
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

GRID_EVENT = "grid_event"
CHANNEL = "grid"


class Sort(Options):
    """What was met on the round."""

    EVENT = "event", "事件", "Event"
    HAZARD = "hazard", "隐患", "Hazard"
    REQUEST = "request", "群众诉求", "Resident's request"


class EventFacts(BaseModel):
    """What a grid event is besides a case."""

    sort: Sort = attribute(Title("类别", "Sort"), Sort.EVENT)


KINDS = (
    Kind(
        GRID_EVENT, "case", Title("网格事件", "Grid event"), "grid",
        attributes=EventFacts, workflow=LOOP, icon="map-pin", map_style=MapStyle("triangle"),
    ),
)  # fmt: skip
