"""Care: homes adapted for elders, meals, facilities, and what is there for children and families."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class CareConfig(Application):
    name = "jiedao.applications.care"
    key = "care"
    titles = Title("一老一小", "Care")
    icon = "home-heart"
    order = 170
    report_section = "livelihood"
    uses = ("engines.projects", "engines.services", "foundation.records", "foundation.things")
