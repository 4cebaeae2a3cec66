"""One unit under several names or numbers: found and proposed for merging, never merged here.

Two numbers are proposed as one unit where the names are alike and either the work is the same or
one number took over from the other. Another name of the same number is proposed as a spelling.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import combinations
from math import sqrt
from typing import Final, Literal

_BRACKETS: Final = re.compile(r"[(\[【〔].*?[)\]】〕]")
_PLAIN: Final = re.compile(r"[\W_]+")
_ALIKE: Final = 0.8
_SAME_WORK: Final = 0.6
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Solved:
    """An order as far as this needs it: what and where are any values that describe the work."""

    unit: str
    name: str
    what: str
    where: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """``keep`` and ``other`` are one unit. ``kind``: ``names`` (one number, several names; then
    both are names) or ``numbers`` (several numbers). ``likeness`` of names and ``work``: cosine
    of what they solved where, both 0–1; ``overlap``: the share of the shorter one's time in which
    both solved; ``orders``: how many would be merged into the kept one."""

    kind: Literal["names", "numbers"]
    keep: str
    other: str
    likeness: float
    work: float
    overlap: float
    orders: int


def normal(name: str) -> str:
    """A name without brackets and what is in them, signs, blanks, and differences of width."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return _PLAIN.sub("", _BRACKETS.sub("", plain)) or _PLAIN.sub("", plain)


def duplicates(orders: Sequence[Solved]) -> list[Proposal]:
    """All proposals, those that touch the most orders first. ``-`` and empty are no units."""
    by_unit: dict[str, list[Solved]] = defaultdict(list)
    for order in orders:
        if order.unit.strip() not in {"", "-"}:
            by_unit[order.unit].append(order)
    found = [*_spellings(by_unit), *_numbers(by_unit)]
    return sorted(found, key=lambda one: (-one.orders, one.keep, one.other))


def _spellings(by_unit: Mapping[str, Sequence[Solved]]) -> Iterator[Proposal]:
    for orders in by_unit.values():
        names = Counter(order.name for order in orders)
        (keep, _), *others = names.most_common()
        kept = [order for order in orders if order.name == keep]
        for other, number in others:
            theirs = [order for order in orders if order.name == other]
            yield Proposal(
                "names", keep, other, _likeness(keep, other), _work(kept, theirs),
                _overlap(kept, theirs), number,
            )  # fmt: skip


def _numbers(by_unit: Mapping[str, Sequence[Solved]]) -> Iterator[Proposal]:
    names = {
        unit: Counter(order.name for order in orders).most_common(1)[0][0]
        for unit, orders in by_unit.items()
    }
    for one, two in combinations(sorted(by_unit), 2):
        likeness = _likeness(names[one], names[two])
        if likeness < _ALIKE or min(len(by_unit[one]), len(by_unit[two])) < _FEWEST:
            continue
        keep, other = sorted((one, two), key=lambda unit: max(o.at for o in by_unit[unit]))[::-1]
        work = _work(by_unit[keep], by_unit[other])
        if work >= _SAME_WORK:
            yield Proposal(
                "numbers", keep, other, likeness, work, _overlap(by_unit[keep], by_unit[other]),
                len(by_unit[other]),
            )  # fmt: skip


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, normal(one), normal(two), autojunk=False).ratio()


def _work(one: Sequence[Solved], two: Sequence[Solved]) -> float:
    """The cosine of kinds times the cosine of places: offices of two towns share kinds alone."""
    return _cosine([o.what for o in one], [o.what for o in two]) * _cosine(
        [o.where for o in one], [o.where for o in two]
    )


def _cosine(one: Sequence[str], two: Sequence[str]) -> float:
    left, right = Counter(one), Counter(two)
    both = sum(left[value] * right[value] for value in left)
    return both / sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))


def _overlap(one: Sequence[Solved], two: Sequence[Solved]) -> float:
    """Of the shorter one's span, the share that lies in the other's; 0: one took over."""
    spans = [(min(o.at for o in orders), max(o.at for o in orders)) for orders in (one, two)]
    shorter = min((end - start).total_seconds() for start, end in spans)
    shared = (min(end for _, end in spans) - max(start for start, _ in spans)).total_seconds()
    if shared < 0:
        return 0.0
    return 1.0 if shorter == 0 else shared / shorter
