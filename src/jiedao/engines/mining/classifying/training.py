"""One score a label: by linear separators, or by naive Bayes."""

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_HARDNESS: Final = 2.0
_EXACT: Final = 600_000
"""Up to so many rows × labels the exact solution is found; above, it is approached by passes."""
_PASSES: Final = 8

_UNEVEN: Final = 2.0
"""What a column that one label alone has counts more."""
_SMOOTHED: Final = 0.1
_BAYES: Final = 1 / 3
"""Brings its log-probabilities to the size of the separators' scores."""
Learned = tuple[NDArray[np.float32], NDArray[np.float32]]
Method = Callable[[Any, NDArray[Any], int, NDArray[Any] | None, int], Learned]


def separators(
    rows: Any, target: NDArray[Any], labels: int, weights: NDArray[Any] | None, seed: int
) -> Learned:
    """Weights (labels, columns) and bias (labels), one label against the rest.

    A support vector machine with squared hinge loss (Fan et al. 2008, LIBLINEAR) in which every
    label counts as much as any other, however many texts it has; with hundreds of labels or a
    hundred thousand texts the same kind of separator by stochastic gradient (Bottou 2010).
    """
    if labels < 2:
        return np.zeros((labels, rows.shape[1]), np.float32), np.zeros(labels, np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "did not converge": what is not exact is scored as well
        model = _model(rows.shape[0], labels, seed).fit(rows, target, sample_weight=weights)
    coefficients, bias = model.coef_, model.intercept_
    if labels == 2:  # scikit-learn keeps one separator for two
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.hstack([-bias, bias])
    return coefficients.astype(np.float32), bias.astype(np.float32)


def _model(texts: int, labels: int, seed: int) -> Any:
    from sklearn.linear_model import SGDClassifier
    from sklearn.svm import LinearSVC

    if texts * labels <= _EXACT:
        return LinearSVC(C=_HARDNESS, class_weight="balanced", random_state=seed, max_iter=500)
    return SGDClassifier(
        "hinge", alpha=0.1 / texts, class_weight="balanced", max_iter=_PASSES, tol=None,
        average=True, random_state=seed, n_jobs=-1,
    )  # fmt: skip


def naive_bayes(
    rows: Any, target: NDArray[Any], labels: int, weights: NDArray[Any] | None, _seed: int
) -> Learned:
    """Weights (labels, columns) and bias (labels): what speaks against all other labels
    (complement naive Bayes, Rennie et al. 2003)."""
    from sklearn.naive_bayes import ComplementNB

    model = ComplementNB(alpha=_SMOOTHED).fit(rows, target, sample_weight=weights)
    bias = np.zeros(labels, np.float32)
    found = model.feature_log_prob_
    # Only differences between labels count: centred, small numbers are kept exactly.
    centred = (found - found.mean(axis=0)) * _BAYES
    return centred.astype(np.float32), bias


def unevenness(rows: Any, target: NDArray[Any], labels: int) -> NDArray[np.float32]:
    """For each column 1 + λ · f₁ / Σ r · f_r, λ = 2, f_r the share of texts that have it in the
    label where that share is the r-th highest (inverse gravity moment, Chen et al. 2016, “Turning
    from TF-IDF to TF-IGM”): what one label has and the others lack counts up to three times."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(target), np.float32)
    of_label = csr_matrix((ones, (target, np.arange(len(target)))), shape=(labels, len(target)))
    has = csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), shape=rows.shape)
    texts = np.maximum(np.bincount(target, minlength=labels), 1)[:, None]
    shares = np.sort((of_label @ has).toarray() / texts, axis=0)[::-1]
    moment = (shares * np.arange(1, labels + 1)[:, None]).sum(axis=0)
    return np.asarray(1 + _UNEVEN * shares[0] / np.maximum(moment, 1e-12), np.float32)
