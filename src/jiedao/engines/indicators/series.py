"""What follows from a series of facts: growth, the best ever, so often first in a row.

Such statements are computed, never typed in. Of one series are the facts of one kind with the same
indicator (where none is named: the same title), scope and length of period; withdrawn ones apart.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.kernel import registry

YEAR = 12
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact against its series. ``growth`` is in per cent of the same period a year before,
    None where there is none or it was zero. ``firsts`` counts periods in a row, this one the last,
    with rank 1; ``runs`` those with a fact at all (an honour given again)."""

    before: Fact | None
    growth: Decimal | None
    best: bool
    firsts: int
    runs: int


def months_of(fact: Fact) -> int:
    """Length of its period in months; a year where nothing is said."""
    return YEAR if fact.period_from is None else _month(fact.day) - _month(fact.period_from) + 1


def series_of(fact: Fact, rows: QuerySet[Fact]) -> list[Fact]:
    """The facts of its series up to it, oldest first, among ``rows`` (of its kind and town)."""
    same = (
        {"indicator": fact.indicator} if fact.indicator else {"indicator": "", "title": fact.title}
    )
    found = rows.filter(**same, scope=fact.scope, day__lte=fact.day).exclude(state=WITHDRAWN)
    latest = list(found.order_by("-day", "-id")[:_LONGEST])
    return [one for one in reversed(latest) if months_of(one) == months_of(fact)]


def compare(fact: Fact, series: Iterable[Fact]) -> Comparison:
    """What may be said of the fact; ``series`` as ``series_of`` gives it."""
    points = {_month(one.day): one for one in series}
    points[_month(fact.day)] = fact
    before = points.get(_month(fact.day) - YEAR)
    return Comparison(
        before,
        _growth(before, fact),
        _is_best(fact, points.values()),
        _in_a_row(points, fact, lambda one: one.rank == 1),
        _in_a_row(points, fact, lambda _one: True),
    )


def _month(day: date) -> int:
    return day.year * YEAR + day.month


def _growth(before: Fact | None, fact: Fact) -> Decimal | None:
    if before is None or fact.value is None or not before.value:
        return None
    if before.value_unit != fact.value_unit:
        return None
    return (fact.value - before.value) / abs(before.value) * 100


def _is_best(fact: Fact, points: Iterable[Fact]) -> bool:
    """Better than every earlier one, as the indicator says which way is better."""
    known = registry.indicators.find(fact.indicator) if fact.indicator else None
    way = known.direction if known else 0
    values = [one.value for one in points
              if one is not fact and one.pk != fact.pk and one.value is not None
              and one.value_unit == fact.value_unit]  # fmt: skip
    if not way or fact.value is None or not values:
        return False
    return all((fact.value - other) * way > 0 for other in values)


def _in_a_row(points: dict[int, Fact], fact: Fact, fits: Callable[[Fact], bool]) -> int:
    month, count = _month(fact.day), 0
    while (one := points.get(month)) is not None and fits(one):
        month, count = month - months_of(fact), count + 1
    return count
