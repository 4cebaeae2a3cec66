"""What was promised: targets that an application (the work plan) sets to indicators."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiedao.engines.indicators.periods import Period
from jiedao.kernel.registry import Slot


@dataclass(frozen=True, slots=True)
class Target:
    """A value that an indicator is to reach in a period (its key: ``2024H2``); ``qualifier`` is exact, over, under,
    about, at_least or at_most.

    ``filters`` narrow the indicator as in ``values.value_of``; ``task`` is the number of the
    record that promises it, of kind ``task_kind``; ``source`` the document that did.
    """

    key: str
    name: str
    value: Decimal
    unit: str
    period: str
    filters: Mapping[str, str] = field(default_factory=dict)
    qualifier: str = "exact"
    task: str = ""
    task_kind: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TargetSource:
    """Where targets are kept. ``of`` is called with the town and a period, and yields the targets
    whose own period is not over before it begins."""

    key: str
    of: Callable[[int, Period], Iterable[Target]]


targets: Slot[TargetSource] = Slot("targets", TargetSource)
"""Filled by ``TARGET_SOURCES`` in an application's ``targets.py``."""
