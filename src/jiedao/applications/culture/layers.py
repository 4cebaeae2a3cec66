"""The layer of findings that are not cleared; the others are generated."""

from jiedao.applications.culture.findings import FINDING, KIND
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("culture.findings", Title("文明测评问题", "Civility findings"),
          Title("文化体育与文明创建", "Culture and civility"), "cases.see", open_cases(FINDING),
          KIND.map_style),
)  # fmt: skip
