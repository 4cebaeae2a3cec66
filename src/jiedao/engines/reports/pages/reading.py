"""Reading a report: as published with a link at each number, or a draft as it would look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from jiedao.engines.reports.gate import PUBLISH, WRITE
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.pages.common import counted, linked, reach, report_of
from jiedao.engines.reports.queries import document_of, figures_of, is_unchanged
from jiedao.engines.reports.writing.checking import contradictions
from jiedao.engines.reports.writing.fonts import lacking
from jiedao.engines.reports.writing.outputs import body_html
from jiedao.web.shell import base_template


def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The report as it is read."""
    return reading(request, report_of(request, number))


def reading(request: HttpRequest, row: Report) -> HttpResponse:
    """The page of a report that is not edited."""
    figures = figures_of(row)
    document = document_of(row)
    found = contradictions(document.blocks, figures) if row.is_draft else None
    html = body_html(document, figures, linked(row, figures), found)
    context = {
        "report": row,
        **counted(found or {}),
        # Escaped where it is made: every word of it passes through html.escape.
        "text": mark_safe(html),  # noqa: S308
        "unchanged": row.is_draft or is_unchanged(row),
        "lacking": [face.name for face in lacking()],
        "may_write": reach(request).anywhere(WRITE),
        "may_publish": reach(request).anywhere(PUBLISH),
        "base_template": base_template(request),
    }
    return render(request, "reports/reading.html", context)
