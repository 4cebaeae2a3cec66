"""The line of the cases; those of the registers and projects are generated."""

from jiedao.applications.space.leasing import KINDS
from jiedao.applications.space.names import LEASING_CASE
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = tuple(
    NavigationEntry.of_kind(kind, "cases:kind", "cases.see", 40)
    for kind in KINDS
    if kind.key == LEASING_CASE
)
