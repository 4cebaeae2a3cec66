"""New shapes of areas from a day on; the earlier ones end the day before and stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.common import Faults, require_edit
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.geometry import inner_point, plane_of
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.places.storing import shape_of, shape_row
from jiedao.foundation.places.topology import overlaps
from jiedao.foundation.places.verbs import AREA
from jiedao.kernel import history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

TOLERANCE_M = 2.0
"""Borders may disagree by this much, in metres."""
_TILING = (Area.Level.SUBDISTRICT, Area.Level.COMMUNITY, Area.Level.GRID)


@dataclass(frozen=True, slots=True)
class NewShape:
    """A shape for an area: a shapely (multi)polygon in WGS-84, and what came in."""

    area: Area
    shape: Any
    datum: Datum = Datum.WGS84
    source: Mapping[str, Any] | None = None


def reshape_area(area: Area, shape: Any, first_day: date, *, actor: Actor) -> AreaShape:
    """Give one area a new shape (WGS-84) from a day on."""
    return reshape_areas(area.town_id, [NewShape(area, shape)], first_day, actor=actor)[0]


def reshape_areas(
    town_id: int, news: Sequence[NewShape], first_day: date, *, actor: Actor
) -> list[AreaShape]:
    """Give areas new shapes from a day on: all that a moved border touches, in one act.

    Refused where afterwards two areas of one level and kind would overlap by more than
    ``TOLERANCE_M``.
    """
    require_edit(actor, town_id)
    _check(town_id, news, first_day)
    with within():
        rows = write_shapes(news, first_day)
        lines = [
            Line(AREA, new.area.pk, "reshaped", data={"first_day": first_day, "datum": new.datum})
            for new in news
        ]
        history.record(town_id, lines, actor=actor)
        towns.touch(town_id)
    return rows


def write_shapes(news: Sequence[NewShape], first_day: date) -> list[AreaShape]:
    """Close the shapes that hold on the day before, write the new ones, move the points."""
    ids = [new.area.pk for new in news]
    held = AreaShape.objects.filter(area_id__in=ids)
    # Drawn again for the same day: the later drawing replaces the earlier.
    held.filter(valid_from=first_day).delete()
    held.filter(valid_on(first_day)).update(valid_to=first_day - timedelta(days=1))
    rows = []
    for new in news:
        rows.append(shape_row(new.area.pk, new.shape, first_day, new.datum, new.source))
        new.area.lon, new.area.lat = inner_point(new.shape)
    Area.objects.bulk_update([new.area for new in news], ["lon", "lat"], batch_size=200)
    return AreaShape.objects.bulk_create(rows, batch_size=500)


def shapes_on(areas: Sequence[Area], day: date) -> dict[int, Any]:
    """Area id → shapely shape valid on the day, for those that have one."""
    rows = AreaShape.objects.filter(valid_on(day), area_id__in=[area.pk for area in areas])
    return {row.area_id: shape_of(row) for row in rows}


def _check(town_id: int, news: Sequence[NewShape], first_day: date) -> None:
    _check_each(town_id, news, first_day)
    later = AreaShape.objects.filter(
        area_id__in=[new.area.pk for new in news], valid_from__gt=first_day
    ).first()
    if later is not None:
        raise Conflict(
            _("区域“%(name)s”自 %(day)s 起已有更新的边界。")
            % {"name": later.area.name, "day": later.valid_from}
        )
    for level, kind in {(new.area.level, new.area.grid_kind) for new in news}:
        if level in _TILING:
            _check_overlap(town_id, news, (level, kind), first_day)


def _check_each(town_id: int, news: Sequence[NewShape], first_day: date) -> None:
    faults = Faults()
    for index, new in enumerate(news):
        if new.area.town_id != town_id:
            faults.add(index, "area", _("本街道没有这个区域。"))
        if new.shape.is_empty or not new.shape.is_valid or new.shape.area == 0:
            faults.add(index, "shape", _("边界须是有效的面：闭合、不自交、不为空。"))
        if first_day < new.area.valid_from:
            faults.add(index, "first_day", _("生效日期不能早于区域的设立日期。"))
    faults.refuse()


def _check_overlap(
    town_id: int, news: Sequence[NewShape], group: tuple[str, str], first_day: date
) -> None:
    level, kind = group
    areas = Area.objects.filter(valid_on(first_day), town_id=town_id, level=level, grid_kind=kind)
    names = dict(areas.values_list("id", "name"))
    held = AreaShape.objects.filter(valid_on(first_day), area__in=areas)
    shapes = {row.area_id: shape_of(row) for row in held}
    moved = {new.area.pk: new.shape for new in news if new.area.pk in names}
    shapes |= moved
    ids = list(shapes)
    drawn = np.array(list(shapes.values()), dtype=object)
    plane = plane_of(drawn)
    for first, second, piece in overlaps(plane.project(drawn), plane):
        one, other = ids[first], ids[second]
        if piece.width > TOLERANCE_M and not moved.keys().isdisjoint((one, other)):
            raise Invalid(
                _("“%(one)s”与“%(other)s”重叠约 %(area)d 平方米。")
                % {"one": names[one], "other": names[other], "area": round(piece.area)},
                code="overlap",
                field="shape",
            )
