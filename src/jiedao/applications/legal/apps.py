"""Legal: disputes, legality review of decisions, legal education and outposts."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class LegalConfig(Application):
    name = "jiedao.applications.legal"
    key = "legal"
    titles = Title("法治", "Legal affairs")
    icon = "scale"
    order = 250
    report_section = "governance"
    uses = ("engines.cases", "engines.services", "engines.projects", "foundation.records",
            "foundation.workdays")  # fmt: skip
