"""Layers of open cases; that of parking is generated."""

from jiedao.applications.traffic.hazards import KIND as HAZARD
from jiedao.applications.traffic.vehicles import KIND as VEHICLE
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer
from jiedao.kernel.titles import Title

LAYERS = tuple(
    Layer(f"traffic.{kind.key}", kind.titles, Title("交通秩序", "Traffic"), "cases.see",
          open_cases(kind.key), kind.map_style)
    for kind in (HAZARD, VEHICLE)
)  # fmt: skip
