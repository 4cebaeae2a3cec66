"""Reading a town's places into memory for the locator: a handful of statements."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.models import Area, AreaShape, Feature
from jiedao.foundation.places.rows import AreaRow, Snapshot
from jiedao.foundation.places.verbs import AREA, MOVED
from jiedao.kernel.models import History


def load(town_id: int, day: date) -> Snapshot:
    """The town's places on ``day``, and how long around it they stay the same."""
    moves = _moves(town_id)
    first, last = _span(town_id, day, {move.first_day for move in moves})
    rows = (
        Area.objects.filter(valid_on(day), town_id=town_id)
        .order_by("code")
        .values_list(
            *("id", "level", "grid_kind", "code", "name", "aliases"),
            *("parent_id", "community_id", "lon", "lat", "address"),
        )
    )
    areas = tuple(_area_row(row) for row in rows.iterator(5000))
    areas = _moved_back(areas, [move for move in moves if move.first_day > day])
    shapes = AreaShape.objects.filter(
        valid_on(day), valid_on(day, "area__"), area__town_id=town_id
    ).values_list("area_id", "wkb")
    roads = (
        Feature.objects.filter(town_id=town_id, kind=Feature.FeatureKind.ROAD)
        .exclude(name="")
        .order_by("name", "id")
        .values_list("name", "wkb")
    )
    return Snapshot(
        first,
        last,
        areas,
        {area_id: bytes(wkb) for area_id, wkb in shapes.iterator(5000)},
        tuple((name, bytes(wkb)) for name, wkb in roads),
    )


def _area_row(values: Sequence[Any]) -> AreaRow:
    return AreaRow._make((*values[:5], tuple(values[5] or ()), *values[6:]))


class _Move(NamedTuple):
    """A change of parent, from history, latest first."""

    area_id: int
    first_day: date
    changes: dict[str, list[int | None]]


def _moves(town_id: int) -> list[_Move]:
    lines = (
        History.objects.filter(town_id=town_id, verb=MOVED, kind=AREA)
        .order_by("-id")
        .values_list("record_id", "data", "changes")
    )
    return [
        _Move(area_id, date.fromisoformat(data["first_day"]), changes)
        for area_id, data, changes in lines
    ]


def _replaced(moves: list[_Move]) -> dict[int, dict[str, int | None]]:
    before: dict[int, dict[str, int | None]] = {}
    for move in moves:
        old = {name: pair[0] for name, pair in move.changes.items()}
        before.setdefault(move.area_id, {}).update(old)
    return before


def _moved_back(areas: tuple[AreaRow, ...], moves: list[_Move]) -> tuple[AreaRow, ...]:
    """The areas under the parents that they had before the moves."""
    if not moves:
        return areas
    before = _replaced(moves)
    return tuple(
        row._replace(
            parent_id=old.get("parent_id", row.parent_id),
            community_id=old.get("community_id", row.community_id),
        )
        if (old := before.get(row.id))
        else row
        for row in areas
    )


def _span(town_id: int, day: date, breaks: set[date]) -> tuple[date, date]:
    """The longest stretch of days around ``day`` in which nothing begins, ends or moves."""
    areas = Area.objects.filter(town_id=town_id).order_by()
    shapes = AreaShape.objects.filter(area__town_id=town_id).order_by()
    for rows in (areas, shapes):
        breaks.update(rows.values_list("valid_from", flat=True).distinct())
        ends = rows.filter(valid_to__isnull=False).values_list("valid_to", flat=True).distinct()
        breaks.update(end + timedelta(days=1) for end in ends if end is not None)
    first = max((found for found in breaks if found <= day), default=date.min)
    last = min((found for found in breaks if found > day), default=date.max)
    return first, last
