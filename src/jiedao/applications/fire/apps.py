"""Fire: small places and their smoke alarms, and what is done when one goes off."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class FireConfig(Application):
    name = "jiedao.applications.fire"
    key = "fire"
    titles = Title("智慧消防", "Smart fire safety")
    icon = "fire-extinguisher"
    order = 130
    report_section = "safety"
    uses = ("engines.cases", "foundation.records", "foundation.workdays")
