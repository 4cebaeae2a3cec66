"""The room's map over HTTP: marks as GeoJSON, one more, one less; the layer of the centre."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiedao.applications.command.incident import marks, names
from jiedao.applications.command.incident.models import Incident, Mark
from jiedao.applications.command.incident.pages import finished, incident_of
from jiedao.applications.command.incident.panels import room_url
from jiedao.foundation.staff.pages.common import actor
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web.formats import when_text

Feature = dict[str, Any]


def feature_of(mark: Mark) -> Feature:
    """A mark as the map draws it: tone, label, and on hover who drew it when."""
    sort = str(names.mark_title(mark.sort))
    label = mark.title or sort
    by = mark.account.name if mark.account else ""
    hover = " · ".join(filter(None, (sort, mark.title, by, when_text(mark.at))))
    tone = names.MARK_TONES.get(mark.sort, "neutral")
    properties = {
        "id": mark.pk, "sort": mark.sort, "tone": tone, "label": label, "title": hover
    }  # fmt: skip
    return {"type": "Feature", "geometry": mark.geometry, "properties": properties}


@require_GET
def features(request: HttpRequest, room: str) -> JsonResponse:
    """What is drawn on the room's map now."""
    incident = incident_of(request, room)
    rows = incident.marks.filter(removed_at=None).select_related("account").order_by("id")
    found = [feature_of(mark) for mark in rows]
    return JsonResponse({"type": "FeatureCollection", "features": found},
                        headers={"Cache-Control": "private, no-store"})  # fmt: skip


@require_POST
def draw(request: HttpRequest, room: str) -> HttpResponse:
    """``sort``, ``title`` and ``geometry`` (GeoJSON)."""
    incident = incident_of(request, room)
    sort = request.POST.get("sort", "")
    try:
        geometry = json.loads(request.POST.get("geometry", ""))
    except ValueError:
        geometry = None
    if not isinstance(geometry, dict):
        raise Invalid(_("图形不完整，请重新画。"), field="geometry", code="bad_geometry")
    title = request.POST.get("title", "")
    with durable():
        marks.draw(incident.town_id, incident.number, sort, geometry, title, actor=actor(request))
    return finished(request, incident, _("已标注：%(sort)s") % {"sort": names.mark_title(sort)})


@require_POST
def erase(request: HttpRequest, room: str, mark_id: int) -> HttpResponse:
    """Take a mark off the map."""
    incident = incident_of(request, room)
    with durable():
        marks.erase(incident.town_id, incident.number, mark_id, actor=actor(request))
    return finished(request, incident, _("已移除标注"))


Box = tuple[float, float, float, float]


def open_rooms(reach: Reach, bbox: Box | None = None, **_filters: Any) -> Iterator[Feature]:
    """Open incidents and what is drawn in their rooms, for the map of the command centre."""
    rooms = Incident.objects.visible_to(reach).filter(state=Incident.State.OPEN)
    for room in rooms.filter(lon__isnull=False).order_by("-id"):
        if bbox is None or _inside(room, bbox):
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [room.lon, room.lat]},
                "properties": {
                    "tone": names.LEVEL_TONES.get(room.level, "neutral"),
                    "title": f"{room.title} · {names.level_title(room.level)}",
                    "url": room_url(room.number),
                },
            }
    shown = Mark.objects.filter(incident__in=rooms.values("pk"), removed_at=None)
    for mark in shown.select_related("account", "incident").order_by("id"):
        found = feature_of(mark)
        found["properties"]["url"] = room_url(mark.incident.number)
        yield found


def _inside(room: Incident, bbox: Box) -> bool:
    west, south, east, north = bbox
    assert room.lon is not None
    assert room.lat is not None
    return west <= room.lon <= east and south <= room.lat <= north


LAYER = Layer(
    "command.incidents", Title("应急事件", "Incidents"), Title("值班值守", "Command"), "cases.see",
    open_rooms, MapStyle("diamond", "urgent"),
)  # fmt: skip
