"""Security: key areas put right and matters handed over; records of process, never of persons."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class SecurityConfig(Application):
    name = "jiedao.applications.security"
    key = "security"
    titles = Title("平安建设", "Public security")
    icon = "shield-lock"
    order = 140
    report_section = "governance"
    uses = ("engines.projects", "engines.visits", "foundation.records")
