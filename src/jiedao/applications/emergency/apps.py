"""Emergency: flood-prone points, drills and responders, community bodies, AEDs."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class EmergencyConfig(Application):
    name = "jiedao.applications.emergency"
    key = "emergency"
    titles = Title("应急管理", "Emergency preparedness")
    icon = "first-aid-kit"
    order = 55
    report_section = "safety"
    uses = (
        "engines.activities",
        "engines.projects",
        "engines.visits",
        "foundation.records",
        "foundation.staff",
        "foundation.things",
    )
