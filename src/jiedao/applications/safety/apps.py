"""Safety: premises and their risk, checks, campaigns, training, accidents, fire-risk areas."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class SafetyConfig(Application):
    name = "jiedao.applications.safety"
    key = "safety"
    titles = Title("安全生产", "Work safety")
    icon = "shield-check"
    order = 50
    report_section = "safety"
    uses = (
        "engines.activities",
        "engines.cases",
        "engines.projects",
        "engines.visits",
        "foundation.records",
        "foundation.staff",
        "foundation.things",
        "foundation.workdays",
    )
