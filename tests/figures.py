"""What a figure is after what a test did: computed from the mirrored records."""

from dataclasses import dataclass
from typing import Any

from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, evaluate, indicator_of
from jiedao.engines.mirror import source
from tests.cast import SmallTown


@dataclass(frozen=True)
class _Now:
    """The mirror as it is now, as figures ask for it."""

    opened: Any

    def table(self, kind: str) -> Any:
        return self.opened.table(kind)

    def run(self, expression: Any) -> Any:
        return expression.to_pyarrow()


def figure(town: SmallTown, key: str, period: str, **filters: Any) -> float | None:
    """The value of a period (``2026``, ``2026H1``), of the records that the filters let through."""
    source.fresh(town.id)
    with source.open(town.id) as opened:
        asked = [indicator_of(key)]
        found = evaluate(_Now(opened), asked, Period.parse(period), filters=filters)
    return found[key].get((), Value(None)).value
