"""What is counted of a class: how many, who, where, how it goes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import Any, Final

from jiedao.engines.mining.matters.effect import effect_of, is_returning
from jiedao.engines.mining.matters.measures import growth_of, heat_of, state_of, weeks_of
from jiedao.engines.mining.matters.reading import Told
from jiedao.engines.mining.models import MatterClass

FIELDS: Final = (
    "item_id", "community_id", "grid_id", "lon", "lat", "state", "heat", "size", "people",
    "growth", "weeks", "first_at", "last_at", "before", "after",
)  # fmt: skip


def counted(rows: Sequence[Told], matter: MatterClass, moment: datetime) -> dict[str, Any]:
    """The values of ``FIELDS`` from the class's cases; without any it is quiet and keeps its
    place and dates."""
    if not rows:
        return {"size": 0, "people": 0, "heat": 0.0, "weeks": weeks_of((), moment),
                "state": MatterClass.State.QUIET}  # fmt: skip
    times = sorted(row.at for row in rows)
    weeks = weeks_of(times, moment)
    growth = growth_of(weeks)
    people = len({one for row in rows for one in row.people})
    support = sum(row.asked - 1 for row in rows)
    lon, lat = _middle(rows)
    values: dict[str, Any] = {
        "item_id": _most(row.item_id for row in rows),
        "community_id": _most(row.community_id for row in rows),
        "grid_id": _most(row.grid_id for row in rows),
        "lon": lon, "lat": lat, "size": len(rows), "people": people, "weeks": weeks,
        "growth": round(growth, 3), "first_at": times[0], "last_at": times[-1],
        "heat": round(heat_of(times, people, support, growth, moment), 2),
        "state": state_of(times, weeks, growth, moment),
    }  # fmt: skip
    return values | _of_root(matter, times, moment)


def _of_root(matter: MatterClass, times: Sequence[datetime], moment: datetime) -> dict[str, Any]:
    root = matter.root
    if root is None:
        return {}
    found = effect_of(root, times, moment)
    values: dict[str, Any] = {"before": found.before, "after": found.after}
    if is_returning(root, times, moment):
        values["state"] = MatterClass.State.RETURNING
    return values


def _most(values: Iterable[int | None]) -> int | None:
    """The most frequent, of equals the lowest; None where none is known."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda one: (-counts[one], one)) if counts else None


def _middle(rows: Sequence[Told]) -> tuple[float | None, float | None]:
    """The place of the case nearest the middle: a real one, where the mean may lie in a lake."""
    placed = [(row.lon, row.lat) for row in rows if row.lon is not None and row.lat is not None]
    if not placed:
        return None, None
    lon, lat = median(one[0] for one in placed), median(one[1] for one in placed)
    return min(placed, key=lambda one: (one[0] - lon) ** 2 + (one[1] - lat) ** 2)
