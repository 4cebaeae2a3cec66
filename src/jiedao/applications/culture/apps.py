"""Culture: civility findings put right, practice sites, events of culture and sport."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class CultureConfig(Application):
    name = "jiedao.applications.culture"
    key = "culture"
    titles = Title("文化体育与文明创建", "Culture and civility")
    icon = "palette"
    order = 160
    report_section = "culture"
    uses = (
        "engines.activities",
        "engines.cases",
        "engines.visits",
        "foundation.records",
        "foundation.workdays",
    )
