"""What follows from the declared kinds for the frame: lines of the rail, once all have spoken."""

from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.schema import generated_kinds
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry


def enter() -> None:
    """A line of the rail for every kind whose application did not give it one itself."""
    known = {entry.kind for entry in registry.navigation}
    for order, kind in enumerate(generated_kinds(), start=10):
        if kind.key in known:
            continue
        registry.navigation.add(
            NavigationEntry(
                f"records.{kind.key}",
                kind.titles,
                "records:list",
                kind.icon,
                SEE,
                order,
                kind.application,
                (kind.key,),
                kind.key,
            ),
            declared_by=__name__,
        )
