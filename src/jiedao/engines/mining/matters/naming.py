"""What a class is called: its matter and the place that most of it names; and the words that its
cases have in common and others have not."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from jiedao.engines.mining.grouping.formulas import without_formulas
from jiedao.engines.mining.grouping.reports import Group
from jiedao.engines.mining.matters.reading import Told
from jiedao.kernel import history

_TITLE: Final = 120
_WORDS: Final = 6
_SAMPLE: Final = 400
_READ: Final = 12
"""Cases of a class whose words are looked at."""
_LONGEST: Final = 160
_SIZES: Final = (2, 3)
_STRONG: Final = 0.6
"""Part of the strongest phrase's weight that another must have."""
_RARE: Final = 2.3
"""Natural logarithm of how much rarer than everywhere a stretch must be in the whole town."""
_HOUSE: Final = re.compile(
    r"[\dA-Za-z〇一二三四五六七八九十百]+(?:号楼|号院|号|栋|座|幢|巷|单元|室)"
    r"(?:单元)?(?:门口|对面|旁边|附近|楼下|后面|里面|楼道|往[东南西北]一点)?"
)
"""A house by its number, and where one stands towards it: another in each report."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_NUMBER: Final = re.compile(
    r"[\dA-Za-z〇一二三四五六七八九十百]+(?:号楼|号院|号|栋|座|幢|巷|单元|室).*$|[\d\s]+$"
)
"""The number of a house and what follows it: the place is the estate or the street."""
_MOST: Final = 0.5
"""Part of the class that must lie there for a place to be named in its title."""


@dataclass(frozen=True, slots=True)
class Background:
    """How often stretches of text stand in cases of the whole town: ``total`` of them were read;
    and the clauses that are said whatever the matter is."""

    seen: Counter[str]
    total: int
    formulas: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Told], formulas: frozenset[str]) -> "Background":
        """From a sample spread evenly over these."""
        sample = rows[:: max(1, len(rows) // _SAMPLE)]
        seen = Counter(
            one for row in sample for one in _stretches(without_formulas(row.text, formulas))
        )
        return cls(seen, len(sample), formulas)

    def rarity(self, stretch: str) -> float:
        """0 for what stands everywhere."""
        return math.log((1 + self.total) / (1 + self.seen[stretch]))


def named(rows: Sequence[Told], group: Group, background: Background) -> dict[str, Any]:
    """``title`` and ``words`` of a class of these cases."""
    item, place = item_of(rows) or several_of(rows), place_of(rows)
    known = {one for one in (item, place, *(row.community for row in rows)) if one}
    title = history.scrub(" ".join(group.title.split()))
    if item:
        title = f"{item} · {place}" if place else item
    return {"title": title[:_TITLE], "words": words_of(rows, background, known)}


def words_of(rows: Sequence[Told], background: Background, known: Collection[str]) -> list[str]:
    """Phrases of the case that is most like the others: runs of what half of them share and
    others seldom have, the strongest first; what names something ``known`` is left out."""
    some = [
        without_formulas(row.text, background.formulas)
        for row in rows[:: max(1, len(rows) // _READ)]
    ]
    shared = Counter(one for text in some for one in _stretches(text))
    least = max(2, math.ceil(len(some) / 2))
    weight = {
        one: count / len(some) * background.rarity(one)
        for one, count in shared.items()
        if count >= least and background.rarity(one) >= _RARE
    }
    if not weight:
        return []
    best = max(some, key=lambda text: sum(weight.get(one, 0.0) for one in _stretches(text)))
    runs = sorted((run for piece in _pieces(best) for run in _runs(piece, weight)), reverse=True)
    fresh = [
        run
        for strength, run in runs
        if strength >= _STRONG * runs[0][0] and not any(run in one or one in run for one in known)
    ]
    return list(dict.fromkeys(fresh))[:_WORDS]


def _runs(piece: str, weight: dict[str, float]) -> Iterator[tuple[float, str]]:
    """Runs of characters that stand in stretches with a weight, with their mean weight."""
    strength = [0.0] * len(piece)
    for start, one in _placed(piece):
        for at in range(start, start + len(one)):
            strength[at] = max(strength[at], weight.get(one, 0.0))
    for strong, run in groupby(range(len(piece)), key=lambda at: strength[at] > 0):
        places = list(run)
        if strong and len(places) > 1:
            mean = sum(strength[at] for at in places) / len(places)
            yield mean, piece[places[0] : places[-1] + 1]


def _stretches(text: str) -> set[str]:
    """Every stretch of two or three Chinese characters."""
    return {one for piece in _pieces(text) for _start, one in _placed(piece)}


def _pieces(text: str) -> list[str]:
    """What is written in Chinese between marks, figures and numbers of houses."""
    return _CHINESE.findall(_HOUSE.sub("，", text[:_LONGEST]))


def _placed(piece: str) -> Iterator[tuple[int, str]]:
    for size in _SIZES:
        for start in range(len(piece) - size + 1):
            yield start, piece[start : start + size]


def item_of(rows: Sequence[Told]) -> str:
    """The item that most of it has; "" where there is none."""
    return _most([row.item for row in rows])


def several_of(rows: Sequence[Told]) -> str:
    """The two items that most of it has, where no single one has the half."""
    counts = Counter(row.item for row in rows if row.item)
    return "、".join(sorted(counts, key=lambda one: (-counts[one], one))[:2])


def place_of(rows: Sequence[Told]) -> str:
    """The estate or street that most of it names, without numbers of houses; else the community."""
    named = _most([_NUMBER.sub("", row.where).strip() for row in rows])
    return named or _most([row.community for row in rows])


def _most(values: Sequence[str]) -> str:
    counts = Counter(value for value in values if value)
    if not counts:
        return ""
    best = min(counts, key=lambda one: (-counts[one], one))
    return best if counts[best] >= _MOST * len(values) else ""
