"""What the incident rooms enter into the frame: links from history, the button beside a case."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.applications.command.incident import alarms, names
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.incident.panels import room_url
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import registry
from jiedao.kernel.declarations import NO_TITLE
from jiedao.kernel.titles import Title
from jiedao.web import slots
from jiedao.web.parts import MoveButton

SHOWN = 5


def enter() -> None:
    """Called once, when the application is ready."""
    record_links.add(
        RecordLink(
            names.KIND, Title("应急事件", "Incidents"), _url, names.VERBS, (Incident, "title")
        ),
        declared_by=__name__,
    )
    slots.record_panels.add(
        slots.RecordPanel("command.incident", names.CASE, NO_TITLE, beside, "cases.see", 10)
    )
    registry.on_close(_enter_alarms)


def _enter_alarms() -> None:
    for kind in alarms.kinds_of_alarm():
        slots.record_panels.add(
            slots.RecordPanel(f"command.incident.{kind.key}", kind.key, NO_TITLE, beside_record)
        )


def _url(incident_id: int) -> str:
    number = Incident.objects.filter(pk=incident_id).values_list("number", flat=True).first()
    return room_url(number) if number else ""


def beside(request: HttpRequest, case: Any) -> str:
    """The rooms that were opened for the case, and the button that opens one."""
    return _beside(request, names.CASE, case, reverse("command:raise", args=[case.number]))


def beside_record(request: HttpRequest, record: Any) -> str:
    """The same beside a record that calls for help; without a call only the rooms it has had."""
    url = reverse("command:raise_record", args=[record.kind, record.number])
    return _beside(request, record.kind, record, url if alarms.calls(record) else "")


def _beside(request: HttpRequest, kind: str, record: Any, url: str) -> str:
    """``url`` raises it, "" where it may not be raised."""
    reach = reach_of(account_of(request))
    rows = Incident.objects.visible_to(reach).filter(
        source_kind=kind, source_id=record.pk
    ).order_by("-id")[:SHOWN]  # fmt: skip
    found = [(row, room_url(row.number), names.level_title(row.level)) for row in rows]
    is_led = any(row.is_open for row, _url, _level in found)
    raisable = bool(url) and reach.may(names.COMMAND) and not is_led
    if not found and not raisable:
        return ""
    buttons = [
        MoveButton("raise", _("升级为应急事件"), url, lazy=url),
    ] if raisable else []  # fmt: skip
    context = {"rooms": found, "buttons": buttons}
    return render_to_string("command/incident/beside.html", context, request=request)
