"""Files of a room: pictures beside orders and notes, and the after-action report."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.applications.command.incident.models import IncidentFile
from jiedao.applications.command.incident.pages import incident_of
from jiedao.applications.command.incident.panels import room_url
from jiedao.applications.command.incident.report import as_docx, compose
from jiedao.applications.command.papers import docx
from jiedao.foundation.files.wire import serve
from jiedao.kernel.errors import NotFound
from jiedao.web.shell import base_template


@require_GET
def file(request: HttpRequest, room: str, file_id: int) -> FileResponse:
    """One file; a stranger to the room finds nothing."""
    incident = incident_of(request, room)
    row = IncidentFile.objects.filter(pk=file_id, incident=incident).first()
    if row is None:
        raise NotFound(_("没有这个附件。"), code="no_file")
    return serve(row)


@require_GET
def report(request: HttpRequest, room: str) -> HttpResponse:
    """The after-action report as a page; as long as the response goes on, how it stands."""
    incident = incident_of(request, room)
    context = {
        "incident": incident, "report": compose(incident), "back": room_url(incident.number),
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "command/incident/report.html", context)


@require_GET
def download(request: HttpRequest, room: str) -> HttpResponse:
    """The after-action report as a Word file."""
    incident = incident_of(request, room)
    return docx(f"复盘报告 {incident.number}", as_docx(incident))
