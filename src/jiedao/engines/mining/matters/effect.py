"""Whether a root-cause case helped: reports a week before it was opened and since it was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jiedao.engines.cases.models import Case

WEEK: Final = timedelta(days=7)
BEFORE: Final = 8
"""Weeks before the case was opened that are counted."""
RECENT: Final = 4 * WEEK
"""Reports after closure that are younger say that the matter is returning."""


@dataclass(frozen=True, slots=True)
class Effect:
    """``before`` and ``after`` are reports a week, the latter None until a week has gone by since
    closure; ``weeks`` is how many weeks ``after`` is counted over, ``reports`` how many came."""

    before: float
    after: float | None
    weeks: float
    reports: int
    before_reports: int

    @property
    def change(self) -> float | None:
        """The difference as a share of what it was before; None where nothing can be compared."""
        if self.after is None or not self.before:
            return None
        return (self.after - self.before) / self.before


def effect_of(root: Case, reported: Sequence[datetime], moment: datetime) -> Effect:
    """Of a root-cause case, from the moments at which members were reported."""
    opened, closed = root.reported_at, root.closed_at
    first = opened - BEFORE * WEEK
    earlier = sum(first <= at < opened for at in reported)
    if closed is None:
        return Effect(earlier / BEFORE, None, 0.0, 0, earlier)
    later = sum(closed < at <= moment for at in reported)
    weeks = (moment - closed) / WEEK
    after = later / weeks if weeks >= 1 else None
    return Effect(earlier / BEFORE, after, weeks, later, earlier)


def is_returning(root: Case | None, reported: Sequence[datetime], moment: datetime) -> bool:
    """Whether the root-cause case is closed and the matter was reported again, lately."""
    if root is None or root.closed_at is None:
        return False
    since = max(root.closed_at, moment - RECENT)
    return any(since < at <= moment for at in reported)
