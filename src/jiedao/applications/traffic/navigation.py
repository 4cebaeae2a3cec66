"""The lines of the left rail that are not generated: the lists of cases."""

from jiedao.applications.traffic.hazards import KIND as HAZARD
from jiedao.applications.traffic.vehicles import KIND as VEHICLE
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = (
    NavigationEntry.of_kind(HAZARD, "cases:kind", "cases.see", 1),
    NavigationEntry.of_kind(VEHICLE, "cases:kind", "cases.see", 2),
)
