"""Rows of columns as sparse rows: a 1 for each value, alone and in pairs."""

from itertools import combinations, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.routing.features import Context, Features, keys

_BITS: Final = 18
_NARROWEST: Final = 2
"""Levels of the item, from the narrowest, that are crossed with the others."""


def contexts(features: Features) -> tuple[Context, ...]:
    """Each column alone; the narrowest levels of the item with each place and side; two sides."""
    alone = [(name,) for name in features.columns]
    others = (*features.where, *features.beside)
    pairs = [*product(features.what[-_NARROWEST:], others), *combinations(features.beside, 2)]
    return (*alone, *pairs)


def columns_of(values: NDArray[np.uint64], features: Features) -> NDArray[np.int32]:
    """(rows, contexts): the hashed column of what each row has. ``values``: as
    ``features.hashed`` gives them."""
    found = [
        (key >> np.uint64(64 - _BITS)).astype(np.int32)
        for key in keys(values, features.columns, contexts(features))
    ]
    return np.stack(found, 1)


def wide(found: NDArray[np.int32], columns: NDArray[np.int32]) -> Any:
    """A sparse matrix (CSR), as wide as ``columns``, which ascend: a 1 for each of a row's columns
    that is among them."""
    from scipy.sparse import csr_matrix

    at = np.searchsorted(columns, found)
    at[at == len(columns)] = 0
    known = columns[at] == found if len(columns) else np.zeros(found.shape, np.bool_)
    ends = np.append(0, np.cumsum(known.sum(1)))
    ones = np.ones(int(known.sum()), np.float32)
    return csr_matrix((ones, at[known], ends), shape=(len(found), len(columns)))


def seen(found: NDArray[np.int32], least: int = 1) -> NDArray[np.int32]:
    """The columns that at least so many rows have, ascending."""
    columns, counts = np.unique(found, return_counts=True)
    return np.asarray(columns[counts >= least], np.int32)
