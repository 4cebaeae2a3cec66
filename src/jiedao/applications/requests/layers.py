"""Layers of the map: where residents ask for something."""

from jiedao.applications.requests.kinds import REQUEST, SNAP
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

GROUP = Title("民生诉求", "Residents' requests")

LAYERS = (
    Layer("requests.open", Title("在办诉求", "Open requests"), GROUP, "cases.see",
          open_cases(REQUEST), MapStyle("circle", "message-report"), shown=True),
    Layer("requests.snaps", Title("在办随手拍", "Open snap reports"), GROUP, "cases.see",
          open_cases(SNAP), MapStyle("square", "camera"), shown=True),
)  # fmt: skip
