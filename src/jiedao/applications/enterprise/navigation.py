"""The line of the requests; those of the other kinds are generated."""

from jiedao.applications.enterprise.serving import KINDS, REQUEST
from jiedao.kernel.declarations import NavigationEntry

NAVIGATION = tuple(
    NavigationEntry.of_kind(kind, "cases:kind", "cases.see", 1)
    for kind in KINDS
    if kind.key == REQUEST
)
