"""The line of the left rail: the event log."""

from jiedao.applications.command.kinds import KINDS
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

NAVIGATION = (
    NavigationEntry.of_kind(KINDS[0], "cases:kind", "cases.see", 10),
    NavigationEntry("command.bulletins", Title("领导专报", "Bulletins"), "command:bulletins",
                    "file-text", "cases.see", 40, "command"),
)  # fmt: skip
