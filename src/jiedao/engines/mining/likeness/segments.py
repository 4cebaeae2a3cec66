"""Some texts of the index, written once: what each holds, and which of them hold an n-gram.

Small ones are merged into bigger ones as a log-structured tree does (O'Neil et al. 1996), so that
adding one text is cheap and a million lie in few segments.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
KEPT: Final = 192
"""N-grams kept of a text, its rarest: likeness is counted over them. A text of up to about a hundred
characters has no more."""
LISTED: Final = 64
"""Of those, again the rarest, so many say where to find it."""
MOST: Final = 1 << 17
"""Texts of a segment."""
_ARRAYS: Final = ("ids", "starts", "held", "norms", "columns", "offsets", "rows", "alive")


@dataclass(slots=True)
class Segment:
    """``held[starts[n]:starts[n + 1]]``: the columns of text n, the rarest first. ``rows[offsets[c]:
    offsets[c + 1]]``: the texts that list ``columns[c]``. ``norms``: lengths when it was added,
    for a first ranking. ``alive``: not removed."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    held: Ints
    norms: Floats
    columns: Ints
    offsets: NDArray[np.int64]
    rows: Ints
    alive: NDArray[np.bool_]
    _order: NDArray[np.int64] | None = field(default=None)
    _ordered: NDArray[np.int64] | None = field(default=None)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(
        cls, ids: NDArray[np.int64], starts: NDArray[np.int64], held: Ints, norms: Floats
    ) -> "Segment":
        """Texts by what they hold; the lists are made of it."""
        lengths = np.minimum(np.diff(starts), LISTED)
        total = int(lengths.sum())
        rows = np.repeat(np.arange(len(ids), dtype=np.int32), lengths)
        before = np.cumsum(lengths) - lengths
        places = np.arange(total) + np.repeat(starts[:-1] - before, lengths)
        listed = held[places]
        order = np.argsort(listed, kind="stable")
        columns, first = np.unique(listed[order], return_index=True)
        offsets = np.append(first, total).astype(np.int64)
        return cls(
            ids, starts, held, norms, columns.astype(np.int32), offsets, rows[order],
            np.ones(len(ids), np.bool_),
        )  # fmt: skip

    def rows_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where those of these ids lie that are here and alive."""
        if not len(self) or not len(ids):
            return np.empty(0, np.int64)
        if self._order is None or self._ordered is None:
            self._order = np.argsort(self.ids, kind="stable")
            self._ordered = self.ids[self._order]
        left = np.searchsorted(self._ordered, ids, "left")
        right = np.searchsorted(self._ordered, ids, "right")
        rows = self._order[_ranges(left, right)]
        return rows[self.alive[rows]]

    def columns_of(self, rows: NDArray[np.int64]) -> tuple[Ints, NDArray[np.int64]]:
        """What these texts hold, one after the other, and the place in ``rows`` of each."""
        left, right = self.starts[rows], self.starts[rows + 1]
        return self.held[_ranges(left, right)], np.repeat(np.arange(len(rows)), right - left)

    def overlap(self, columns: Ints, weights: Floats) -> Floats:
        """For each text here the weight of the columns that it lists, by its length."""
        places = np.searchsorted(self.columns, columns)
        known = places < len(self.columns)
        known[known] = self.columns[places[known]] == columns[known]
        left, right = self.offsets[places[known]], self.offsets[places[known] + 1]
        touched = self.rows[_ranges(left, right)]
        each = np.repeat(weights[known], right - left)
        found = np.bincount(touched, each, minlength=len(self)).astype(np.float32)
        found /= self.norms
        found[~self.alive] = 0
        return found

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(int(getattr(self, array).nbytes) for array in _ARRAYS)


def merged(segments: Sequence[Segment]) -> Segment:
    """One segment of several, without what was removed."""
    ids, held, norms, lengths = [], [], [], []
    for one in segments:
        rows = np.flatnonzero(one.alive)
        columns, _which = one.columns_of(rows)
        ids.append(one.ids[rows])
        held.append(columns)
        norms.append(one.norms[rows])
        lengths.append(one.starts[rows + 1] - one.starts[rows])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
    return Segment.of(np.concatenate(ids), starts, np.concatenate(held), np.concatenate(norms))


def _ranges(left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.int64]:
    """All numbers of the ranges ``left[n] … right[n] - 1``, one after the other."""
    lengths = right - left
    before = np.cumsum(lengths) - lengths
    numbers: NDArray[np.int64] = np.arange(int(lengths.sum())) + np.repeat(left - before, lengths)
    return numbers
