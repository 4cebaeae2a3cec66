"""One linear separator a label."""

import warnings
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_HARDNESS: Final = 2.0
_EXACT: Final = 600_000
"""Up to so many rows × labels the exact solution is found; above, it is approached by passes."""
_PASSES: Final = 8


def fit(
    rows: Any, target: NDArray[Any], labels: int, weights: NDArray[Any] | None, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
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
