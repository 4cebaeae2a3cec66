"""Early signals: matters of which one grid reports unusually many."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from statistics import mean
from typing import Final

from django.db.models import Min

from jiedao.engines.mining.matters.chance import unusual
from jiedao.engines.mining.matters.reading import cases_of
from jiedao.engines.mining.matters.settings import settings_of
from jiedao.engines.mining.models import Signal
from jiedao.kernel import clock
from jiedao.kernel.transactions import within

WINDOW_DAYS: Final = 7
WINDOWS: Final = 8
"""So many windows before, at most, are what is usual."""
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
    found = unusual(now, before, settings_of(town_id).signals_rate, LEAST)
    rows = [
        Signal(town_id=town_id, day=today, item_id=cell[0], grid_id=cell[1], count=now[cell],
               expected=round(mean(before[cell]), 3), p=p, q=q,
               made_at=clock.now())
        for cell, p, q in found if now[cell] >= LEAST
    ]  # fmt: skip
    with within():
        kept = Signal.objects.filter(town_id=town_id)
        kept.filter(day=today).delete()
        kept.filter(day__lt=today - timedelta(days=_KEPT_DAYS)).delete()
        Signal.objects.bulk_create(rows)
    return len(rows)


def _counts(town_id: int, today: date) -> tuple[Counter[Cell], dict[Cell, list[int]]]:
    """Reports of each item in each grid: in the window that ends today, and in each of those
    before, the latest first; no window that began before the town's first report."""
    edge = since(today)
    windows = _windows(town_id, edge)
    first = edge - timedelta(days=WINDOW_DAYS * windows)
    rows = cases_of(town_id).filter(item__isnull=False, reported_at__gte=_midnight(first))
    now: Counter[Cell] = Counter()
    before: dict[Cell, list[int]] = {}
    for item_id, grid_id, at in rows.values_list("item_id", "grid_id", "reported_at"):
        cell, ago = (item_id, grid_id), (edge - _day(at)).days
        if ago <= 0:
            now[cell] += 1
        counts = before.setdefault(cell, [0] * windows)
        if ago > 0:
            counts[(ago - 1) // WINDOW_DAYS] += 1
    return now, before


def _windows(town_id: int, edge: date) -> int:
    """How many whole ones there are before: a town that began last month has no usual yet."""
    oldest = cases_of(town_id).aggregate(at=Min("reported_at"))["at"]
    days = (edge - _day(oldest)).days if oldest else 0
    return min(max(days, 0) // WINDOW_DAYS, WINDOWS)


def _day(at: datetime) -> date:
    return at.astimezone(clock.TOWN_ZONE).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.TOWN_ZONE)
