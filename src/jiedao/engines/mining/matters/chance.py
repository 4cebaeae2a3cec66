"""Whether a number of reports is higher than chance lets it be. Knows no database."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Cell = TypeVar("Cell")
_NO_CLUMPS: Final = 1e-6


def unusual(
    now: Mapping[Cell, int], before: Mapping[Cell, Sequence[int]], rate: float, least: int = 1
) -> list[tuple[Cell, float, float]]:
    """Cells (cell, p, q) with more reports now than chance lets come, the surest first.

    ``before``: each cell's reports in the same number of earlier windows, as long as the present
    one; a cell without any may lack. Taken for granted: with nothing unusual the windows of a
    cell are alike and independent, and reports come singly (Poisson) or in clumps (negative
    binomial) of which the extent is that of all cells together.

    p: given all reports of the cell, that of so many or more of them falling into the present one
    of its ``m + 1`` windows: binomial with 1/(m + 1) (Przyborowski and Wilenski 1940), or with
    clumps of shape r beta-binomial with r and m·r. The unknown mean falls out, so p is exact
    however little is known; a mean put in from few windows would call chance a signal too often.
    q: p adjusted by Benjamini and Hochberg (1995) for all cells that were looked at. Those with
    q ≤ ``rate`` are told: of them at most that share is expected to be chance, and where all is
    chance at most that share of days tells anything.

    Cells with fewer than ``least`` reports in all windows are not looked at: p holds for any total,
    so a choice by the total does not harm it.
    """
    length = max((len(counts) for counts in before.values()), default=0)
    cells = list({**now, **before})
    if not length or not cells:
        return []
    earlier = np.array([before.get(cell) or (0,) * length for cell in cells], np.int64)
    present = np.array([now.get(cell, 0) for cell in cells], np.int64)
    looked = np.flatnonzero(present + earlier.sum(axis=1) >= max(least, 1))
    p = _tail(present[looked], earlier[looked].sum(axis=1), length, clumping(earlier))
    order = np.argsort(p, kind="stable")
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.minimum.accumulate(ranked[::-1])[::-1]
    return [
        (cells[looked[at]], float(p[at]), float(adjusted))
        for at, adjusted in zip(order, q, strict=True)
        if adjusted <= rate
    ]


def clumping(windows: NDArray[np.int64]) -> float:
    """1/r of the negative binomial all cells share (variance = mean + mean²/r); 0: none.

    By moments: over the cells, the sum of variance less mean over that of squared means, the
    latter less what chance adds to it. Shape of ``windows``: cells, windows.
    """
    length = windows.shape[1]
    if length < 2:
        return 0.0
    mean, variance = windows.mean(axis=1), windows.var(axis=1, ddof=1)
    squares = float((mean**2 - variance / length).sum())
    return max(float((variance - mean).sum()) / squares, 0.0) if squares > 0 else 0.0


def _tail(present: Any, earlier: Any, length: int, clumps: float) -> NDArray[np.float64]:
    from scipy.stats import betabinom, binom

    total = present + earlier
    if clumps < _NO_CLUMPS:
        found = binom.sf(present - 1, total, 1 / (length + 1))
    else:
        found = betabinom.sf(present - 1, total, 1 / clumps, length / clumps)
    return np.clip(np.asarray(found, np.float64), 0, 1)
