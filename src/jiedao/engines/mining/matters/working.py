"""Grouping a town's cases: all of them once a night, new ones as they come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.grouping.groups import Grouping
from jiedao.engines.mining.matters import early, keeping
from jiedao.engines.mining.matters.reading import Told, cases_of, told
from jiedao.engines.mining.matters.settings import settings_of
from jiedao.kernel import clock
from jiedao.kernel.models import Counter
from jiedao.kernel.transactions import durable

_GROWN: Final = 0.2
"""So large a part added since the last night's grouping makes it worth grouping all anew."""
_FEW: Final = 200
"""… unless it is no more than these."""
_BEHIND: Final = 1000
"""Keys that are looked at again: a lower one may be committed later (PostgreSQL)."""
_CASE, _DAY = "matters-case", "matters-day"


@dataclass(slots=True)
class _Held:
    """A town's grouping in this process; ``whole`` is how many it was made of."""

    day: date
    first_day: date
    grouping: Grouping
    known: dict[int, Told]
    whole: int

    @property
    def newest(self) -> int:
        return max(self.known, default=0)


_held: dict[int, _Held] = {}


def forget() -> None:
    """Drop what this process holds: the next grouping is one of all."""
    _held.clear()


def is_due(town_id: int) -> bool:
    """Whether cases came that nobody asked to be grouped yet, or a night went by."""
    kept = dict(Counter.objects.filter(town_id=town_id, series__in=(_CASE, _DAY)).values_list(
        "series", "value"
    ))  # fmt: skip
    return kept.get(_CASE, 0) < _newest(town_id) or kept.get(_DAY, 0) < _night(town_id).toordinal()


def note_asked(town_id: int) -> None:
    """Remember what is_due looked at, so that one grouping is asked for once."""
    for series, value in ((_CASE, _newest(town_id)), (_DAY, _night(town_id).toordinal())):
        Counter.objects.update_or_create(town_id=town_id, series=series, defaults={"value": value})


def _newest(town_id: int) -> int:
    rows = Case.objects.filter(town_id=town_id).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def _night(town_id: int) -> date:
    """The day whose night's grouping has its hour: yesterday until the hour has come."""
    local = clock.now().astimezone(clock.TOWN_ZONE)
    return (local - timedelta(hours=settings_of(town_id).matters_hour)).date()


def regroup(town_id: int, *, anew: bool = False) -> int:
    """Bring the town's classes and today's signals up to date; returns how many classes changed.

    New cases are added to what this process holds; all of the last days are grouped where it
    holds nothing, at night, after many came, or ``anew``.
    """
    held = _held.get(town_id)
    if anew or held is None or _is_stale(town_id, held):
        held = _held[town_id] = _grouped(town_id)
    else:
        _add(town_id, held)
    with durable():
        changed = keeping.keep(town_id, held.grouping, held.known)
        early.look(town_id)
    return changed


def _is_stale(town_id: int, held: _Held) -> bool:
    added = len(held.known) - held.whole
    grown = added > max(_FEW, _GROWN * held.whole)
    return grown or held.day != _night(town_id)


def _grouped(town_id: int) -> _Held:
    first = clock.today() - timedelta(days=settings_of(town_id).matters_days)
    known = told(town_id, cases_of(town_id).filter(reported_at__gte=_midnight(first)))
    grouping = Grouping.of([one.report() for one in known.values()])
    return _Held(_night(town_id), first, grouping, known, len(known))


def _add(town_id: int, held: _Held) -> None:
    """The cases that came since the last time."""
    rows = cases_of(town_id).filter(
        reported_at__gte=_midnight(held.first_day), pk__gt=held.newest - _BEHIND
    )
    fresh = {pk: row for pk, row in told(town_id, rows).items() if pk not in held.known}
    held.grouping.add([one.report() for one in fresh.values()])
    held.known |= fresh


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.TOWN_ZONE)
