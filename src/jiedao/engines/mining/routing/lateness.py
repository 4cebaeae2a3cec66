"""How likely a matter ends late, from what is known at dispatch."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.packing import packed, unpacked
from jiedao.engines.mining.routing.features import Features, hashed, in_days
from jiedao.engines.mining.routing.values import columns_of, seen, wide
from jiedao.kernel.errors import Invalid

Row = Mapping[str, str]
_MADE_BY: Final = 2
_HALF_LIFE: Final = 120.0
"""Days after which a matter counts half: units and habits change."""
_HARDNESS: Final = 0.2
_SEED: Final = 0


@dataclass(slots=True)
class LatenessModel:
    """The probability that it ends overdue.

    Logistic regression on which values its columns have, alone and in pairs, the
    recent counting more (``values``). ``columns`` ascending, ``weights`` one for each; ``bias`` is the log-odds
    where nothing is known, -inf or inf where all ended alike.
    """

    features: Features
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def learn(
        cls,
        rows: Sequence[Row],
        late: Sequence[bool],
        at: Sequence[datetime],
        *,
        features: Features,
    ) -> Self:
        """From closed matters, whether each ended late, and when it came. Raises Invalid where the
        three differ in length."""
        if not len(rows) == len(late) == len(at):
            raise Invalid("行数与结果数、时间数不一致。 Rows, outcomes and times differ in number.")
        told = np.asarray(late, np.bool_)
        if len(set(told.tolist())) < 2:
            bias = np.inf if told.any() else -np.inf
            return cls(features, np.empty(0, np.int32), np.empty(0, np.float32), float(bias))
        from sklearn.linear_model import LogisticRegression

        age = np.array([in_days(one) for one in at])
        model = LogisticRegression(C=_HARDNESS, solver="liblinear", random_state=_SEED)
        found = columns_of(hashed(rows, features.columns), features)
        columns = seen(found)
        weight = 0.5 ** ((age.max() - age) / _HALF_LIFE)
        model.fit(wide(found, columns), told, sample_weight=weight)
        return cls(features, columns, model.coef_[0].astype(np.float32), float(model.intercept_[0]))

    def risk(self, rows: Sequence[Row]) -> NDArray[np.float64]:
        """For each row the probability to end late; 0 where no late one was ever seen."""
        asked = columns_of(hashed(rows, self.features.columns), self.features)
        odds = self.bias + wide(asked, self.columns) @ self.weights
        found: NDArray[np.float64] = np.exp(-np.logaddexp(0, -odds))
        return found

    def risk_over(
        self, rows: Sequence[Row], column: str, chances: Sequence[Mapping[str, float]]
    ) -> NDArray[np.float64]:
        """As ``risk`` while a column is not known yet: ``chances`` says of each row how likely each
        of its values is, and the risk is the mean over them; none likely: that of no value."""
        known = [{v: p for v, p in each.items() if p > 0} or {"": 1.0} for each in chances]
        many = [{**row, column: v} for row, each in zip(rows, known, strict=True) for v in each]
        weights = np.array([p for each in known for p in each.values()], np.float64)
        own = np.repeat(np.arange(len(rows)), [len(each) for each in known])
        total = np.bincount(own, weights * self.risk(many), len(rows))
        mean: NDArray[np.float64] = total / np.bincount(own, weights, len(rows))
        return mean

    def to_bytes(self) -> bytes:
        """All that it learned; ``from_bytes`` reads it again."""
        arrays = {"columns": self.columns, "weights": self.weights, "bias": self.bias}
        return packed(_MADE_BY, {"features": asdict(self.features)}, arrays)

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """What ``to_bytes`` wrote. Raises Invalid for anything else."""
        head, read = unpacked(_MADE_BY, body)
        features = Features.of(head["features"])
        return cls(features, read["columns"], read["weights"], float(read["bias"]))
