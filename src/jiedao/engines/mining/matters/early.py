"""Early signals: matters of which one grid reports unusually many."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Final

from jiedao.engines.mining.matters.measures import unusual
from jiedao.engines.mining.matters.reading import cases_of
from jiedao.engines.mining.matters.settings import settings_of
from jiedao.engines.mining.models import Signal
from jiedao.kernel import clock
from jiedao.kernel.transactions import within

WINDOW_DAYS: Final = 7
WINDOWS: Final = 8
"""So many windows before are what is usual."""
LEAST: Final = 3
"""Fewer reports are no signal, however unusual."""
_KEPT_DAYS: Final = 365
Cell = tuple[int, int | None]


def since(day: date) -> date:
    """The first day of the window that ends with this one."""
    return day - timedelta(days=WINDOW_DAYS - 1)


def look(town_id: int) -> int:
    """Write today's signals anew; how many there are."""
    today = clock.today()
    now, before = _counts(town_id, today)
    # Half a report more than came, over all windows: what was never reported is not impossible.
    expected = {cell: (before[cell] + 0.5) / WINDOWS for cell in {*now, *before}}
    found = unusual(
        {cell: now[cell] for cell in expected}, expected, settings_of(town_id).signals_rate
    )
    rows = [
        Signal(town_id=town_id, day=today, item_id=cell[0], grid_id=cell[1], count=now[cell],
               expected=round(expected[cell], 3), p=p, q=q, made_at=clock.now())
        for cell, p, q in found if now[cell] >= LEAST
    ]  # fmt: skip
    with within():
        kept = Signal.objects.filter(town_id=town_id)
        kept.filter(day=today).delete()
        kept.filter(day__lt=today - timedelta(days=_KEPT_DAYS)).delete()
        Signal.objects.bulk_create(rows)
    return len(rows)


def _counts(town_id: int, today: date) -> tuple[Counter[Cell], Counter[Cell]]:
    """Reports of each item in each grid: in the window that ends today, and in those before."""
    first = since(today) - timedelta(days=WINDOW_DAYS * WINDOWS)
    rows = cases_of(town_id).filter(item__isnull=False, reported_at__gte=_midnight(first))
    edge = _midnight(since(today))
    now: Counter[Cell] = Counter()
    before: Counter[Cell] = Counter()
    for item_id, grid_id, at in rows.values_list("item_id", "grid_id", "reported_at"):
        (now if at >= edge else before)[item_id, grid_id] += 1
    return now, before


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.TOWN_ZONE)
