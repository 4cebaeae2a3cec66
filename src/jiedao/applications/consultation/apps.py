"""Consultation: suggestions and proposals, deputies' duty, their stations and direct line."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class ConsultationConfig(Application):
    name = "jiedao.applications.consultation"
    key = "consultation"
    titles = Title("代表委员", "Deputies and members")
    icon = "messages"
    order = 200
    report_section = "governance"
    uses = ("engines.activities", "engines.cases", "foundation.records", "foundation.things",
            "foundation.workdays")  # fmt: skip
