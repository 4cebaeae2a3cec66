"""Health and education: school projects and their places, community health centres."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class HealthEducationConfig(Application):
    name = "jiedao.applications.health_education"
    key = "health_education"
    titles = Title("教育卫生", "Schools and health")
    icon = "school"
    order = 210
    report_section = "livelihood"
    uses = ("engines.projects", "engines.services", "foundation.records")
