"""The log-odds of logistic regression, a row of weights for each answer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def both_rows(model: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weights (answers, features) and bias (answers) of scikit-learn's ``LogisticRegression``, which
    keeps a single row for two answers; soft-max of the two halves is the same probability."""
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return weights, bias
