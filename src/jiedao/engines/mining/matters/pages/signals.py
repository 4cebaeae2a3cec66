"""Early signals: unusual numbers of one matter in one grid, newest first, by day."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiedao.engines.cases.pages.common import reader
from jiedao.engines.mining.matters import gate
from jiedao.engines.mining.matters.saying import said
from jiedao.engines.mining.rights import SEE
from jiedao.web.shell import base_template

_SHOWN = 200


@require_GET
def signals(request: HttpRequest) -> HttpResponse:
    """Those of the last days."""
    reach = reader(request, SEE)
    found = said(reach, gate.signals(reach)[:_SHOWN])
    days = [(day, list(rows)) for day, rows in groupby(found, key=lambda one: one.signal.day)]
    return render(
        request, "mining/matters/signals.html",
        {"days": days, "base_template": base_template(request)},
    )  # fmt: skip
