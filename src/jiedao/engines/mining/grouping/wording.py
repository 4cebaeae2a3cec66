"""How a group is called, and what sets it apart."""

from typing import Any, Final

import numpy as np

from jiedao.engines.mining.grouping.phrases import parted, places, without
from jiedao.engines.mining.grouping.reports import Report
from jiedao.engines.mining.grouping.vectors import MATTER
from jiedao.engines.mining.texts.grams import folded

_WORDS: Final = 6
_LONGEST: Final = 120
_SHARE: Final = 0.45
"""Of the weight of the strongest n-gram: what is at least as strong is told."""


def title_of(report: Report) -> str:
    """Its title, at most 120 characters."""
    return parted(report.text)[0][:_LONGEST]


def words_of(report: Report, centre: Any) -> tuple[str, ...]:
    """Places in the title, then the stretches of it that the group shares and others lack.

    ``centre``: the sum of the group's rows of matter, in which an n-gram weighs the more the more
    members and the fewer others have it.
    """
    title = parted(report.text)[0]
    names = list(dict.fromkeys(places(title)))
    plain = folded(without(title, names))
    weight = dict(zip(centre.indices.tolist(), centre.data.tolist(), strict=True))
    strength = np.zeros(len(plain), np.float64)
    for start, length, column in MATTER.places(plain):
        strong = weight.get(column, 0.0)
        part = strength[start : start + length]
        np.maximum(part, strong, out=part)
    found = sorted(_stretches(plain, strength), reverse=True)
    return tuple(dict.fromkeys([*names, *(word for _, word in found)]))[:_WORDS]


def _stretches(plain: str, strength: Any) -> list[tuple[float, str]]:
    """Runs of strong characters, at least two, with their mean strength."""
    least = _SHARE * float(strength.max(initial=0.0))
    found, start = [], 0
    for at in range(len(plain) + 1):
        if at < len(plain) and strength[at] > least and plain[at] != " ":
            continue
        if at - start > 1:
            found.append((float(strength[start:at].mean()), plain[start:at]))
        start = at + 1
    return found
