"""Periods of plans, by their keys: a year, a half-year, a quarter or a month."""

from datetime import date
from typing import Final

from jiedao.engines.indicators.periods import Period

PERIOD: Final = r"20\d\d(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?"
"""How one is written: ``2024``, ``2024H2``, ``2024Q3``, ``2024-05``."""
_HALF: Final = 6


def span(key: str) -> tuple[date, date]:
    """First and last day of a period; Invalid says how one is written."""
    period = Period.parse(key)
    return period.start, period.end


def half_of(day: date) -> str:
    """The half-year in which a day lies."""
    return f"{day.year}H{1 if day.month <= _HALF else 2}"
