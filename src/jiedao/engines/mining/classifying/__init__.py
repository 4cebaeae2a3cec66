"""Texts to labels: a plain multinomial model over hashed n-grams, and a cold start."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from jiedao.engines.mining.texts.grams import Grams, folded

_GRAMS: Final = Grams((1, 2), 15)
_SHARPNESS: Final = 0.15
"""n-grams of one text say much the same: their evidence does not add up."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and its probability."""

    label: str
    p: float


class Classifier:
    """Learned from texts and labels."""

    def __init__(self, labels: tuple[str, ...], logs: Any, prior: Any, sharpness: float) -> None:
        self.labels, self._logs, self._prior, self._sharpness = labels, logs, prior, sharpness

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        weights: Sequence[float] | None = None,
        seed: int = 0,
    ) -> "Classifier":
        """Learn; ``weights`` are one a text."""
        known = tuple(sorted(set(labels)))
        place = {label: at for at, label in enumerate(known)}
        counts = _GRAMS.counts(texts)
        counts.data[:] = 1
        totals = np.zeros((len(known), _GRAMS.columns), np.float32)
        prior = np.ones(len(known))
        for row, label in enumerate(labels):
            weight = 1.0 if weights is None else weights[row]
            at = counts.indices[counts.indptr[row] : counts.indptr[row + 1]]
            totals[place[label], at] += weight
            prior[place[label]] += weight
        logs = np.log((totals + 0.1) / (prior[:, None] + 0.2)).astype(np.float32)
        return cls(known, logs, np.log(prior / prior.sum()), _SHARPNESS)

    def probabilities(self, texts: Sequence[str]) -> Any:
        """One row a text, one column a label."""
        counts = _GRAMS.counts(texts)
        counts.data[:] = 1
        scores = self._prior + self._sharpness * (counts @ self._logs.T)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def suggest(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of each text."""
        found = []
        for row in self.probabilities(texts) if texts else ():
            order = np.argsort(-row)[:most]
            found.append([Guess(self.labels[at], float(row[at])) for at in order])
        return found

    def why(self, text: str, label: str, most: int = 5) -> tuple[str, ...]:
        """The n-grams that spoke most for the label."""
        at = self.labels.index(label)
        gain = self._logs[at] - self._logs.mean(axis=0)
        plain = folded(text)
        parts = {plain[s : s + n]: gain[c] for s, n, c in _GRAMS.places(plain) if n > 1}
        return tuple(w for w, g in sorted(parts.items(), key=lambda one: -one[1])[:most] if g > 0)

    def to_bytes(self) -> bytes:
        """All that it learned."""
        out = io.BytesIO()
        head = np.frombuffer(json.dumps(self.labels).encode(), np.uint8)
        np.savez_compressed(out, head=head, logs=self._logs, prior=self._prior)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Classifier":
        """What ``to_bytes`` gave."""
        read = np.load(io.BytesIO(body), allow_pickle=False)
        labels = tuple(json.loads(read["head"].tobytes().decode()))
        return cls(labels, read["logs"], read["prior"], _SHARPNESS)


class ColdStart:
    """From the catalogue's own words: (label, [title, path, guide, keywords]) an item."""

    def __init__(self, entries: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._model = Classifier.learn(
            [text for _label, texts in entries for text in texts if text],
            [label for label, texts in entries for text in texts if text],
        )
        self.labels = self._model.labels

    def suggest(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of each text."""
        return self._model.suggest(texts, most)

    def why(self, text: str, label: str, most: int = 5) -> tuple[str, ...]:
        """The n-grams that spoke most for the label."""
        return self._model.why(text, label, most)


def threshold(wrong_cost: float, asking_cost: float) -> float:
    """Answer by itself from this probability on: below, being wrong costs more than asking."""
    return max(0.0, 1.0 - asking_cost / wrong_cost)
