"""Handing out exactly: totals over records, shares over records, records over days.

Pure arithmetic; what is handed out always comes to what was asked for.
"""

import itertools
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid

T = TypeVar("T")


def split(
    total: Decimal,
    count: int,
    rng: random.Random,
    *,
    step: Decimal = Decimal(1),
    spread: float = 0.5,
    least: Decimal = Decimal(0),
) -> list[Decimal]:
    """``total`` in ``count`` unequal parts, each a multiple of ``step`` and at least ``least``.

    ``spread`` (0 to 1) says how far the parts may lie from the average. Invalid where the total
    is no multiple of the step or too small for so many parts.
    """
    units, rest = divmod(total - least * count, step)
    if count < 1 or rest or units < 0 or least % step:
        raise Invalid(
            _("合计 %(total)s 不能按 %(step)s 分成 %(count)d 份（每份至少 %(least)s）。")
            % {"total": total, "step": step, "count": count, "least": least},
            code="no_split",
        )
    weights = [rng.uniform(1 - spread, 1 + spread) for _each in range(count)]
    whole = sum(weights)
    marks = [int(units * Decimal(sum_ / whole)) for sum_ in itertools.accumulate(weights)]
    marks[-1] = int(units)
    return [least + step * (mark - before) for before, mark in itertools.pairwise([0, *marks])]


def allot(shares: Mapping[T, float], count: int) -> list[T]:
    """``count`` values in the proportion of the shares, by the largest remainders; where the
    shares are themselves the numbers wanted, exactly those."""
    whole = sum(shares.values())
    if whole <= 0 or min(shares.values()) < 0:
        raise Invalid(_("各项占比不能为负，也不能全为零。"), code="no_shares")
    exact = {value: count * share / whole for value, share in shares.items()}
    numbers = {value: int(amount + 1e-9) for value, amount in exact.items()}
    by_rest = sorted(exact, key=lambda value: numbers[value] - exact[value])
    for value in by_rest[: count - sum(numbers.values())]:
        numbers[value] += 1
    return [value for value, number in numbers.items() for _each in range(number)]


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def spread_over(days: Sequence[T], count: int, rng: random.Random) -> list[T]:
    """``count`` of the days in their order, evenly spread with a little chance."""
    return [days[int((n + rng.random()) / count * len(days))] for n in range(count)]
