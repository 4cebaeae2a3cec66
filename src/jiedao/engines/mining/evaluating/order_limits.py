"""What the columns cannot tell, whoever asks them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from jiedao.engines.mining.evaluating.order_columns import FEATURES

_NEAR: Final = timedelta(days=30)


def untellable(
    rows: Sequence[Mapping[str, str]], units: Sequence[str], at: Sequence[datetime], start: datetime
) -> dict[str, Any]:
    """Of the orders since ``start``: those alike in every usable column within 30 days, before or
    after.

    ``with_alike``: the share that has any. ``mixed``: of these, the share whose alike ones went to
    two or more units. ``best_of_alike``: of these, the share that went where most of the others
    went (leave one out; ties count by chance): what one who knew the answers of all alike orders,
    later ones too, would get right by the columns alone. ``hindsight``: the same with the order
    itself counted: an upper bound that no rule on identical columns and one month can pass.
    ``unseen``: the share of all whose unit had solved nothing before.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[tuple((row.get(c) or "").strip() for c in FEATURES.columns)].append(place)
    asked = alike = mixed = 0
    best = hindsight = 0.0
    for group in groups.values():
        for place in group:
            if at[place] < start:
                continue
            asked += 1
            near = [o for o in group if o != place and abs(at[o] - at[place]) <= _NEAR]
            if near:
                others = Counter(units[other] for other in near)
                alike += 1
                mixed += len(others | Counter([units[place]])) > 1
                best += _by_most(others, units[place])
                hindsight += _by_most(others + Counter([units[place]]), units[place])
    return {
        "with_alike": _part(alike, asked),
        "mixed": _part(mixed, alike),
        "best_of_alike": _part(best, alike),
        "hindsight": _part(hindsight, alike),
        "unseen": _unseen(units, at, start),
    }


def _by_most(units: Counter[str], right: str) -> float:
    top = max(units.values())
    most = [unit for unit, number in units.items() if number == top]
    return (right in most) / len(most)


def _unseen(units: Sequence[str], at: Sequence[datetime], start: datetime) -> float:
    seen: set[str] = set()
    new = asked = 0
    for unit, one in zip(units, at, strict=True):
        if one >= start:
            asked += 1
            new += unit not in seen
        seen.add(unit)
    return _part(new, asked)


def _part(number: float, of: int) -> float:
    return round(number / of, 4) if of else 0.0
