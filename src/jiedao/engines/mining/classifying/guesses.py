"""A guess, and how probabilities become some."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and its probability."""

    label: str
    p: float


def likeliest(labels: Sequence[str], probabilities: Any, most: int) -> list[list[Guess]]:
    """Of each row of ``probabilities`` (rows, labels) the ``most`` likeliest, the first first."""
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :most]
    return [
        [Guess(labels[at], float(row[at])) for at in best]
        for row, best in zip(probabilities, order, strict=True)
    ]
