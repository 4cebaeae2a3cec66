"""What follows from the declared kinds for the frame, once all have spoken: lines of the rail,
layers of the map, search, and links from history."""

from jiedao.foundation.records import finding, layers
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.schema import generated_kinds
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry


def enter() -> None:
    """Called once, when the registry closes."""
    _enter_rail()
    layers.enter()
    finding.enter()


def _enter_rail() -> None:
    """A line of the rail for every kind whose application did not give it one itself."""
    known = {key for entry in registry.navigation for key in (entry.kind, *entry.leads_to)}
    for order, kind in enumerate(generated_kinds(), start=10):
        if kind.key in known:
            continue
        registry.navigation.add(
            NavigationEntry.of_kind(kind, "records:list", SEE, order, f"records.{kind.key}"),
            declared_by=__name__,
        )
