"""The printed order sheet: one A4 page that goes to the handler, or into the file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.engines.cases.pages.common import case_of
from jiedao.engines.cases.pages.record import RecordPage
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden

# What fits onto one page beside the text; the rest stands in the system.
LINES = 12
REQUESTS = 4


@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Number, matter, place, requesters (masked), clocks, result, and the last steps."""
    page = RecordPage(request, case_of(request, number))
    if not page.may_print:
        raise Forbidden(_("您没有打印工单的权限。"), code="no_permission")
    context = {
        "page": page,
        "requests": page.requests[:REQUESTS],
        "more_requests": max(len(page.requests) - REQUESTS, 0),
        "lines": page.entries[:LINES][::-1],
        "printed_at": clock.now(),
    }
    return render(request, "cases/sheet.html", context)
