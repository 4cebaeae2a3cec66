"""A grid worker's report from the phone: camera first, place, kind; nothing typed that can be picked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, Field

from jiedao.applications.grid import queries
from jiedao.applications.grid.kinds import CHANNEL, GRID_EVENT, Sort
from jiedao.engines.cases import form_keys
from jiedao.engines.cases.actions import NewRequest, Receipt
from jiedao.engines.cases.pages.common import actor, reader
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.files.wire import files_of
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import towns
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Invalid, Refused
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.widgets import Choice, Pin, Widget

MAY = "cases.report"
COMPOSED = "composed_text"
_PICKED_AT_MOST = 11
OTHER = 0


class Report(BaseModel):
    """What is reported from the spot."""

    photos: list[Any] = Field(default_factory=list, title="照片")
    place: Pin = Field(title="位置")
    item: int = Field(title="是什么事")
    other: int | None = Field(None, title="其他事项")
    sort: Sort = Field(Sort.EVENT, title="类别")
    by_cell: bool = Field(
        False, title="本格自己处置", description="办不了时，超期会自动上报社区、街道。"
    )
    text: str = Field("", title="补充说明", max_length=2000)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; after sending, the event's page."""
    reach = reader(request, MAY)
    form = _form(request, reach)
    if request.method != "POST":
        return render(request, "grid/report.html", {"form": form})
    data = form.bind(request)
    status = 422
    if data is not None:
        try:
            receipt = _send(request, reach, data)
        except Refused as error:
            form.refuse(error)
            status = error.status
        else:
            words = _("已上报，编号 %(number)s") % {"number": receipt.case.number}
            return redirect(request, reverse("grid:mine"), words)
    return render(request, "grid/report.html", {"form": form}, status=status)


def _form(request: HttpRequest, reach: Reach) -> Form[Report]:
    catalogue = catalogue_for(reach.town_id)
    picked = [
        Choice(str(item.id), item.name)
        for item_id in _offered(reach, catalogue)
        if (item := catalogue.item(item_id)) is not None
    ]
    picked.append(Choice(str(OTHER), _("其他…")))
    widgets = {
        "photos": Widget("photos"),
        "place": Widget("pin"),
        "item": Widget("radio", choices=picked),
        "other": Widget(
            "combo",
            url=f"{reverse('cases:suggest_items')}?kind={GRID_EVENT}",
            words=request.POST.get("other_text", ""),
            placeholder=_("上面选“其他”，在这里检索"),
        ),
        "text": Widget("textarea", rows=2),
    }
    return Form(
        Report,
        widgets=widgets,
        hidden={form_keys.FIELD: form_keys.key_for(request)},
        draft="grid-report",
        prefix="grid-report",
    )


def _offered(reach: Reach, catalogue: Catalogue) -> list[int]:
    """What is often reported in the worker's cell, filled up with the catalogue's leaves."""
    own = next((area for grant in reach.holding(MAY) for area in grant.area_ids), None)
    often = [i for i in queries.often_reported(reach.town_id, own) if catalogue.item(i)]
    leaves = [item.id for item in catalogue.leaves() if item.serves(GRID_EVENT)]
    return list(dict.fromkeys([*often, *leaves]))[:_PICKED_AT_MOST]


def _send(request: HttpRequest, reach: Reach, data: Report) -> Receipt:
    catalogue = catalogue_for(reach.town_id)
    chosen = (data.other or OTHER) if data.item == OTHER else data.item
    item = catalogue.item(chosen)
    if item is None:
        raise Invalid(_("请选是什么事。"), field="other" if data.item == OTHER else "item")
    new = NewRequest(
        text=data.text or item.name,
        channel=CHANNEL,
        kind=GRID_EVENT,
        item_id=item.id,
        longitude=data.place.lon,
        latitude=data.place.lat,
        unit_id=_first_unit(reach.town_id, catalogue, item.id, data),
        attributes={"sort": data.sort},
        marks=[] if data.text else [COMPOSED],
        retry_key=form_keys.key_of(request),
    )
    uploads = files_of(request, "photos")
    return form_keys.receive_once(reach.town_id, new, actor=actor(request), uploads=uploads)


def _first_unit(town_id: int, catalogue: Catalogue, item_id: int, data: Report) -> int | None:
    """The cell's own unit where it acts itself, or where the catalogue names nobody.

    None leaves the choice to the catalogue: the competent unit of the item at this place.
    """
    place = locator_for(town_id).place_at(data.place.lon, data.place.lat)
    areas = [area for area in (place.grid_id, place.community_id) if area is not None]
    if not data.by_cell and catalogue.responsible(item_id, areas).lead_unit_id is not None:
        return None
    if place.grid_id is None or not towns.setting(town_id, "grid_first", True):
        return None
    cell = structure_of(town_id).unit_for_area(place.grid_id)
    return cell.id if cell else None
