"""Figures that hold one declared figure against another: what is counted for them, and when.

Every other figure is its own only part, so that who lists records or hashes them asks for parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jiedao.engines.indicators.periods import Period
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator

_FACTS = "fact"


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that is counted from records, and the period it is asked for."""

    indicator: Indicator
    period: Period


def is_quotient(indicator: Indicator) -> bool:
    """Whether it is made of two other figures."""
    return indicator.formula.measure == "quotient"


def parts_of(indicator: Indicator, period: Period) -> tuple[Part, ...]:
    """What is counted for it: a quotient's numerator and denominator, of any other itself."""
    if not is_quotient(indicator):
        return (Part(indicator, period),)
    formula = indicator.formula
    of, by = registry.indicators.get(formula.of), registry.indicators.get(formula.by)
    whole = Period.of_year(period.end.year) if formula.yearly else period
    return Part(of, period), Part(by, whole)


def kinds_of(indicator: Indicator) -> tuple[str, ...]:
    """The kinds of the records that are counted for it."""
    if not is_quotient(indicator):
        return (indicator.kind,)
    keys = (indicator.formula.of, indicator.formula.by)
    return tuple(registry.indicators.get(key).kind for key in keys)


def fits(indicator: Indicator, period: Period) -> bool:
    """Whether the figure means something for the period: of two years there is no one task."""
    return not indicator.formula.yearly or period.start.year == period.end.year


def is_of_facts(indicator: Indicator) -> bool:
    """Whether it only repeats what an outside source published."""
    kind = registry.kinds.find(indicator.kind)
    return kind is not None and kind.family == _FACTS and "indicator" not in kind.without


@cache
def yardsticks() -> frozenset[str]:
    """Keys of what others set or published only for figures to be held against: it is told with
    them, not by itself."""
    return frozenset(_yardsticks())


def _yardsticks() -> Iterator[str]:
    for one in registry.indicators:
        found = registry.indicators.find(one.formula.by) if is_quotient(one) else None
        if found is not None and is_of_facts(found):
            yield found.key
