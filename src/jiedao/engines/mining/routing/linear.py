"""Which unit, told by logistic regression on the values of the columns, alone and in pairs.

It errs elsewhere than what counts in contexts: a value that says something wherever it stands (a
channel, a community) counts here once and for all.
"""

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.logits import both_rows
from jiedao.engines.mining.routing.counting import Past
from jiedao.engines.mining.routing.features import Features
from jiedao.engines.mining.routing.values import columns_of, seen, wide
from jiedao.engines.mining.routing.weighing import Single

_HALF_LIFE: Final = 120.0
_LATEST: Final = 20_000
_SEEN: Final = 2
_HARDNESS: Final = 1.0
_ROUNDS: Final = 60
_CLOSE: Final = 1e-3


@dataclass(slots=True)
class Linear:
    """``columns`` ascending; ``weights`` (units here, columns), ``bias`` (units here), ``units``
    their numbers; nothing at all where there were not two of them."""

    columns: NDArray[np.int32]
    weights: Single
    bias: Single
    units: NDArray[np.int64]

    @classmethod
    def none(cls) -> "Linear":
        """Nothing learned."""
        return cls(
            np.empty(0, np.int32), np.empty((0, 0), np.float32), np.empty(0, np.float32),
            np.empty(0, np.int64),
        )  # fmt: skip

    @classmethod
    def learn(cls, past: Past, features: Features) -> "Linear":
        """From the newest orders, the recent counting more (multinomial, L-BFGS)."""
        units, days = past.units[-_LATEST:], past.days[-_LATEST:]
        if len(np.unique(units)) < 2:
            return cls.none()
        from sklearn.linear_model import LogisticRegression

        found = columns_of(past.values[-_LATEST:], features)
        columns = seen(found, _SEEN)
        if not len(columns):
            return cls.none()
        model = LogisticRegression(C=_HARDNESS, max_iter=_ROUNDS, tol=_CLOSE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "did not converge": near enough is near enough
            model.fit(wide(found, columns), units, 0.5 ** ((days[-1] - days) / _HALF_LIFE))
        weights, bias = both_rows(model)
        halved = weights.astype(np.float16).astype(np.float32)  # as it is kept
        return cls(columns, halved, bias.astype(np.float32), model.classes_.astype(np.int64))

    def probabilities(
        self, values: NDArray[np.uint64], features: Features, total: int
    ) -> NDArray[np.float64]:
        """(rows, ``total`` units); 0 for a unit that it has not seen."""
        found = np.zeros((len(values), total))
        if len(self.units):
            odds = wide(columns_of(values, features), self.columns) @ self.weights.T + self.bias
            powers = np.exp(odds - odds.max(1, keepdims=True))
            found[:, self.units] = powers / powers.sum(1, keepdims=True)
        return found
