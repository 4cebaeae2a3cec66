"""Housing: affordable and talent housing, from the building to the lease."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class HousingConfig(Application):
    name = "jiedao.applications.housing"
    key = "housing"
    titles = Title("住房保障", "Housing")
    icon = "home-heart"
    order = 130
    report_section = "livelihood"
    uses = ("engines.projects", "engines.services", "foundation.records")
