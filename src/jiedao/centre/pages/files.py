"""A panel as a table: on the screen, or as a file that says who took it out."""

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.centre import layouts
from jiedao.centre.readers import reader
from jiedao.foundation.sheets.marking import marked
from jiedao.foundation.sheets.writers import write_table
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, history, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.errors import NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import durable
from jiedao.web import panels as content


@require_GET
def table(request: HttpRequest, key: str) -> HttpResponse:
    """The panel as a table, to stand in its place."""
    _account, reach = reader(request)
    head, rows = content.table(_panel(reach, key).query(reach))
    return render(request, "centre/table.html", {"head": head, "rows": rows})


@require_GET
def download(request: HttpRequest, key: str) -> FileResponse:
    """The panel as an Excel file."""
    account, reach = reader(request)
    panel = _panel(reach, key)
    head, rows = marked(*content.table(panel.query(reach)))
    with durable():
        line = Line("export", reach.account_id, "exported", data={"panel": key})
        history.record(reach.town_id, [line], actor=actor_of(account))
    body = io.BytesIO()
    write_table(body, head, rows)
    body.seek(0)
    name = f"{panel.titles}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(body, as_attachment=True, filename=name)


def _panel(reach: Reach, key: str) -> Panel:
    panel = registry.panels.find(key)
    if panel is None or not layouts.may_see(reach, panel):
        raise NotFound(_("没有这一块内容。"), code="no_panel")
    return panel
