"""The lines of the two kinds of case; those of the registers and activities are generated."""

from jiedao.applications.consultation.matters import KINDS
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = tuple(
    NavigationEntry.of_kind(kind, "cases:kind", "cases.see", order)
    for order, kind in enumerate(KINDS, start=1)
)
