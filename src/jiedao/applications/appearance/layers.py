"""Layers of open cases; those of actions and stations are generated."""

from jiedao.applications.appearance.kinds import KINDS
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer
from jiedao.kernel.titles import Title

LAYERS = tuple(
    Layer(f"appearance.{kind.key}", kind.titles, Title("市容环境", "City appearance"), "cases.see",
          open_cases(kind.key), kind.map_style)
    for kind in KINDS
    if kind.family == "case"
)  # fmt: skip
