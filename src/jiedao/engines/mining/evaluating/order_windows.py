"""Windows in order of time, and what is said of the answers in them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.routing.features import in_days

WINDOW: Final = timedelta(days=3)


def windows(at: Sequence[datetime], start: datetime) -> Iterator[tuple[datetime, int, int]]:
    """Each window that has orders: when it begins, the first order's place, that after the last."""
    days = np.array([in_days(one) for one in at])
    while at and start <= at[-1]:
        first, end = np.searchsorted(days, [in_days(start), in_days(start + WINDOW)])
        if end > first:
            yield start, int(first), int(end)
        start += WINDOW


def share(right: NDArray[Any]) -> float:
    """The part that is true, to four places; 0 of nothing."""
    return round(float(right.mean()), 4) if len(right) else 0.0
