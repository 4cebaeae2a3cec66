"""Heat, growth and state of a class."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from jiedao.engines.mining.models import MatterClass

WEEK: Final = timedelta(days=7)
WEEKS: Final = 12
_HALF: Final = 14.0
"""Days in which a report's weight halves."""
_FRESH: Final = 2
"""Weeks that are compared with the ten before."""
_SOME: Final = 1.0
"""Added to both rates, so that the first reports of all are no infinite growth."""
_NEW: Final = 4 * WEEK
_GROWS: Final = 1.5
_FEW: Final = 3


def weeks_of(times: Sequence[datetime], now: datetime) -> list[int]:
    """Reports in each of the last twelve weeks of seven days up to now, the oldest first."""
    found = [0] * WEEKS
    for at in times:
        ago = max(int((now - at) / WEEK), 0)
        if ago < WEEKS:
            found[WEEKS - 1 - ago] += 1
    return found


def growth_of(weeks: Sequence[int]) -> float:
    """Reports a week in the last two weeks over those in the weeks before, both and one more."""
    fresh, usual = weeks[-_FRESH:], weeks[:-_FRESH]
    now, before = sum(fresh) / len(fresh), sum(usual) / max(len(usual), 1)
    return (now + _SOME) / (before + _SOME)


def heat_of(
    times: Sequence[datetime], people: int, support: int, growth: float, now: datetime
) -> float:
    """10 · log2(1 + V) · (1 + people/size)/2 · √growth, growth held between ¼ and 4.

    V is the number of reports, each weighing half as much after fourteen days as new, times
    1 + support/(support + size): joining in is one click, so that however many do it at most
    doubles what reports say. The logarithm keeps one flood of reports from drowning all else.
    """
    if not times:
        return 0.0
    ages = [max((now - at).total_seconds() / 86_400, 0.0) for at in times]
    weight = sum(0.5 ** (age / _HALF) for age in ages)
    volume = weight * (1 + support / (support + len(times)))
    breadth = (1 + min(people / len(times), 1.0)) / 2
    return 10 * math.log2(1 + volume) * breadth * math.sqrt(min(max(growth, 0.25), 4.0))


def state_of(
    times: Sequence[datetime], weeks: Sequence[int], growth: float, now: datetime
) -> MatterClass.State:
    """Quiet: none in four weeks. New: its first report is younger than that. Growing: half as much
    again as usual, and three at least in two weeks. Else persisting."""
    if not times or now - max(times) > _NEW:
        return MatterClass.State.QUIET
    if now - min(times) <= _NEW:
        return MatterClass.State.NEW
    if growth >= _GROWS and sum(weeks[-_FRESH:]) >= _FEW:
        return MatterClass.State.GROWING
    return MatterClass.State.PERSISTING
