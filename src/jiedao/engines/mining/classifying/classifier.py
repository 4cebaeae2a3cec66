"""A linear model over n-grams whose scores are turned into probabilities."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying import calibration, training
from jiedao.engines.mining.classifying.guesses import Guess, likeliest
from jiedao.engines.mining.classifying.view import View
from jiedao.engines.mining.classifying.words import Told, words_of
from jiedao.engines.mining.texts.grams import Grams
from jiedao.kernel.errors import Invalid

_MADE_BY: Final = 1
_BATCH: Final = 4096


@dataclass(frozen=True)
class Classifier:
    """Learned from texts and labels; ``labels`` are in the order of the columns.

    ``weights`` (labels, columns of ``view``) and ``bias`` (labels) give one score a label;
    ``scale`` (labels, labels) and ``offset`` (labels) turn the scores into log-odds.
    """

    labels: tuple[str, ...]
    view: View
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
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
        view, rows = View.of(texts)
        coefficients, bias = training.fit(rows, target, len(known), given, seed)
        scale, offset = calibration.fit(texts, rows, target, len(known), given, seed)
        return cls(known, view, coefficients, bias, scale, offset)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Uncalibrated, (texts, labels): the larger, the likelier."""
        parts = [
            self.view.rows(texts[start : start + _BATCH]) @ self.weights.T + self.bias
            for start in range(0, len(texts), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.empty((0, len(self.labels)))

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
        at = self.labels.index(label)
        others = self.weights.mean(axis=0)

        def gain(column: int) -> float:
            known = self.view.weight_of(column)
            return (
                0.0
                if known is None
                else known[1] * float(self.weights[at, known[0]] - others[known[0]])
            )

        return words_of(Told(text, self.view.grams, gain), most)

    def to_bytes(self) -> bytes:
        """All that it learned; arrays and JSON, so that reading it runs nothing."""
        head = {"made_by": _MADE_BY, "labels": self.labels,
                "sizes": self.view.grams.sizes, "bits": self.view.grams.bits}  # fmt: skip
        out = io.BytesIO()
        np.savez_compressed(
            out,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            columns=self.view.columns,
            idf=self.view.idf,
            # half precision: a body half as large, and answers that differ in the fourth digit
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            scale=self.scale,
            offset=self.offset,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Classifier":
        """What ``to_bytes`` gave. Raises Invalid for anything else."""
        read, head = _opened(body)
        if head.get("made_by") != _MADE_BY:
            raise Invalid(
                "这一版模型由别的版本写成，请重新学习。 Made by another version: learn anew."
            )
        view = View(Grams(tuple(head["sizes"]), head["bits"]), read["columns"], read["idf"])
        weights = read["weights"].astype(np.float32)
        return cls(
            tuple(head["labels"]), view, weights, read["bias"], read["scale"], read["offset"]
        )


def _opened(body: bytes) -> tuple[Any, dict[str, Any]]:
    try:
        read = np.load(io.BytesIO(body), allow_pickle=False)
        return read, json.loads(read["head"].tobytes().decode())
    except (ValueError, KeyError, OSError) as error:
        raise Invalid("模型文件已损坏。 The model's file is damaged.") from error
