"""Integrity: discipline inspections and their findings, integrity education and its sites."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class IntegrityConfig(Application):
    name = "jiedao.applications.integrity"
    key = "integrity"
    titles = Title("纪检监察", "Discipline and integrity")
    icon = "shield-lock"
    order = 270
    report_section = "self"
    uses = ("engines.activities", "engines.projects", "engines.visits", "foundation.records",
            "foundation.things")  # fmt: skip
