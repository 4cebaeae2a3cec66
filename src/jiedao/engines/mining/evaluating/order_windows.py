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


def expected_calibration_error(p: NDArray[Any], right: NDArray[Any], bins: int = 10) -> float:
    """``Σ (n_b / n) · |mean p - share right|`` over ``bins`` equal widths (Guo et al. 2017)."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        (which == b).sum() * abs(p[which == b].mean() - right[which == b].mean())
        for b in set(which.tolist())
    ]
    return float(sum(gaps) / max(len(p), 1))


def share(right: NDArray[Any]) -> float:
    """The part that is true, to four places; 0 of nothing."""
    return round(float(right.mean()), 4) if len(right) else 0.0
