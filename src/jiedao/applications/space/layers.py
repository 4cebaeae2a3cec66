"""The layer of leasing cases; those of the registers and projects are generated."""

from jiedao.applications.space.names import LEASING_CASE
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("space.leasing", Title("租赁市场整治", "Leasing order"), Title("空间整备", "Space"),
          "cases.see", open_cases(LEASING_CASE), MapStyle("diamond", "gavel")),
)  # fmt: skip
