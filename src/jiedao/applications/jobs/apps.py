"""Jobs: people of the key groups until they work, what helps them, families without a job."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class JobsConfig(Application):
    name = "jiedao.applications.jobs"
    key = "jobs"
    titles = Title("就业服务", "Jobs")
    icon = "briefcase"
    order = 230
    report_section = "livelihood"
    uses = ("engines.services", "foundation.records", "foundation.things")
