"""Space: land and renewal projects, parcels, parks and their premises, leases, companies."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class SpaceConfig(Application):
    name = "jiedao.applications.space"
    key = "space"
    titles = Title("空间整备", "Space")
    icon = "building-factory"
    order = 110
    report_section = "space"
    uses = (
        "engines.cases",
        "engines.indicators",
        "engines.projects",
        "foundation.records",
        "foundation.things",
    )
