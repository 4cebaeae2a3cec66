"""Which texts are nearly the same: they must not stand on both sides of a test."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.texts.grams import Grams

NEAR: Final = 0.6
"""From this cosine of TF-IDF over characters' 2–3-grams on, two texts are near-duplicates."""
_GRAMS: Final = Grams((2, 3), 20)
_BLOCK: Final = 1000


def near_pairs(texts: Sequence[str], least: float = NEAR) -> NDArray[np.int64]:
    """Every pair ``(i, j)``, ``i < j``, with a cosine of at least ``least``; shape (pairs, 2).

    Exact, and so quadratic: some seconds for 6,500 texts of 400 characters.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    rows = TfidfTransformer().fit_transform(_GRAMS.counts(texts)).tocsr()
    across = rows.T.tocsr()
    found = [np.empty((0, 2), np.int64)]
    for start in range(0, rows.shape[0], _BLOCK):
        cosine = (rows[start : start + _BLOCK] @ across).tocoo()
        far = (cosine.data >= least) & (cosine.row + start < cosine.col)
        pairs = np.stack([cosine.row[far] + start, cosine.col[far]], axis=1)
        found.append(pairs.astype(np.int64))
    return np.concatenate(found)


def near_groups(texts: Sequence[str], least: float = NEAR) -> NDArray[np.int64]:
    """The group of each text: what is joined by near pairs, directly or by others, is one."""
    return joined(len(texts), near_pairs(texts, least))


def joined(size: int, pairs: NDArray[Any]) -> NDArray[np.int64]:
    """The connected component of each of ``size`` nodes."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs), bool)
    graph = csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _number, component = connected_components(graph, directed=False)
    groups: NDArray[np.int64] = component.astype(np.int64)
    return groups


_BANDS, _ROWS = 20, 3
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)


def alike_groups(texts: Sequence[str], seed: int = 0) -> NDArray[np.int64]:
    """Groups like ``near_groups``, in time that grows with the number of texts, and not exact.

    MinHash in bands (Broder 1997): two texts that share half of their 2–3-grams meet in one of 20
    bands of 3 rows with a probability of 0.93, those that share a quarter with 0.27.
    """
    counts = _GRAMS.counts(texts)
    filled = np.nonzero(np.diff(counts.indptr))[0]
    if not len(filled):
        return np.arange(len(texts), dtype=np.int64)
    starts = counts.indptr[filled]
    columns = counts.indices.astype(np.uint64)
    draw = np.random.default_rng(seed)
    pairs = [np.empty((0, 2), np.int64)]
    for _band in range(_BANDS):
        key = np.zeros(len(filled), np.uint64)
        for salt in draw.integers(1, 2**62, _ROWS, dtype=np.uint64):
            mixed = (columns + salt) * (_PRIME | salt << np.uint64(1) | np.uint64(1))
            mixed ^= mixed >> np.uint64(31)
            mixed *= _PRIME
            least = np.minimum.reduceat(mixed, starts)
            key = (key ^ least) * _PRIME + salt
        order = np.argsort(key, kind="stable")
        same = key[order][1:] == key[order][:-1]
        pairs.append(np.stack([filled[order][1:][same], filled[order][:-1][same]], axis=1))
    return joined(len(texts), np.concatenate(pairs))
