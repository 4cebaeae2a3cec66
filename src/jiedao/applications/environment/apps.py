"""Environment: parks, greenways and bare plots, their upkeep, and planting."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class EnvironmentConfig(Application):
    name = "jiedao.applications.environment"
    key = "environment"
    titles = Title("生态环境", "Environment")
    icon = "trees"
    order = 140
    report_section = "environment"
    uses = ("engines.activities", "engines.projects", "engines.visits", "foundation.records")
