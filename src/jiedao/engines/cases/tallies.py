"""How open work stands, and what a day brought: counts that read no large table whole.

Of now they come from the board in memory; what is usual by an index that begins with the moment.
Answers are shared by all who may see the same cases, for a screen is looked at by many.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jiedao.engines.cases.board import FLOWS, KEPT_SECONDS, Tally, midnight, tally_of
from jiedao.engines.cases.gate import sees_everything, sight_key
from jiedao.engines.cases.models import Case
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.sharing import shared

USUAL_SECONDS: Final = 900.0
WEEKS: Final = 4
"""What is usual is the mean of so many weeks, same weekday, same hour."""


def standing(reach: Reach) -> Tally:
    """All open work in the colours of its clocks, and what came, was dispatched and closed today."""
    return shared(("standing", sight_key(reach)), KEPT_SECONDS, lambda: tally_of(reach))


@dataclass(frozen=True, slots=True)
class Flow:
    """How many came, were dispatched, were closed today, and by this time usually."""

    today: int
    usual: float | None
    """None where no earlier week is on record."""


def flows(reach: Reach) -> dict[str, Flow]:
    """Of each moment of ``FLOWS``: today until now, beside the same weekday's usual."""
    moment, begin = clock.now(), midnight()
    usual = shared(("usual", begin, sight_key(reach)), USUAL_SECONDS,
                   lambda: _usual(reach, begin, moment), settled=True)  # fmt: skip
    today = standing(reach).whole
    return {name: Flow(today[name], usual[name]) for name in FLOWS}


def _usual(reach: Reach, begin: datetime, moment: datetime) -> dict[str, float | None]:
    weeks = [timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    found: dict[str, float | None] = {}
    rows = Case.objects.filter(town_id=reach.town_id).order_by("reported_at", "id")
    first = rows.values_list("reported_at", flat=True).first()
    known = [week for week in weeks if first is not None and first < begin - week]
    for name in FLOWS:
        counts = [_between(reach, name, begin - week, moment - week) for week in known]
        found[name] = sum(counts) / len(counts) if counts else None
    return found


def _between(reach: Reach, name: str, begin: datetime, end: datetime) -> int:
    rows, within = Case.objects.visible_to(reach), {f"{name}__gte": begin, f"{name}__lt": end}
    if sees_everything(reach):
        return rows.filter(**within).count()
    # The day first: left to itself, SQLite takes all that a unit ever had. PostgreSQL knows better.
    day = Case.objects.filter(town_id=reach.town_id, **within)
    return rows.filter(**within, pk__in=day.values("pk")).count()
