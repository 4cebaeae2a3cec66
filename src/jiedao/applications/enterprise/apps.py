"""Enterprise: stations and meetings, requests until they are solved, technology and scenarios."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class EnterpriseConfig(Application):
    name = "jiedao.applications.enterprise"
    key = "enterprise"
    titles = Title("企业服务", "Enterprise services")
    icon = "building-skyscraper"
    order = 90
    report_section = "economy"
    uses = (
        "engines.cases",
        "engines.projects",
        "engines.services",
        "engines.visits",
        "foundation.records",
    )
