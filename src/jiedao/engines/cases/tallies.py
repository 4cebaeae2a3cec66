"""How open work stands, and what a day brought: counts that read no large table whole.

Open work is found by the states it can be in, a day by an index that begins with its moment;
both are small, however many cases are kept. Answers are shared for a second by all readers of one
reach, for a screen is looked at by many.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, TypeVar

from django.db.models import Case as Choice
from django.db.models import Count, Q, Value, When
from django.db.models.fields import CharField

from jiedao.engines.cases import kinds, queries
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

T = TypeVar("T")
GREEN, AMBER, RED, VIOLET = "green", "amber", "red", "violet"
KEPT_SECONDS: Final = 1.0
USUAL_SECONDS: Final = 900.0
WEEKS: Final = 4
"""What is usual is the mean of so many weeks, same weekday, same hour."""
FLOWS: Final = ("reported_at", "dispatched_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """So many open cases of one unit and grid in one colour."""

    unit_id: int | None
    grid_id: int | None
    community_id: int | None
    tone: str
    count: int


def standing(reach: Reach) -> list[Standing]:
    """All open work by unit, grid and colour."""
    return _kept(("standing", reach.town_id, reach.grants, reach.unit_ids), KEPT_SECONDS,
                 lambda: _standing(reach))  # fmt: skip


def _standing(reach: Reach) -> list[Standing]:
    moment = clock.now()
    tone = Choice(
        When(queries.is_late(moment), then=Value(RED)),
        When(queries.is_calmly_suspended(moment), then=Value(VIOLET)),
        When(queries.is_due_soon(moment), then=Value(AMBER)),
        default=Value(GREEN),
        output_field=CharField(),
    )
    rows = Case.objects.visible_to(reach).filter(state__in=kinds.open_states())
    names = ("unit_id", "grid_id", "community_id", "tone")
    grouped = rows.annotate(tone=tone).values(*names).annotate(count=Count("id")).order_by()
    return [Standing(**row) for row in grouped]


def by_tone(rows: list[Standing]) -> Mapping[str, int]:
    """Colour → how many."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row.tone] += row.count
    return found


def by(rows: list[Standing], column: str) -> dict[int, Counter[str]]:
    """Unit or area → colour → how many; what belongs to none is left out."""
    found: dict[int, Counter[str]] = {}
    for row in rows:
        key = getattr(row, column)
        if key is not None:
            found.setdefault(key, Counter())[row.tone] += row.count
    return found


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
    rows = Case.objects.visible_to(reach)
    key = (reach.town_id, reach.grants, reach.unit_ids)
    today = _kept(("today", midnight, *key), KEPT_SECONDS,
                  lambda: {name: _between(rows, name, midnight, moment) for name in FLOWS})  # fmt: skip
    usual = _kept(("usual", midnight, *key), USUAL_SECONDS, lambda: _usual(rows, midnight, moment))
    return {name: Flow(today[name], usual[name]) for name in FLOWS}


def _usual(rows: CaseQuerySet, midnight: datetime, moment: datetime) -> dict[str, float | None]:
    weeks = [timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    found: dict[str, float | None] = {}
    known = [w for w in weeks if rows.filter(reported_at__lt=midnight - w).exists()]
    for name in FLOWS:
        counts = [_between(rows, name, midnight - week, moment - week) for week in known]
        found[name] = sum(counts) / len(counts) if counts else None
    return found


def _between(rows: CaseQuerySet, name: str, begin: datetime, end: datetime) -> int:
    return rows.filter(Q(**{f"{name}__gte": begin, f"{name}__lt": end})).count()


def late_since(reach: Reach, begin: datetime) -> int:
    """Open cases whose nearest clock ran out since then."""
    moment = clock.now()
    late = queries.is_late(moment) & Q(due_at__gte=begin)
    return Case.objects.visible_to(reach).filter(late).count()


_answers: dict[Hashable, tuple[float, Any]] = {}
_lock = Lock()
_MOST: Final = 500


def forget() -> None:
    """Ask the database about everything again."""
    with _lock:
        _answers.clear()


def _kept(key: Hashable, seconds: float, ask: Callable[[], T]) -> T:
    """The answer of a moment ago, where somebody of the same reach has just asked."""
    now = time.monotonic()
    kept = _answers.get(key)
    if kept is not None and kept[0] > now:
        found: T = kept[1]
        return found
    found = ask()
    with _lock:
        if len(_answers) >= _MOST:
            _answers.clear()
        _answers[key] = (now + seconds, found)
    return found
