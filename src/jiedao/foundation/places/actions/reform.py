"""Reforms of the area tree: communities (or grids) merged and split from a day on.

A reform is entered on its day or after it, never before: the tree of parents holds one present.
The trees of earlier days are restored from history (``loading``).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import shapely
from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.areas import NewArea, add_areas, end_area, move_areas
from jiedao.foundation.places.actions.common import require_edit
from jiedao.foundation.places.actions.shapes import (
    TOLERANCE_M,
    NewShape,
    shapes_on,
    write_shapes,
)
from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.geometry import plane_of
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.topology import gaps, outside, overlaps
from jiedao.foundation.places.verbs import AREA
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within


def merge_areas(into: Area, others: Sequence[Area], first_day: date, *, actor: Actor) -> Area:
    """From a day on ``into`` covers the others too, and what lay in them lies in it.

    The others end the day before, with ``into`` as their successor.
    """
    require_edit(actor, into.town_id)
    _check_day(first_day)
    for other in others:
        if other.town_id != into.town_id or other.pk == into.pk:
            raise Invalid(_("合并的须是本街道的另一个区域。"), field="others")
        if (other.level, other.grid_kind) != (into.level, into.grid_kind):
            raise Invalid(_("只有同级同类的区域才能合并。"), field="others")
        _check_valid(other, first_day)
    _check_valid(into, first_day)
    with within():
        shapes = shapes_on([into, *others], first_day)
        if shapes:
            union = shapely.union_all(list(shapes.values()))
            write_shapes([NewShape(into, union)], first_day)
        for other in others:
            move_areas(_children(other, first_day), into.pk, first_day, actor=actor)
            end_area(other, _before(first_day), "", successor=into, actor=actor)
        data = {"first_day": first_day, "others": [other.pk for other in others]}
        history.record(into.town_id, [Line(AREA, into.pk, "merged", data=data)], actor=actor)
        towns.touch(into.town_id)
    return into


def split_area(
    area: Area, parts: Sequence[NewArea], first_day: date, *, actor: Actor
) -> list[Area]:
    """From a day on the parts lie where the area lay; each needs a shape.

    A part with the area's own code is the area going on with less ground; without such a
    part the area ends, and the largest part is its successor. What lay in the area goes to
    the part that covers most of it. Returns the areas of the parts, in their order.
    """
    require_edit(actor, area.town_id)
    _check_day(first_day)
    _check_valid(area, first_day)
    whole = shapes_on([area], first_day).get(area.pk)
    _check_parts(whole, parts)
    with within():
        going_on = [part for part in parts if part.code == area.code]
        if going_on:
            write_shapes([NewShape(area, going_on[0].shape)], first_day)
        fresh = [_dated(part, area, first_day) for part in parts if part.code != area.code]
        added = {row.code: row for row in add_areas(area.town_id, fresh, actor=actor)}
        rows = [added.get(part.code, area) for part in parts]
        _share_out(area, rows, [part.shape for part in parts], first_day, actor)
        if not going_on:
            largest = max(zip(rows, parts, strict=True), key=lambda pair: pair[1].shape.area)[0]
            end_area(area, _before(first_day), "", successor=largest, actor=actor)
        data = {"first_day": first_day, "parts": [row.pk for row in rows]}
        history.record(area.town_id, [Line(AREA, area.pk, "split", data=data)], actor=actor)
        towns.touch(area.town_id)
    return rows


def _before(first_day: date) -> date:
    return first_day - timedelta(days=1)


def _check_day(first_day: date) -> None:
    if first_day > clock.today():
        raise Invalid(_("区划调整须在生效当日或之后录入。"), field="first_day")


def _check_valid(area: Area, day: date) -> None:
    if not (area.valid_from < day and (area.valid_to is None or area.valid_to >= day)):
        raise Conflict(_("区域“%(name)s”在这一天不是有效的。") % {"name": area.name})


def _check_parts(whole: Any, parts: Sequence[NewArea]) -> None:
    """The parts cover the whole and neither overlap nor stick out."""
    shapes = [part.shape for part in parts if part.shape is not None]
    if whole is None or len(shapes) != len(parts) or len(parts) < 2:
        raise Invalid(_("拆分须有原边界，和至少两个各有边界的新区域。"), field="parts")
    if not all(shape.is_valid and not shape.is_empty for shape in shapes):
        raise Invalid(_("边界须是有效的面：闭合、不自交、不为空。"), field="parts")
    plane = plane_of(whole)
    flat, ground = [plane.project(shape) for shape in shapes], plane.project(whole)
    wide = [found.piece for found in overlaps(flat, plane)]
    wide += gaps(ground, flat, plane)[:1]
    wide += [piece for one in flat if (piece := outside(one, ground, plane)) is not None]
    if any(piece.width > TOLERANCE_M for piece in wide):
        raise Invalid(_("各部分须恰好拼成原来的区域，不重叠、不留空。"), field="parts")


def _dated(part: NewArea, area: Area, first_day: date) -> NewArea:
    """The part as an area of the same level, kind and parent, valid from the day."""
    return NewArea(
        level=area.level,
        code=part.code,
        name=part.name,
        grid_kind=area.grid_kind,
        parent_code=area.parent.code if area.parent else "",
        aliases=part.aliases,
        address=part.address,
        shape=part.shape,
        datum=part.datum,
        source=part.source,
        attributes=part.attributes,
        valid_from=first_day,
    )


def _children(area: Area, day: date) -> list[Area]:
    return list(Area.objects.filter(valid_on(day), parent=area).order_by("code"))


def _share_out(
    area: Area, rows: Sequence[Area], shapes: Sequence[Any], day: date, actor: Actor
) -> None:
    """Hang each child under the part that covers most of it, or that is nearest to its point."""
    children = _children(area, day)
    drawn = shapes_on(children, day)
    homes: dict[int, list[Area]] = {}
    for child in children:
        best = _best_part(child, drawn.get(child.pk), shapes)
        homes.setdefault(rows[best].pk, []).append(child)
    for row in rows:
        if row.pk != area.pk and row.pk in homes:
            move_areas(homes[row.pk], row.pk, day, actor=actor)


def _best_part(child: Area, drawn: Any, shapes: Sequence[Any]) -> int:
    numbers = range(len(shapes))
    if drawn is not None:
        return max(numbers, key=lambda n: (drawn.intersection(shapes[n]).area, -n))
    if child.lon is None or child.lat is None:
        return 0
    point = shapely.Point(child.lon, child.lat)
    return min(numbers, key=lambda n: (point.distance(shapes[n]), n))
