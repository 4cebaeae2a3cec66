"""The layer of open requests; those of the other kinds are generated."""

from jiedao.applications.enterprise.serving import REQUEST
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("enterprise.requests", Title("在办企业诉求", "Open enterprise requests"),
          Title("企业服务", "Enterprise services"), "cases.see", open_cases(REQUEST),
          MapStyle("square", "building")),
)  # fmt: skip
