"""Before anything is confirmed: the catalogue's own words say what belongs where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying.guesses import Guess, likeliest
from jiedao.engines.mining.classifying.view import View
from jiedao.engines.mining.classifying.words import Told, words_of
from jiedao.engines.mining.texts.grams import Grams
from jiedao.kernel.errors import Invalid

_SIZES: Final = (2, 3)
_SHARPNESS: Final = 12.0
"""Of the soft-max over cosines. Nothing is known to calibrate it by: it errs towards asking."""


@dataclass(frozen=True)
class ColdStart:
    """Labels by how like a text is to their title, path, guide and key words (cosine of TF-IDF)."""

    labels: tuple[str, ...]
    view: View
    rows: NDArray[np.float32]

    def __init__(self, entries: Sequence[tuple[str, Sequence[str]]]) -> None:
        """``entries``: a label and what the catalogue says of it. Raises Invalid for none."""
        said = [(label, "。".join(filter(None, texts))) for label, texts in entries]
        if not said:
            raise Invalid("事项清单是空的。 The catalogue is empty.", code="nothing_to_learn")
        view, rows = View.of([text for _label, text in said], Grams(_SIZES))
        object.__setattr__(self, "labels", tuple(label for label, _text in said))
        object.__setattr__(self, "view", view)
        object.__setattr__(self, "rows", rows)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, labels); each row sums to 1. A text that shares no word with any label is told
        as likely for all."""
        likeness = (self.view.rows(texts) @ self.rows.T).toarray().astype(np.float64)
        odds = np.exp(_SHARPNESS * likeness)
        found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return found

    def suggest(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of each text, the first first."""
        return likeliest(self.labels, self.probabilities(texts), most)

    def why(self, text: str, label: str, most: int = 5) -> tuple[str, ...]:
        """The parts of the text that the catalogue has for the label as well."""
        if label not in self.labels:
            return ()
        row = self.rows[self.labels.index(label)].toarray()[0]

        def gain(column: int) -> float:
            known = self.view.weight_of(column)
            return 0.0 if known is None else known[1] * float(row[known[0]])

        return words_of(Told(text, self.view.grams, gain), most)
