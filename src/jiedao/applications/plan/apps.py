"""Plan: the tasks of the work plan; outside figures, ranks and honours with their source."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class PlanConfig(Application):
    name = "jiedao.applications.plan"
    key = "plan"
    titles = Title("计划与考核", "Plan")
    icon = "certificate"
    order = 80
    report_section = "economy"
    uses = (
        "engines.cases",
        "engines.indicators",
        "engines.projects",
        "engines.reports",
        "foundation.records",
        "foundation.staff",
    )

    def ready(self) -> None:
        """Enter what the folder declares, and what stands beside a task."""
        super().ready()
        from jiedao.applications.plan import frame

        frame.enter()
