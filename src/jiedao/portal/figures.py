"""The few figures on a town's first page: counted from the records, never typed in."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from jiedao.engines.cases.models import Case, Request
from jiedao.kernel import clock

DAYS = 30
_KEPT_SECONDS = 300.0
_GOOD = (Request.Satisfaction.SATISFIED, Request.Satisfaction.BASICALLY)
_kept: dict[int, tuple[float, "Figures"]] = {}


@dataclass(frozen=True, slots=True)
class Figures:
    """The last thirty days: cases taken in, those of them closed; visits answered, those of them
    satisfied or basically satisfied."""

    received: int
    closed: int
    answered: int
    satisfied: int

    @property
    def share(self) -> str:
        """Satisfied of answered, in percent with one place; empty where nobody answered."""
        return f"{100 * self.satisfied / self.answered:.1f}" if self.answered else ""


def figures_of(town_id: int) -> Figures:
    """The town's figures, counted anew at most every five minutes."""
    entry = _kept.get(town_id)
    moment = time.monotonic()
    if entry is not None and moment - entry[0] < _KEPT_SECONDS:
        return entry[1]
    found = _count(town_id)
    _kept[town_id] = (moment, found)
    return found


def forget() -> None:
    """Count anew next time: for tests."""
    _kept.clear()


def _count(town_id: int) -> Figures:
    """Numbers begin with the day of intake, so the unique index on them is an index by day."""
    today = clock.today()
    first, beyond = today - timedelta(days=DAYS - 1), today + timedelta(days=1)
    days = f"{first:%y%m%d}", f"{beyond:%y%m%d}"
    cases = Case.objects.filter(
        town_id=town_id, number__gte=f"C{days[0]}", number__lt=f"C{days[1]}"
    ).aggregate(received=Count("id"), closed=Count("id", filter=Q(closed_at__isnull=False)))
    requests = Request.objects.filter(
        town_id=town_id, number__gte=f"R{days[0]}", number__lt=f"R{days[1]}"
    ).aggregate(
        answered=Count("id", filter=Q(satisfaction__in=[*_GOOD, "dissatisfied"])),
        satisfied=Count("id", filter=Q(satisfaction__in=_GOOD)),
    )
    return Figures(**cases, **requests)
