"""Scores into probabilities that come true as often as they say."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.classifying import training
from jiedao.engines.mining.texts.near import alike_groups

_PARTS: Final = 4
_ENOUGH: Final = 12_000
"""More texts than these make the curve no better."""
_FEW_LABELS: Final = 20
"""Up to so many labels each has a weight in every other's odds; above, one scale serves all."""
_TEXTS_A_LABEL: Final = 20
_PLAIN: Final = 2.0
Fitted = tuple[NDArray[np.float32], NDArray[np.float32]]


def fit(
    texts: Sequence[str], rows: Any, target: NDArray[Any], labels: int,
    weights: NDArray[Any] | None, seed: int,
) -> Fitted:  # fmt: skip
    """Scale (labels, labels) and offset (labels) of the log-odds, from scores of texts that the
    separators had not learned from.

    With few labels multinomial logistic regression on the scores (“matrix scaling”, Guo et al.
    2017), with many one temperature. Texts that are nearly the same stay together in one part:
    otherwise what is known by heart would pass for what is sure.
    """
    plain = np.eye(labels, dtype=np.float32) * _PLAIN, np.zeros(labels, np.float32)
    if labels < 2:
        return plain
    chosen = np.random.default_rng(seed).permutation(len(texts))[:_ENOUGH]
    groups = alike_groups([texts[at] for at in chosen], seed)
    if len(np.unique(groups)) < _PARTS:
        return plain
    truth = target[chosen]
    given = None if weights is None else weights[chosen]
    scores = held_out(rows[chosen], truth, groups, labels, given, seed)
    if labels <= _FEW_LABELS and np.bincount(truth, minlength=labels).min() >= _TEXTS_A_LABEL:
        return _matrix(scores, truth, given, seed)
    return _temperature(scores, truth)


def held_out(
    rows: Any, target: NDArray[Any], groups: NDArray[Any], labels: int,
    weights: NDArray[Any] | None, seed: int,
) -> NDArray[np.float64]:  # fmt: skip
    """The scores of each row (rows, labels) by separators that learned from other groups."""
    from sklearn.model_selection import GroupKFold

    scores = np.full((rows.shape[0], labels), -1.0)
    parts = GroupKFold(_PARTS, shuffle=True, random_state=seed)
    for train, test in parts.split(rows, target, groups):
        known = np.unique(target[train])
        told = np.searchsorted(known, target[train])
        given = None if weights is None else weights[train]
        coefficients, bias = training.fit(rows[train], told, len(known), given, seed)
        scores[np.ix_(test, known)] = rows[test] @ coefficients.T + bias
    return scores


def _matrix(
    scores: NDArray[Any], truth: NDArray[Any], weights: NDArray[Any] | None, seed: int
) -> Fitted:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=500, random_state=seed)
    model.fit(scores, truth, sample_weight=weights)
    scale, offset = model.coef_, model.intercept_
    if len(scale) == 1:
        scale, offset = np.vstack([-scale, scale]) / 2, np.hstack([-offset, offset]) / 2
    return scale.astype(np.float32), offset.astype(np.float32)


def _temperature(scores: NDArray[Any], truth: NDArray[Any]) -> Fitted:
    """The one scale that makes the truth likeliest."""
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    right = scores[np.arange(len(truth)), truth]

    def loss(log_scale: float) -> float:
        scale = np.exp(log_scale)
        return float(np.mean(logsumexp(scores * scale, axis=1) - right * scale))

    best = minimize_scalar(loss, bounds=(-3.0, 4.0), method="bounded").x
    labels = scores.shape[1]
    return np.eye(labels, dtype=np.float32) * np.float32(np.exp(best)), np.zeros(labels, np.float32)


def probabilities(
    scores: NDArray[Any], scale: NDArray[Any], offset: NDArray[Any]
) -> NDArray[np.float64]:
    """Soft-max of the scaled scores, (texts, labels)."""
    odds = scores.astype(np.float64) @ scale.T + offset
    odds = np.exp(odds - odds.max(axis=1, keepdims=True, initial=-np.inf))
    found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return found
