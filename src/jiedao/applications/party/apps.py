"""Party: study sessions, first topics, lectures."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class PartyConfig(Application):
    name = "jiedao.applications.party"
    key = "party"
    titles = Title("党建", "Party work")
    icon = "flag"
    order = 240
    report_section = "self"
    uses = ("foundation.records",)
