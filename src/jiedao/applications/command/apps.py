"""Command: duty, the log of emergencies, call-outs, incident rooms, bulletins."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class CommandConfig(Application):
    name = "jiedao.applications.command"
    key = "command"
    titles = Title("值班值守", "Command")
    icon = "radar"
    order = 5
    report_section = "governance"
    uses = (
        "engines.cases",
        "engines.reports",
        "foundation.datasets",
        "foundation.files",
        "foundation.places",
        "foundation.records",
        "foundation.sheets",
        "foundation.staff",
        "foundation.things",
        "foundation.workdays",
    )

    def ready(self) -> None:
        """Enter what the folder declares, and what duty, rooms and bulletins add to the frame."""
        super().ready()
        from jiedao.applications.command.bulletin import frame as bulletin
        from jiedao.applications.command.duty import frame as duty
        from jiedao.applications.command.incident import frame as incident

        bulletin.enter()
        duty.enter()
        incident.enter()
