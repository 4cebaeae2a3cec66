"""A text as counts of its character n-grams, hashed into a fixed number of columns.

Chinese is not parted into words first: n-grams of one to three characters hold nearly all words,
need no dictionary, and bear typing errors and names that no dictionary has. Hashing (Weinberger
et al. 2009, “Feature hashing for large scale multitask learning”) needs no vocabulary either, so
that a model is one array and learning goes through the texts once. It is done on whole arrays.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_MULTIPLIERS: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)
_BATCH: Final = 4096
_BLANKS: Final = re.compile(r"\s+")
_DIGITS: Final = re.compile(r"\d")


def folded(text: str) -> str:
    """One form of what is written in several: NFKC, small letters, single blanks, every digit 0.

    Of numbers only their length is kept: a price or house number says what kind of number it is,
    and nothing else that another text would say again.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return _DIGITS.sub("0", _BLANKS.sub(" ", plain)).strip()


@dataclass(frozen=True, slots=True)
class Grams:
    """How texts are counted. ``sizes``: lengths of the n-grams, at most 4; ``bits``: there are
    ``2 ** bits`` columns. Two equal ones count alike, in any process."""

    sizes: tuple[int, ...] = (1, 2, 3)
    bits: int = 20

    @property
    def columns(self) -> int:
        """How many columns a row has."""
        return 1 << self.bits

    def counts(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (CSR, float32) of one row a text, folded here: how often each column."""
        from scipy.sparse import csr_matrix, vstack

        if not texts:
            return csr_matrix((0, self.columns), dtype=np.float32)
        rows = [self._batch(part) for part in _batches(texts, _BATCH)]
        return rows[0] if len(rows) == 1 else vstack(rows, format="csr")

    def _batch(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import csr_matrix

        codes = [_codes(folded(text)) for text in texts]
        lengths = np.array([len(one) for one in codes])
        joined = np.concatenate(codes)
        document = np.repeat(np.arange(len(codes), dtype=np.int32), lengths)
        places, columns = [], []
        for size in self.sizes:
            if len(joined) < size:
                continue
            last = len(joined) - size + 1
            whole = document[:last] == document[size - 1 :]
            places.append(document[:last][whole])
            columns.append(self._hashed(joined, size)[whole])
        rows = np.concatenate(places) if places else np.empty(0, np.int32)
        cols = np.concatenate(columns) if columns else np.empty(0, np.int32)
        ones = np.ones(len(rows), np.float32)
        found = csr_matrix((ones, (rows, cols)), shape=(len(texts), self.columns))
        found.sum_duplicates()
        return found

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each n-gram of a text that is folded already: (start, length, column)."""
        codes = _codes(text)
        for size in self.sizes:
            if len(codes) >= size:
                for start, column in enumerate(self._hashed(codes, size)):
                    yield start, size, int(column)

    def _hashed(self, codes: NDArray[np.uint64], size: int) -> NDArray[np.int32]:
        """The column of the n-gram that begins at each place."""
        last = len(codes) - size + 1
        mixed = np.full(last, size, np.uint64)
        for step in range(size):
            mixed = (mixed ^ codes[step : step + last]) * _MULTIPLIERS[step]
            mixed ^= mixed >> np.uint64(29)
        columns: NDArray[np.int32] = (mixed * _MULTIPLIERS[0] >> np.uint64(64 - self.bits)).astype(
            np.int32
        )
        return columns


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)


def _batches(texts: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))
