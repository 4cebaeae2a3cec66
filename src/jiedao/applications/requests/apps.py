"""Requests: what residents ask for, from whatever channel, becomes one order that is closed."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class RequestsConfig(Application):
    name = "jiedao.applications.requests"
    key = "requests"
    titles = Title("民生诉求", "Residents' requests")
    icon = "message-report"
    order = 10
    report_section = "livelihood"
    uses = ("engines.cases",)
