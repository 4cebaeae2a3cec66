"""A linear model over n-grams whose scores are turned into probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying import calibration
from jiedao.engines.mining.classifying.guesses import Guess, likeliest
from jiedao.engines.mining.classifying.parts import Part, parts_of
from jiedao.engines.mining.classifying.words import Told, words_of
from jiedao.engines.mining.packing import packed, unpacked
from jiedao.kernel.errors import Invalid

_MADE_BY: Final = 2
_BATCH: Final = 4096


@dataclass(frozen=True)
class Classifier:
    """Learned from texts and labels; ``labels`` are in the order of the columns.

    Each of ``parts`` gives one score a label; ``scale`` (labels, labels of all parts) and
    ``offset`` (labels) turn the scores into log-odds. The first part is the separator, which also
    tells why; the second, with few labels, is naive Bayes, which errs elsewhere: the two together
    are right more often than either.
    """

    labels: tuple[str, ...]
    parts: tuple[Part, ...]
    scale: NDArray[np.float32]
    offset: NDArray[np.float32]

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        weights: Sequence[float] | None = None,
        seed: int = 0,
    ) -> "Classifier":
        """Learn from ``texts`` and their ``labels``; ``weights`` say how much each counts.

        Raises Invalid where there is nothing to learn from, or the lengths differ.
        """
        if not texts or len(texts) != len(labels):
            raise Invalid("没有可学的文本。 Nothing to learn from.", code="nothing_to_learn")
        known = tuple(sorted(set(labels)))
        target = np.searchsorted(np.array(known), np.array(labels))
        given = None if weights is None else np.asarray(weights, np.float64)
        made = parts_of(texts, target, len(known))
        parts = tuple(one.fit(target, len(known), given, seed) for one in made)
        scale, offset = calibration.fit(texts, made, target, len(known), given, seed)
        return cls(known, parts, scale, offset)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Uncalibrated, (texts, labels of all parts): the larger, the likelier."""
        width = len(self.labels) * len(self.parts)
        found = [np.empty((0, width))]
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            found.append(np.hstack([part.scores(batch) for part in self.parts]))
        return np.concatenate(found)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated, (texts, labels); each row sums to 1."""
        return calibration.probabilities(self.scores(texts), self.scale, self.offset)

    def suggest(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of each text, the first first."""
        return likeliest(self.labels, self.probabilities(texts), most)

    def why(self, text: str, label: str, most: int = 5) -> tuple[str, ...]:
        """The parts of ``text``, as written, that spoke most for the label and not for the others.

        Empty where the label is unknown or nothing spoke for it.
        """
        if label not in self.labels:
            return ()
        at, part = self.labels.index(label), self.parts[0]
        others = part.weights.mean(axis=0)

        def gain(column: int) -> float:
            known = part.weight_of(column)
            if known is None:
                return 0.0
            place, counts = known
            return counts * float(part.weights[at, place] - others[place])

        return words_of(Told(text, part.view.grams, gain), most)

    def to_bytes(self) -> bytes:
        """All that it learned; arrays and JSON, so that reading it runs nothing."""
        head = {"labels": self.labels, "parts": [part.head() for part in self.parts]}
        arrays: dict[str, Any] = {
            f"{name}_{number}": array
            for number, part in enumerate(self.parts)
            for name, array in part.arrays().items()
        }
        return packed(_MADE_BY, head, {"scale": self.scale, "offset": self.offset, **arrays})

    @classmethod
    def from_bytes(cls, body: bytes) -> "Classifier":
        """What ``to_bytes`` gave. Raises Invalid for anything else."""
        head, read = unpacked(_MADE_BY, body)
        parts = tuple(
            Part.read(told, {name: read[f"{name}_{number}"] for name in Part.ARRAYS})
            for number, told in enumerate(head["parts"])
        )
        return cls(tuple(head["labels"]), parts, read["scale"], read["offset"])
