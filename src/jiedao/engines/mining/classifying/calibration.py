"""Scores into probabilities that come true as often as they say."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying.parts import FEW_LABELS, Unfitted
from jiedao.engines.mining.logits import both_rows
from jiedao.engines.mining.texts.near import alike_groups

_PARTS: Final = 4
_ENOUGH: Final = 12_000
"""More texts than these make the curve no better."""
_TEXTS_A_LABEL: Final = 20
_PLAIN: Final = 2.0
Fitted = tuple[NDArray[np.float32], NDArray[np.float32]]


def fit(
    texts: Sequence[str], parts: Sequence[Unfitted], target: NDArray[Any], labels: int,
    weights: NDArray[Any] | None, seed: int,
) -> Fitted:  # fmt: skip
    """Scale (labels, labels of all parts) and offset (labels) of the log-odds, from scores of
    texts that had not been learned from.

    With few labels multinomial logistic regression on the scores (“matrix scaling”, Guo et al.
    2017), with many one temperature. Texts that are nearly the same stay together in one part:
    otherwise what is known by heart would pass for what is sure.
    """
    plain = _scaled(_PLAIN, labels, len(parts))
    if labels < 2:
        return plain
    chosen = np.random.default_rng(seed).permutation(len(texts))[:_ENOUGH]
    groups = alike_groups([texts[at] for at in chosen], seed)
    if len(np.unique(groups)) < _PARTS:
        return plain
    truth = target[chosen]
    given = None if weights is None else weights[chosen]
    some = [part.only(chosen) for part in parts]
    scores = held_out(some, truth, groups, labels, given, seed)
    if labels <= FEW_LABELS and np.bincount(truth, minlength=labels).min() >= _TEXTS_A_LABEL:
        return _matrix(scores, truth, given, seed)
    return _temperature(scores, truth, labels, len(parts))


def held_out(
    parts: Sequence[Unfitted], target: NDArray[Any], groups: NDArray[Any], labels: int,
    weights: NDArray[Any] | None, seed: int,
) -> NDArray[np.float64]:  # fmt: skip
    """The scores of each row (rows, labels of all parts) by what learned from other groups."""
    from sklearn.model_selection import GroupKFold

    scores = np.full((len(target), labels * len(parts)), -1.0)
    folds = GroupKFold(_PARTS, shuffle=True, random_state=seed)
    for train, test in folds.split(target, target, groups):
        known = np.unique(target[train])
        told = np.searchsorted(known, target[train])
        given = None if weights is None else weights[train]
        for number, part in enumerate(parts):
            fitted = part.only(train).fit(told, len(known), given, seed)
            there = np.ix_(test, known + number * labels)
            scores[there] = fitted.of_rows(part.rows[test])
    return scores


def _matrix(
    scores: NDArray[Any], truth: NDArray[Any], weights: NDArray[Any] | None, seed: int
) -> Fitted:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=500, random_state=seed)
    model.fit(scores, truth, sample_weight=weights)
    scale, offset = both_rows(model)
    return scale.astype(np.float32), offset.astype(np.float32)


def _temperature(scores: NDArray[Any], truth: NDArray[Any], labels: int, parts: int) -> Fitted:
    """The one scale that makes the truth likeliest."""
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    total = scores.reshape(len(truth), parts, labels).sum(axis=1)
    right = total[np.arange(len(truth)), truth]

    def loss(log_scale: float) -> float:
        scale = np.exp(log_scale)
        return float(np.mean(logsumexp(total * scale, axis=1) - right * scale))

    best = minimize_scalar(loss, bounds=(-3.0, 4.0), method="bounded").x
    return _scaled(float(np.exp(best)), labels, parts)


def _scaled(scale: float, labels: int, parts: int) -> Fitted:
    """Every part's score of a label counts as much."""
    one = np.eye(labels, dtype=np.float32) * np.float32(scale)
    return np.hstack([one] * parts), np.zeros(labels, np.float32)


def probabilities(
    scores: NDArray[Any], scale: NDArray[Any], offset: NDArray[Any]
) -> NDArray[np.float64]:
    """Soft-max of the scaled scores, (texts, labels)."""
    odds = scores.astype(np.float64) @ scale.T + offset
    odds = np.exp(odds - odds.max(axis=1, keepdims=True, initial=-np.inf))
    found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return found
