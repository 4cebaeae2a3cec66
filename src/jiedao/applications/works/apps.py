"""Works: roads, bridges, lanes and lighting; the renewal of areas, trails and old estates."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class WorksConfig(Application):
    name = "jiedao.applications.works"
    key = "works"
    titles = Title("工程建设", "Works")
    icon = "road"
    order = 120
    report_section = "construction"
    uses = ("engines.projects", "foundation.records")
