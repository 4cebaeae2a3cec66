"""Disputes: risks of matters, sensitive periods with their daily reports, and incidents."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class DisputesConfig(Application):
    name = "jiedao.applications.disputes"
    key = "disputes"
    titles = Title("矛盾纠纷化解", "Disputes")
    icon = "scale"
    order = 150
    report_section = "governance"
    uses = ("foundation.records", "foundation.things")
