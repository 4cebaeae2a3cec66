"""The risk of lateness on work orders, in order of time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.evaluating.order_columns import OVERDUE, UNIT, known
from jiedao.engines.mining.evaluating.order_windows import (
    share,
    windows,
)
from jiedao.engines.mining.metrics import calibration_error
from jiedao.engines.mining.routing.features import Features
from jiedao.engines.mining.routing.lateness import LatenessModel

Row = Mapping[str, str]
SETTLED: Final = timedelta(days=7)
"""Whether an order ended late is taken as known so long after it came: the file has no closing
time, and an order of yesterday that is late is not known to be so today."""
_EACH: Final = 3
"""Learned again at every third window: outcomes come in slowly."""


def lateness(
    rows: Sequence[Row],
    at: Sequence[datetime],
    start: datetime,
    features: Features,
    chances: Sequence[Mapping[str, float]] = (),
) -> dict[str, Any]:
    """Area under the curve, Brier score and calibration of the orders since ``start``.

    Late: OVERTIME_ARCHIVE_NUM is 1, the order was filed away after its time; where it says
    nothing ('-') it is left out. ``chances``: for each row how likely each unit is, where the risk
    is asked before one is chosen; the row's own unit is then not looked at.
    """
    told = [place for place, row in enumerate(rows) if known(row, OVERDUE)]
    chances = [chances[place] for place in told] if chances else ()
    rows, at = [rows[place] for place in told], [at[place] for place in told]
    late = np.array([row[OVERDUE].strip() == "1" for row in rows])
    risk, truth, base = [], [], []
    model = None
    for number, (begin, first, end) in enumerate(windows(at, start)):
        until = sum(one < begin - SETTLED for one in at[:first])
        if model is None or number % _EACH == 0:
            model = LatenessModel.learn(
                rows[:until], list(late[:until]), at[:until], features=features
            )
        asked = rows[first:end]
        if chances:
            risk.append(model.risk_over(asked, UNIT, chances[first:end]))
        else:
            risk.append(model.risk(asked))
        truth.append(late[first:end])
        base.append(np.full(end - first, late[:until].mean() if until else 0.0))
    p, y, b = (np.concatenate(part) if part else np.empty(0) for part in (risk, truth, base))
    return _scored(y, p, b)


def _scored(y: NDArray[Any], p: NDArray[Any], b: NDArray[Any]) -> dict[str, Any]:
    from sklearn.metrics import roc_auc_score

    if len(set(y.tolist())) < 2:
        return {"orders": len(y)}
    return {
        "orders": len(y),
        "late": share(y),
        "auc": round(float(roc_auc_score(y, p)), 4),
        "brier": round(float(((p - y) ** 2).mean()), 5),
        "brier_base_rate": round(float(((b - y) ** 2).mean()), 5),
        "ece": round(calibration_error(p, y), 4),
        "settled_after_days": SETTLED.days,
    }
