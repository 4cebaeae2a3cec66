"""The layer of what is not struck off; those of the registers are generated."""

from jiedao.applications.safety import names
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("safety.hazards", Title("未销号隐患", "Open hazards"), Title("安全生产", "Work safety"),
          "cases.see", open_cases(names.HAZARD), MapStyle("diamond", "alert-triangle"),
          shown=True),
)  # fmt: skip
