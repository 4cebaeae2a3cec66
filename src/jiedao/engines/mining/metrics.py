"""Metrics of guesses: each by its usual definition."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 15


def f1_of_each(truth: NDArray[Any], found: NDArray[Any]) -> dict[Any, float]:
    """F1 of each label that occurs in truth: 2·TP / (2·TP + FP + FN)."""
    from sklearn.metrics import f1_score

    labels = np.unique(truth)
    values = f1_score(truth, found, labels=labels, average=None, zero_division=0)
    return dict(zip(labels, map(float, values), strict=True))


def macro_f1(truth: NDArray[Any], found: NDArray[Any]) -> float:
    """The plain mean of the labels' F1."""
    return float(np.mean(list(f1_of_each(truth, found).values())))


def among_first(probabilities: NDArray[Any], truth: NDArray[Any], most: int) -> float:
    """The share of rows whose true column is among the ``most`` likeliest."""
    best = np.argsort(-probabilities, axis=1)[:, :most]
    return float((best == truth[:, None]).any(axis=1).mean())


def calibration_error(p: NDArray[Any], right: NDArray[Any], bins: int = BINS) -> float:
    """Expected calibration error of the first answers (Naeini et al. 2015).

    ``bins`` of equal width over 0–1; in each the distance of mean probability and share right,
    weighted by how many rows lie in it.
    """
    place = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for one in np.unique(place):
        inside = place == one
        total += inside.mean() * abs(p[inside].mean() - right[inside].mean())
    return float(total)


def least_for_precision(
    p: NDArray[Any], right: NDArray[Any], precision: float, errors: float = 0.0
) -> float:
    """The smallest probability such that, of all at or above it, that share is right.

    ``errors``: by so many standard errors of a share more, for what is chosen as the best on some
    texts is a little worse on others. Above 1 where no such probability exists.
    """
    order = np.argsort(-p, kind="stable")
    count = np.arange(1, len(p) + 1)
    share = np.cumsum(right[order]) / count
    share -= errors * np.sqrt(precision * (1 - precision) / count)
    last_of_equals = np.append(p[order][1:] != p[order][:-1], True)
    good = np.nonzero((share >= precision) & last_of_equals)[0]
    return float(p[order][good[-1]]) if len(good) else 1.01
