"""How well a version does on cases that it has not learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np

from jiedao.engines.mining.metrics import calibration_error

_SURE: Final = 2.0
"""Two standard errors: a difference that chance makes in one of twenty nights is none."""
_WORTH: Final = 0.01
_ENOUGH: Final = 30

Guesses = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a version did: ``scores`` are kept and shown, ``losses`` are one a case, 0 the best."""

    scores: dict[str, Any]
    losses: list[float]


def of_guesses(guesses: Sequence[Guesses], truths: Sequence[str], sure: float) -> Trial:
    """Of labels: accuracy, in the first three, expected calibration error of the first
    guess (``metrics.calibration_error``), and what it answers from ``sure`` on."""
    hits = [
        bool(found) and found[0][0] == truth for found, truth in zip(guesses, truths, strict=True)
    ]
    top = [
        any(label == t for label, _p in found[:3]) for found, t in zip(guesses, truths, strict=True)
    ]
    ps = [found[0][1] if found else 0.0 for found in guesses]
    answered = [hit for hit, p in zip(hits, ps, strict=True) if p >= sure]
    count = len(truths)
    scores = {
        "tested": count,
        "accuracy": share(sum(hits), count),
        "top3": share(sum(top), count),
        "ece": round(calibration_error(np.array(ps), np.array(hits)), 4) if count else None,
        "threshold": round(sure, 4),
        "answered": share(len(answered), count),
        "precision": share(sum(answered), len(answered)),
    }
    return Trial(scores, [0.0 if hit else 1.0 for hit in hits])


def of_risks(risks: Sequence[float], late: Sequence[bool], base: float) -> Trial:
    """Of lateness: the area under the ROC curve (Mann–Whitney), the Brier score, and that of
    ``base``, the share of late ones among those learned from, said of every case."""
    losses = [(risk - one) ** 2 for risk, one in zip(risks, late, strict=True)]
    count = len(late)
    scores = {
        "tested": count,
        "late": share(sum(late), count),
        "auc": _area(risks, late),
        "brier": share(sum(losses), count),
        "brier_base": share(sum((base - one) ** 2 for one in late), count),
    }
    return Trial(scores, losses)


def _area(risks: Sequence[float], late: Sequence[bool]) -> float | None:
    order = sorted(range(len(risks)), key=lambda at: risks[at])
    ranks = [0.0] * len(risks)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and risks[order[end + 1]] == risks[order[start]]:
            end += 1
        for at in order[start : end + 1]:
            ranks[at] = (start + end) / 2 + 1
        start = end + 1
    positive = sum(late)
    negative = len(late) - positive
    if not positive or not negative:
        return None
    above = sum(rank for rank, one in zip(ranks, late, strict=True) if one)
    return round((above - positive * (positive + 1) / 2) / (positive * negative), 4)


def clearly_worse(new: Sequence[float], old: Sequence[float]) -> bool:
    """Whether ``new`` loses more than ``old`` on the same cases, in the same order: by more than
    two standard errors of the paired difference, and at least 0.01 a case."""
    gaps = [a - b for a, b in zip(new, old, strict=True)]
    if len(gaps) < _ENOUGH:
        return False
    mean = sum(gaps) / len(gaps)
    spread = sqrt(sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1))
    return mean > max(_WORTH, _SURE * spread / sqrt(len(gaps)))


def share(part: float, whole: int) -> float | None:
    """To four places; None of nothing."""
    return round(part / whole, 4) if whole else None
