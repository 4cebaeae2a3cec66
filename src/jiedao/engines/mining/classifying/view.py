"""A text as a row of weights: n-grams that several texts share, by TF-IDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.texts.grams import Grams

_SEEN: Final = ((300, 1), (2000, 2))
_OFTEN: Final = 3
_NOT_HAN: Final = re.compile(r"[^\u3400-\u9fff]+")
_HAN_ENOUGH: Final = 4


def told_in(text: str) -> str:
    """What of a text says what it is about: its Chinese characters, run together.

    Numbers, letters and punctuation say who and where, and tear words of a sentence apart; a
    text that has hardly any Chinese is taken as it is.
    """
    han = _NOT_HAN.sub("", text)
    return han if len(han) >= _HAN_ENOUGH else text


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return not _NOT_HAN.match(character)


@dataclass(frozen=True)
class View:
    """Which columns count and how much: ``columns`` ascending, ``idf`` one for each.

    Weight = (1 + ln tf) · idf, each row of length 1; idf = ln((1 + n) / (1 + df)) + 1 (Salton and
    Buckley 1988, with scikit-learn's smoothing).
    """

    grams: Grams
    columns: NDArray[np.int32]
    idf: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], grams: Grams) -> tuple["View", Any]:
        """Learned from texts, and their rows (CSR). Columns that only a text or two have, of
        thousands, say nothing about others and are left out."""
        counts = grams.counts([told_in(text) for text in texts])
        seen = np.bincount(counts.indices, minlength=grams.columns)
        least = next((k for size, k in _SEEN if len(texts) < size), _OFTEN)
        columns = np.nonzero(seen >= least)[0].astype(np.int32)
        idf = np.log((1 + len(texts)) / (1 + seen[columns])) + 1
        view = cls(grams, columns, idf.astype(np.float32))
        return view, view.weighted(counts)

    def rows(self, texts: Sequence[str]) -> Any:
        """One row a text (CSR, float32, as wide as ``columns``)."""
        return self.weighted(self.grams.counts([told_in(text) for text in texts]))

    def weighted(self, counts: Any) -> Any:
        """The rows of counts that ``grams`` made."""
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        place = np.searchsorted(self.columns, counts.indices)
        place[place == len(self.columns)] = 0
        if len(self.columns):
            known = self.columns[place] == counts.indices
        else:
            known = np.zeros(len(place), bool)
        ends = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
        at = place[known].astype(np.int32)
        data = (1 + np.log(counts.data[known])) * self.idf[at]
        shape = (counts.shape[0], len(self.columns))
        return normalize(csr_matrix((data.astype(np.float32), at, ends), shape=shape), copy=False)

    def weight_of(self, column: int) -> tuple[int, float] | None:
        """The place and idf of a column of ``grams``; None where it does not count."""
        at = int(np.searchsorted(self.columns, column))
        if at == len(self.columns) or self.columns[at] != column:
            return None
        return at, float(self.idf[at])
