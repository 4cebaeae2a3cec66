"""The line of the left rail that is not generated: the findings."""

from jiedao.applications.culture.findings import KIND
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = (NavigationEntry.of_kind(KIND, "cases:kind", "cases.see", 1),)
