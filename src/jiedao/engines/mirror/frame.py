"""What the engine enters: the step by which the worker keeps the mirror up to date."""

from typing import Final

from jiedao.kernel import registry
from jiedao.kernel.declarations import Step

EVERY_SECONDS: Final = 1.0


def enter() -> None:
    """Called once, when the app is ready."""
    registry.steps.add(Step("mirror.refresh", EVERY_SECONDS, _refresh), declared_by=__name__)


def _refresh() -> int:
    # Arrow and DuckDB take a second to import: only the worker's first turn pays for it.
    from jiedao.engines.mirror import refreshing

    return refreshing.turn()
