"""What a weighted sum cannot say of a candidate: small networks beside the conditional logit.

A share of 9 in 10 means more where the wider context has seen nothing else: that is a product of
what is known, not a sum. Each network has one hidden layer, the same for all candidates, and adds
to the logit's score: ``s(u) = w · x_u + c · max(0, A x_u + b)``; the mean of the probabilities of
several, begun differently, is taken (Lakshminarayanan et al. 2017, “deep ensembles”).
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.routing.weighing import Single

_HIDDEN: Final = 24
_ROUNDS: Final = 12
_BATCH: Final = 256
_STEP: Final = np.float32(4e-3)
_DECAY: Final = np.float32(1e-4)
_KEPT: Final = 0.9
_TINY: Final = np.float32(1e-8)
_SEED: Final = 20180901


class Nets:
    """``size`` networks as arrays: ``layers`` (size, features + 2, hidden) holds A, b and c of
    each one below the other; ``mean`` and ``spread`` (features,) put the features on one scale."""

    def __init__(self, layers: Single, mean: Single, spread: Single) -> None:
        self.layers, self.mean, self.spread = layers, mean, spread

    @classmethod
    def none(cls) -> "Nets":
        """No networks: the logit alone decides."""
        return cls(np.empty((0, 2, 0), np.float32), *np.empty((2, 0), np.float32))

    @classmethod
    def fitted(
        cls, known: Single, right: NDArray[np.bool_], weights: Single, scores: Single, size: int
    ) -> "Nets":
        """By Adam (Kingma & Ba 2015) with drop-out of hidden units, from a fixed seed.

        ``known`` (orders, candidates, features), ``right`` (orders, candidates), one true in each,
        ``weights`` (orders,), ``scores`` (orders, candidates): the logit's.
        """
        mean = known.mean((0, 1))
        spread = known.std((0, 1)) + np.float32(1e-3)
        scaled = (known - mean) / spread
        target = right.astype(np.float32)
        layers = [
            _learned(scaled, target, weights, scores, np.random.default_rng(_SEED + number))
            for number in range(size)
        ]
        return cls(np.stack(layers), mean, spread)

    def probabilities(self, known: Single, scores: Single) -> Single:
        """(orders, candidates), rows of sum 1."""
        if not len(self.layers):
            return _softmax(scores)
        scaled = ((known - self.mean) / self.spread).reshape(-1, known.shape[2])
        total = np.zeros_like(scores)
        for layer in self.layers:
            hidden = np.maximum(scaled @ layer[:-2] + layer[-2], 0)
            total += _softmax(scores + (hidden @ layer[-1]).reshape(scores.shape))
        return total / np.float32(len(self.layers))


def _learned(
    known: Single, target: Single, weights: Single, scores: Single, dice: np.random.Generator
) -> Single:
    features = known.shape[2]
    layer = np.zeros((features + 2, _HIDDEN), np.float32)
    layer[:-2] = dice.normal(size=(features, _HIDDEN)) / np.sqrt(features)
    first, second = np.zeros_like(layer), np.zeros_like(layer)
    batches = list(_batches(len(known), dice))
    for number, batch in enumerate(batches, 1):
        slope = _slope(layer, known[batch], target[batch], weights[batch], scores[batch], dice)
        slope += _DECAY * layer
        first = np.float32(0.9) * first + np.float32(0.1) * slope
        second = np.float32(0.99) * second + np.float32(0.01) * slope**2
        speed = _STEP * np.float32(1 - 0.9 * number / len(batches))
        root = np.sqrt(second / np.float32(1 - 0.99**number)) + _TINY
        layer = layer - speed * (first / np.float32(1 - 0.9**number)) / root
    return layer


def _batches(orders: int, dice: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(_ROUNDS):
        mixed = dice.permutation(orders)
        yield from (mixed[start : start + _BATCH] for start in range(0, orders, _BATCH))


def _slope(
    layer: Single, known: Single, target: Single, weights: Single, scores: Single,
    dice: np.random.Generator,
) -> Single:  # fmt: skip
    flat = known.reshape(-1, known.shape[2])
    hidden = np.maximum(flat @ layer[:-2] + layer[-2], 0)
    kept = (dice.random(_HIDDEN) < _KEPT).astype(np.float32) / np.float32(_KEPT)
    p = _softmax(scores + ((hidden * kept) @ layer[-1]).reshape(scores.shape))
    wrong = ((p - target) * (weights / weights.sum())[:, None]).ravel()
    back = np.outer(wrong, layer[-1] * kept) * (hidden > 0)
    return np.concatenate([flat.T @ back, [back.sum(0)], [(hidden * kept).T @ wrong]])


def _softmax(scores: Single) -> Single:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)
