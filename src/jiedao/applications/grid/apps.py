"""Grid: the cells a sub-district is divided into, and the events reported from them."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class GridConfig(Application):
    name = "jiedao.applications.grid"
    key = "grid"
    titles = Title("网格", "Grid")
    icon = "grid-4x4"
    order = 20
    report_section = "governance"
    uses = (
        "foundation.catalogue",
        "foundation.files",
        "foundation.places",
        "foundation.staff",
        "engines.cases",
    )
