"""Command: duty, the log of emergencies that are called in, call-outs."""
"""Command: the log of emergencies that are called in, and the rooms from which they are led."""

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
    uses = (
        "engines.cases",
        "engines.reports",
        "foundation.files",
        "foundation.places",
        "foundation.records",
        "foundation.staff",
        "foundation.things",
        "foundation.workdays",
    )

    def ready(self) -> None:
        """Enter what the folder declares, and what duty adds to the frame."""
        super().ready()
        from jiedao.applications.command.duty import frame

        frame.enter()
        """Enter what the folder declares, and the incident rooms into the frame."""
        super().ready()
        from jiedao.applications.command.incident import frame

        frame.enter()
