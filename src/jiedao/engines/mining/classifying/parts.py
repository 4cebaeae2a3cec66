"""What gives a score a label: a separator over characters and pairs, naive Bayes over longer ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying import training
from jiedao.engines.mining.classifying.view import View
from jiedao.engines.mining.texts.grams import Grams

FEW_LABELS: Final = 20
"""Up to so many labels there is a second part, and each score has a weight in every label's odds;
above, both would learn more numbers than there are texts."""
_PAIRS, _LONGER = (1, 2), (2, 3)


@dataclass(frozen=True)
class Part:
    """``weights`` (labels, columns of ``view``) and ``bias`` (labels): one score a label. ``gain``:
    what each column counts besides (``training.unevenness``); empty where all count alike.

    The weights lie column by column (Fortran's order): a single text then reads only its own
    columns, where the other order would copy all of them first.
    """

    ARRAYS: ClassVar = ("columns", "idf", "weights", "bias", "gain")

    view: View
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    gain: NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, labels)."""
        return self.of_rows(self.view.rows(texts))

    def of_rows(self, rows: Any) -> NDArray[np.float64]:
        """The scores of rows that ``view`` made."""
        found: NDArray[np.float64] = gained(rows, self.gain) @ self.weights.T + self.bias
        return found

    def weight_of(self, column: int) -> tuple[int, float] | None:
        """The place of a column of the n-grams and what it counts; None where it does not."""
        known = self.view.weight_of(column)
        if known is None or not len(self.gain):
            return known
        place, idf = known
        return place, idf * float(self.gain[place])

    def head(self) -> dict[str, Any]:
        """What ``read`` needs besides ``arrays``."""
        return {"sizes": self.view.grams.sizes, "bits": self.view.grams.bits}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As it is kept; half precision halves it, and answers differ in the fourth digit."""
        half = self.weights.astype(np.float16)
        return {"columns": self.view.columns, "idf": self.view.idf, "weights": half,
                "bias": self.bias, "gain": self.gain.astype(np.float16)}  # fmt: skip

    @classmethod
    def read(cls, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> "Part":
        """What ``head`` and ``arrays`` gave."""
        grams = Grams(tuple(head["sizes"]), int(head["bits"]))
        view = View(grams, arrays["columns"], arrays["idf"])
        weights = np.asfortranarray(arrays["weights"].astype(np.float32))
        return cls(view, weights, arrays["bias"], arrays["gain"].astype(np.float32))


@dataclass(frozen=True)
class Unfitted:
    """The rows of texts to learn from, by which method (``training``), and whether columns that
    labels have unevenly count more."""

    view: View
    rows: Any
    method: training.Method
    uneven: bool = False

    def only(self, chosen: NDArray[Any]) -> "Unfitted":
        """Of some of the rows."""
        return replace(self, rows=self.rows[chosen])

    def fit(
        self, target: NDArray[Any], labels: int, weights: NDArray[Any] | None, seed: int
    ) -> Part:
        """Learned: ``target`` is the number of each row's label."""
        gain = np.empty(0, np.float32)
        if self.uneven:
            # Of these rows alone: of rows that are held back nothing may be known.
            gain = training.unevenness(self.rows, target, labels)
        learned, bias = self.method(gained(self.rows, gain), target, labels, weights, seed)
        return Part(self.view, np.asfortranarray(learned), bias, gain)


def parts_of(texts: Sequence[str], target: NDArray[Any], labels: int) -> list[Unfitted]:
    """What is to be learned of the texts."""
    few = labels <= FEW_LABELS
    made = [Unfitted(*View.of(texts, Grams(_PAIRS)), training.separators, uneven=few)]
    if labels >= 2 and few and len(target) > 2 * labels:
        made.append(Unfitted(*View.of(texts, Grams(_LONGER)), training.naive_bayes))
    return made


def gained(rows: Any, gain: NDArray[np.float32]) -> Any:
    """The rows with each column as much as its gain, of length 1 again."""
    if not len(gain):
        return rows
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    data = rows.data * gain[rows.indices]
    scaled = csr_matrix((data, rows.indices, rows.indptr), shape=rows.shape)
    return normalize(scaled, copy=False)
