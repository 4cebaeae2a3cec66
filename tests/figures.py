"""What a figure is after what a test did: computed from the mirrored records."""

from typing import Any

from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import value_of
from jiedao.engines.mirror import source
from tests.cast import SmallTown


def figure(town: SmallTown, key: str, period: str, **filters: Any) -> float | None:
    """The value of a period (``2026``, ``2026H1``), of the records that the filters let through."""
    source.fresh(town.id)
    asked = Period.parse(period)
    return value_of(key, town_id=town.id, period=asked, filters=filters).value
