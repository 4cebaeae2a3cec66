"""Assistance: who is entitled to which benefit, and what was paid."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class AssistanceConfig(Application):
    name = "jiedao.applications.assistance"
    key = "assistance"
    titles = Title("社会救助", "Assistance")
    icon = "lifebuoy"
    order = 220
    report_section = "livelihood"
    uses = ("engines.projects", "engines.services", "foundation.records")
