"""Weights that turn what is known of each candidate into probabilities.

A conditional logit (McFadden 1974): ``p(u) = exp(w · x_u) / Σ_v exp(w · x_v)`` over an order's
candidates. The weights are the same for all units, so that a few thousand orders are enough, and
a unit that is new today is weighed as any other.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]


def fitted(
    known: Single,
    right: NDArray[np.bool_],
    weights: Single,
    strength: float,
    start: Any = None,
    rounds: int = 40,
) -> Single:
    """The weights w of greatest likelihood, less ``strength / 2 · |w|²`` (L-BFGS).

    ``known``: (orders, candidates, features); ``right``: (orders, candidates), one true in each;
    ``weights``: (orders,).
    """
    from scipy.optimize import minimize

    orders, candidates, features = known.shape
    flat = known.reshape(orders * candidates, features)
    target = right.astype(np.float32)

    def loss(w: Any) -> tuple[float, Any]:
        p, likelihood = softmax((flat @ w.astype(np.float32)).reshape(orders, candidates), target)
        slope = flat.T @ ((p - target) * weights[:, None]).ravel()
        value = -float((weights * likelihood).sum()) + strength / 2 * float(w @ w)
        return value, slope.astype(float) + strength * w

    begin = np.zeros(features) if start is None else start
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return np.asarray(found.x, np.float32)


def softmax(scores: Single, target: Single) -> tuple[Single, Single]:
    """Probabilities, and the logarithm of that of the target, row by row."""
    scores = scores - scores.max(1, keepdims=True)
    powers = np.exp(scores)
    total = powers.sum(1, keepdims=True)
    return powers / total, (scores * target).sum(1) - np.log(total[:, 0])
