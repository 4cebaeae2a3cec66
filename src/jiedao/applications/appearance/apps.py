"""City appearance: campaigns, street order, illegal buildings, recycling stations."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class AppearanceConfig(Application):
    name = "jiedao.applications.appearance"
    key = "appearance"
    titles = Title("市容环境", "City appearance")
    icon = "building-community"
    order = 110
    report_section = "management"
    uses = (
        "engines.cases",
        "engines.projects",
        "engines.visits",
        "foundation.records",
        "foundation.things",
        "foundation.workdays",
    )
