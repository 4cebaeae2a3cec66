"""The line of the left rail: the event log."""

from jiedao.applications.command.kinds import KINDS
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = (NavigationEntry.of_kind(KINDS[0], "cases:kind", "cases.see", 10),)
