"""What members tell of the situation, and what they draw on the room's map."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import record, said
from jiedao.applications.command.incident.models import Mark, Note
from jiedao.applications.command.incident.orders import keep_files
from jiedao.applications.command.incident.standing import enter
from jiedao.foundation.files.checking import Ready
from jiedao.foundation.places.geometry import metres_between
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

MOST_POINTS: Final = 500
FAR_M: Final = 50_000
_DIGITS: Final = 6
"""Degrees are kept to a decimetre."""


def tell_situation(
    town_id: int,
    number: str,
    text: str,
    *,
    at: datetime | None = None,
    files: Sequence[Ready] = (),
    actor: Actor,
) -> Note:
    """Tell what is known, now or of an earlier moment; any member of the room may."""
    words = history.scrub(said(text, "text", most=1000))
    with within():
        incident, _standing = enter(town_id, number, actor)
        moment = at or clock.now()
        if moment > clock.now():
            raise Invalid(_("时间在将来。"), field="at", code="future")
        author = actor.id if actor.is_staff else None
        note = Note.objects.create(incident=incident, text=words, at=moment, account_id=author)
        keep_files(incident, files, note=note, actor=actor)
        data = {"note": note.pk, "at": moment}
        record(incident, Line(names.KIND, incident.pk, "situation", words, data=data), actor=actor)
    return note


def draw(
    town_id: int,
    number: str,
    sort: str,
    geometry: Mapping[str, Any],
    title: str = "",
    *,
    actor: Actor,
) -> Mark:
    """Draw a mark of a sort on the map; any member may. ``geometry`` is GeoJSON in WGS-84."""
    if sort not in names.MARKS:
        raise Invalid(_("请选择要画什么。"), field="sort", code="unknown_sort")
    words = history.scrub(title.strip()[:60])
    with within():
        incident, _standing = enter(town_id, number, actor)
        drawn = checked(geometry, names.MARKS[sort][1])
        _refuse_far(drawn, incident.lon, incident.lat)
        mark = Mark.objects.create(
            incident=incident, sort=sort, title=words, at=clock.now(),
            geometry=_rounded(drawn), account_id=actor.id if actor.is_staff else None,
        )  # fmt: skip
        data = {"mark": mark.pk, "sort": sort}
        record(incident, Line(names.KIND, incident.pk, "marked", words, data=data), actor=actor)
    return mark


def erase(town_id: int, number: str, mark_id: int, *, actor: Actor) -> Mark:
    """Take a mark off the map: who drew it, or who commands. The report still knows it."""
    with within():
        incident, standing = enter(town_id, number, actor)
        mark = incident.marks.filter(pk=mark_id, removed_at=None).first()
        if mark is None:
            raise NotFound(_("没有这个标注。"), code="no_mark")
        if not standing.commands and mark.account_id != actor.id:
            raise Forbidden(_("别人画的标注由本人或指挥移除。"), code="not_yours")
        mark.removed_at = clock.now()
        mark.save(update_fields=["removed_at"])
        data = {"mark": mark.pk, "sort": mark.sort}
        line = Line(names.KIND, incident.pk, "unmarked", mark.title, data=data)
        record(incident, line, actor=actor)
    return mark


def checked(geometry: Mapping[str, Any], wanted: str) -> shapely.Geometry:
    """The geometry as a shape; Invalid with a sentence for whatever a map could not draw."""
    refusal = Invalid(_("图形不完整，请重新画。"), field="geometry", code="bad_geometry")
    if geometry.get("type") != wanted:
        raise refusal
    try:
        drawn = shape(dict(geometry))
    except (ShapelyError, TypeError, ValueError, KeyError, AttributeError, IndexError):
        raise refusal from None
    points = shapely.get_coordinates(drawn)
    if not len(points) or len(points) > MOST_POINTS:
        raise refusal
    # Written so that what is no number at all fails too.
    fits = ((abs(points[:, 0]) <= 180) & (abs(points[:, 1]) <= 90)).all()
    if not fits or not drawn.is_valid or (wanted != names.POINT and not drawn.length):
        raise refusal
    return drawn


def _refuse_far(drawn: shapely.Geometry, lon: float | None, lat: float | None) -> None:
    if lon is None or lat is None:
        return
    x, y = shapely.get_coordinates(drawn)[0]
    if metres_between(lon, lat, float(x), float(y)) > FAR_M:
        raise Invalid(_("标注离事发地太远。"), field="geometry", code="too_far")


def _rounded(drawn: shapely.Geometry) -> dict[str, Any]:
    return dict(mapping(shapely.transform(drawn, lambda points: points.round(_DIGITS))))
