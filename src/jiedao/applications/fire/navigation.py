"""The line of the left rail that is not generated: the alarms."""

from jiedao.applications.fire.alarms import KIND
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = (NavigationEntry.of_kind(KIND, "cases:kind", "cases.see", 1),)
