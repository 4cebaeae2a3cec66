"""Command: duty, the log of emergencies that are called in, call-outs."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class CommandConfig(Application):
    name = "jiedao.applications.command"
    key = "command"
    titles = Title("值班值守", "Command")
    icon = "radar"
    order = 5
    report_section = "governance"
    uses = ("engines.cases", "engines.reports", "foundation.staff", "foundation.workdays")
    uses = (
        "engines.cases",
        "engines.reports",
        "foundation.datasets",
        "foundation.records",
        "foundation.sheets",
        "foundation.staff",
        "foundation.workdays",
    )

    def ready(self) -> None:
        """Enter what the folder declares, and what duty adds to the frame."""
        super().ready()
        from jiedao.applications.command.duty import frame

        frame.enter()
