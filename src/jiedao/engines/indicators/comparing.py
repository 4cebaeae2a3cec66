"""What is said of a figure beside another: growth, share, rank, and the form it is published in.

Formulas as in the statistical yearbooks: growth = (now − before) ÷ |before| × 100; a change of a
rate is told in percentage points; a share is part ÷ whole × 100.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jiedao.engines.indicators.values import Value
from jiedao.kernel.declarations import Indicator

PER_CENT: Final = 100.0
_TENFOLD: Final = 10
_YEARS_OF_A_RANK: Final = 2


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to another: ``points`` for rates, else per cent."""

    amount: float
    points: bool = False

    def is_better(self, direction: int) -> bool | None:
        """Whether it went the right way; None where neither way is better, or nothing changed."""
        return None if not direction or not self.amount else self.amount * direction > 0


def change(indicator: Indicator, now: Value, before: Value) -> Change | None:
    """How much it changed; None where one of both is unknown, or the earlier one is zero."""
    if now.value is None or before.value is None:
        return None
    if indicator.unit == "%" and not indicator.compare:
        return Change(now.value - before.value, points=True)
    if not before.value:
        return None
    return Change((now.value - before.value) / abs(before.value) * PER_CENT)


def comparable(now: Value, before: Value) -> bool:
    """Whether the earlier value was counted from enough records to say something by comparison:
    from a tenth of the present ones. With less the system was hardly in use then."""
    return before.records > 0 and before.records * _TENFOLD >= now.records


def share(part: Value, whole: Value) -> float | None:
    """Per cent of the whole that a part makes up; None for rates, or of nothing."""
    if part.denominator is not None or part.value is None or not whole.value:
        return None
    return part.value / whole.value * PER_CENT


def ranks(values: Mapping[Any, Value], direction: int) -> dict[Any, int]:
    """The place of each; the best is 1, equal ones share a place. Those without a value have none."""
    known = {key: one.value for key, one in values.items() if one.value is not None}
    better = -1 if direction < 0 else 1
    return {
        key: 1 + sum((other - value) * better > 0 for other in known.values())
        for key, value in known.items()
    }


def published(indicator: Indicator, now: Value, earlier: Iterable[Value]) -> float | None:
    """The figure as it is published: for ``compare="growth"`` its change against the first of the
    ``earlier`` values (a fall is positive where less is better), for ``"rank"`` its place among
    all of them; else its value."""
    before = list(earlier)
    if indicator.compare == "growth":
        found = change(indicator, now, before[0]) if before else None
        fall = -1 if indicator.direction < 0 else 1
        return None if found is None else found.amount * fall
    if indicator.compare == "rank":
        years = [one for one in before if one.records]
        if len(years) < _YEARS_OF_A_RANK:
            return None  # of one or two years every one is the best, or the worst
        return ranks(dict(enumerate([now, *years])), indicator.direction).get(0)
    return now.value
