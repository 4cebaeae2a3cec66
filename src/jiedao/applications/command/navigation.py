"""The lines of the left rail: duty, the roster, the event log, call-outs, incident rooms, bulletins."""

from jiedao.applications.command.kinds import KINDS
from jiedao.foundation.staff.duty import SEE
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

NAVIGATION = (
    NavigationEntry("command.duty", Title("值班", "Duty"), "command:duty", "calendar-clock", SEE, 5,
                    "command"),
    NavigationEntry("command.roster", Title("值班表", "Duty roster"), "staff:roster", "calendar-event",
                    SEE, 7, "command"),
    NavigationEntry.of_kind(KINDS[0], "cases:kind", "cases.see", 10),
    NavigationEntry("command.callouts", Title("点名调度", "Call-outs"), "command:callouts",
                    "speakerphone", SEE, 15, "command"),
    NavigationEntry("command.incidents", Title("应急事件", "Incidents"), "command:rooms", "sos",
                    "cases.see", 20, "command"),
    NavigationEntry("command.bulletins", Title("领导专报", "Bulletins"), "command:bulletins",
                    "file-text", "cases.see", 40, "command"),
)  # fmt: skip
