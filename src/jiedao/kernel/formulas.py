"""What a figure is, as data: which records count, and what of them.

The parts are plain functions of the kind's table, written in Ibis's words (``t.state == "done"``,
``t.closed_at.notnull()``, ``t.grade.isin([...])``); nothing here imports Ibis. From the same parts
follow the value, its groups, the list of the records behind it and the formula in words. Only a
quotient has no columns of its own: it holds one declared figure against another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

Column = Callable[[Any], Any]
"""A function of the kind's table that gives one of its columns, or a condition on its rows."""
Measure = Literal["count", "total", "distinct", "rate", "percentile", "mean", "quotient"]

PER_CENT: Final = 100.0
TEN_THOUSAND: Final = 1e-4
"""From yuan to 万元, from persons to 万人次."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One measure over the records of a kind.

    ``where`` says which records of the period count (None: all of them). ``column`` is what is
    added up, told apart or averaged; of a rate it is what each record weighs (None: one).
    ``part`` says which of the counted records make the numerator of a rate. ``quantile`` is that
    of a percentile, 0 to 1. The result is multiplied by ``scale``. Of a quotient, ``of`` and ``by``
    are the keys of its parts; with ``yearly`` the second one is that of the whole year.
    """

    measure: Measure
    where: Column | None = None
    column: Column | None = None
    part: Column | None = None
    quantile: float = 0.5
    scale: float = 1.0
    of: str = ""
    by: str = ""
    yearly: bool = False


def count(where: Column | None = None, *, scale: float = 1.0) -> Formula:
    """How many records."""
    return Formula("count", where, scale=scale)


def total(column: Column, where: Column | None = None, *, scale: float = 1.0) -> Formula:
    """The sum of a column; empty ones add nothing."""
    return Formula("total", where, column, scale=scale)


def distinct(column: Column, where: Column | None = None) -> Formula:
    """How many different values a column has; empty ones are none."""
    return Formula("distinct", where, column)


def mean(column: Column, where: Column | None = None, *, scale: float = 1.0) -> Formula:
    """The average of a column over the records that have a value."""
    return Formula("mean", where, column, scale=scale)


def rate(part: Column, where: Column | None = None, *, weight: Column | None = None) -> Formula:
    """The share, in per cent, of the records in which ``part`` holds among those that count.

    ``weight`` makes it a share of something else than records (of the area let, of money paid).
    """
    return Formula("rate", where, weight, part, scale=PER_CENT)


def percentile(
    column: Column, quantile: float, where: Column | None = None, *, scale: float = 1.0
) -> Formula:
    """The value that ``quantile`` (0 to 1) of the records do not exceed: 0.5 is the median."""
    return Formula("percentile", where, column, quantile=quantile, scale=scale)


def quotient(of: str, by: str, *, yearly: bool = False, scale: float = 1.0) -> Formula:
    """One declared figure over another, of the same town and period, each as it is counted itself.

    ``yearly`` holds it against the other's value of the whole year (a task is set for a year).
    Neither may be a quotient, so that there are no circles.
    """
    return Formula("quotient", scale=scale, of=of, by=by, yearly=yearly)
