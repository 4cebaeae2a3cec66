"""Reports that may be of one matter, found through the n-grams they share."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.grouping.vectors import Rows

Pairs = NDArray[np.int64]
"""Shape (n, 2): a row of the ones asked about, a row of the ones looked through."""

_NEAREST: Final = 20
_LONGEST_LIST: Final = 400
"""Rows an n-gram may stand in and still call them up: one that stands everywhere tells nothing,
and the work grows with the square of it."""
_HEAVIEST: Final = 0.12
"""Weight below which an n-gram of a row calls nobody up."""
_BATCH: Final = 1000


def candidates(asked: Rows, among: Rows) -> Pairs:
    """The most alike rows of ``among`` for each row ``asked``, at most 20 each, itself included.

    Goes by inverted lists: the product of the two sparse matrices, without the n-grams that stand
    in more than 400 rows. Work is about rows x kept n-grams x 400 at most.
    """
    table = _calling(among)
    frequent = np.bincount(table.indices, minlength=table.shape[1]) > _LONGEST_LIST
    table = _without(table, frequent).T.tocsr()
    calls = _without(_calling(asked), frequent)
    found = [
        _best(calls[start : start + _BATCH] @ table, start)
        for start in range(0, calls.shape[0], _BATCH)
    ]
    return np.concatenate(found) if found else np.empty((0, 2), np.int64)


def _calling(rows: Rows) -> Any:
    from scipy.sparse import hstack

    both = hstack([rows.matter, rows.place], format="csr")
    both.data[both.data < _HEAVIEST] = 0
    both.eliminate_zeros()
    return both


def _without(matrix: Any, columns: NDArray[np.bool_]) -> Any:
    kept = matrix.copy()
    kept.data[columns[kept.indices]] = 0
    kept.eliminate_zeros()
    return kept


def _best(scores: Any, start: int) -> Pairs:
    """The highest of each row, as pairs."""
    rows, columns = [], []
    for at in range(scores.shape[0]):
        begin, end = scores.indptr[at], scores.indptr[at + 1]
        names, values = scores.indices[begin:end], scores.data[begin:end]
        if len(values) > _NEAREST:
            names = names[np.argpartition(values, len(values) - _NEAREST)[-_NEAREST:]]
        rows.append(np.full(len(names), start + at, np.int64))
        columns.append(names.astype(np.int64))
    return np.column_stack([np.concatenate(rows), np.concatenate(columns)])
