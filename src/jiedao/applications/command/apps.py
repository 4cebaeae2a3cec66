"""Command: the log of emergencies that are called in."""

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
