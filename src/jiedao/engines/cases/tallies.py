"""How open work stands, and what a day brought: counts that read no large table whole.

Open work is counted within indexes that hold nothing else and all that is asked of it; a day by
an index that begins with its moment. Both are small, however many cases are kept. Answers are
shared for a second by all who may see the same cases, for a screen is looked at by many.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Count, Q

from jiedao.engines.cases import clocks, kinds, queries
from jiedao.engines.cases.gate import SEE, CaseQuerySet, sees_everything
from jiedao.engines.cases.models import Case
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.sharing import shared

GREEN, AMBER, RED, VIOLET = "green", "amber", "red", "violet"
NEW: Final = "new"
"""Of the red ones those whose nearest clock ran out today."""
KEPT_SECONDS: Final = 1.0
USUAL_SECONDS: Final = 900.0
WEEKS: Final = 4
"""What is usual is the mean of so many weeks, same weekday, same hour."""
FLOWS: Final = ("reported_at", "dispatched_at", "closed_at")
Column = Literal["unit_id", "grid_id"]
Standing = Mapping[int | None, Counter[str]]
"""Unit or grid (None: it has none yet) → colour, or NEW → how many open cases."""


def standing(reach: Reach, column: Column = "unit_id") -> Standing:
    """All open work by unit or by grid, in the colours of its clocks."""
    return shared(("standing", column, *_sight(reach)), KEPT_SECONDS,
                  lambda: _standing(reach, column))  # fmt: skip


def _standing(reach: Reach, column: Column) -> Standing:
    moment = clock.now()
    # One index holds all that is asked here (``case_open_unit``, ``case_open_grid``), in the order
    # of the groups; a colour among the groups would make the database sort.
    late = queries.is_late(moment)
    soon = queries.is_due_soon(moment) & ~Q(
        due_clock=clocks.SUSPENSION, suspended_until__isnull=False
    )
    grouped = open_cases(reach).values(column).annotate(
        open=Count("id"),
        red=Count("id", filter=late),
        new=Count("id", filter=late & Q(due_at__gte=this_midnight())),
        violet=Count("id", filter=queries.is_calmly_suspended(moment)),
        amber=Count("id", filter=soon),
    )  # fmt: skip
    found = {}
    for row in grouped.order_by(column):
        counts = Counter({tone: row[tone] for tone in (RED, AMBER, VIOLET)})
        counts[GREEN] = row["open"] - counts.total()
        counts[NEW] = row["new"]
        found[row[column]] = counts
    return found


def open_cases(reach: Reach) -> CaseQuerySet:
    """Open work, found by the indexes of open work: what is open has not been closed."""
    rows = Case.objects.visible_to(reach)
    return rows.filter(closed_at__isnull=True, state__in=kinds.open_states())


def whole(found: Standing) -> Counter[str]:
    """Colour → how many of all."""
    return sum(found.values(), Counter[str]())


@dataclass(frozen=True, slots=True)
class Flow:
    """How many came, were dispatched, were closed today, and by this time usually."""

    today: int
    usual: float | None
    """None where no earlier week is on record."""


def this_midnight() -> datetime:
    """When today began."""
    return datetime.combine(clock.today(), datetime.min.time(), clock.TOWN_ZONE)


def flows(reach: Reach) -> dict[str, Flow]:
    """Of each moment of ``FLOWS``: today until now, beside the same weekday's usual."""
    moment, midnight = clock.now(), this_midnight()
    key = (midnight, *_sight(reach))
    today = shared(("today", *key), KEPT_SECONDS,
                   lambda: {name: _between(reach, name, midnight, moment) for name in FLOWS})  # fmt: skip
    usual = shared(("usual", *key), USUAL_SECONDS,
                   lambda: _usual(reach, midnight, moment), settled=True)  # fmt: skip
    return {name: Flow(today[name], usual[name]) for name in FLOWS}


def _usual(reach: Reach, midnight: datetime, moment: datetime) -> dict[str, float | None]:
    weeks = [timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    found: dict[str, float | None] = {}
    rows = Case.objects.filter(town_id=reach.town_id).order_by("reported_at", "id")
    first = rows.values_list("reported_at", flat=True).first()
    known = [week for week in weeks if first is not None and first < midnight - week]
    for name in FLOWS:
        counts = [_between(reach, name, midnight - week, moment - week) for week in known]
        found[name] = sum(counts) / len(counts) if counts else None
    return found


def _between(reach: Reach, name: str, begin: datetime, end: datetime) -> int:
    rows, within = Case.objects.visible_to(reach), {f"{name}__gte": begin, f"{name}__lt": end}
    if sees_everything(reach):
        return rows.filter(**within).count()
    # The day first: left to itself, SQLite takes all that a unit ever had. PostgreSQL knows better.
    day = Case.objects.filter(town_id=reach.town_id, **within)
    return rows.filter(**within, pk__in=day.values("pk")).count()


def _sight(reach: Reach) -> tuple[Hashable, ...]:
    """The same for all who may see the same cases, whatever else they may do."""
    if sees_everything(reach):
        return (reach.town_id,)
    grants = frozenset(
        (grant.scope, grant.unit_ids, grant.area_ids, grant.kinds) for grant in reach.holding(SEE)
    )
    return (reach.town_id, grants, reach.unit_ids)
