"""What a report is about in a few numbers, so that other words for the same thing count as such.

Latent semantic analysis (Deerwester et al. 1990): the strongest directions of the matter's rows. Two
reports of a noisy works need share no n-gram to be alike; that others use both wordings together
is enough.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TOPICS: Final = 120
_PASSES: Final = 2
_SEEN: Final = 3
_FEW: Final = 500
_OFTEN: Final = 0.3
"""Of all reports: an n-gram in more of them says nothing."""


@dataclass(slots=True)
class Topics:
    """``columns`` of the matter's rows, ascending, and where each lies: (columns, topics)."""

    columns: NDArray[np.int64]
    axes: NDArray[np.float32]

    @classmethod
    def of(cls, rows: Any, seed: int = 0) -> "Topics":
        """Learned from rows of matter (CSR); of few reports as many topics as reports."""
        from sklearn.utils.extmath import randomized_svd

        total = rows.shape[0]
        seen = np.bincount(rows.indices, minlength=rows.shape[1])
        least = _SEEN if total >= _FEW else 1
        often = max(_OFTEN * total, 2 * _SEEN)
        columns = np.flatnonzero((seen >= least) & (seen <= often))
        topics = min(TOPICS, total - 1, len(columns) - 1)
        if topics < 1:
            return cls(columns, np.zeros((len(columns), 1), np.float32))
        _left, _size, right = randomized_svd(
            rows[:, columns], topics, n_iter=_PASSES, random_state=seed
        )
        return cls(columns, right.T.astype(np.float32))

    def rows(self, matter: Any) -> NDArray[np.float32]:
        """(reports, topics), each row of length one, or zero where it says nothing known."""
        found = np.asarray(matter[:, self.columns] @ self.axes, np.float32)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.where(length > 1e-6, found / np.maximum(length, 1e-6), 0)
        return unit.astype(np.float32)
