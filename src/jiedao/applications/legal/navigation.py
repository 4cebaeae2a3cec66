"""The lines of the two kinds of case; those of the others are generated."""

from jiedao.applications.legal.disputes import KINDS
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = tuple(
    NavigationEntry.of_kind(kind, "cases:kind", "cases.see", order)
    for order, kind in enumerate(KINDS, start=1)
)
