"""The lines of the left rail that are not generated: the lists of cases."""

from jiedao.applications.appearance import names
from jiedao.applications.appearance.kinds import KINDS
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = tuple(
    NavigationEntry.of_kind(kind, "cases:kind", "cases.see", order)
    for order, kind in enumerate(KINDS, start=1)
    if kind.key in (names.DISORDER, names.BUILDING, names.VIOLATION)
)
