"""Investment: leads from contact to landing, the teams, trips and events that bring them."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class InvestmentConfig(Application):
    name = "jiedao.applications.investment"
    key = "investment"
    titles = Title("招商引资", "Investment")
    icon = "trending-up"
    order = 100
    report_section = "economy"
    uses = ("engines.indicators", "engines.projects", "engines.visits", "foundation.records")
