"""Reading what is masked: a requester's name and telephone, or the original of a text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiedao.engines.cases.actions.adding import read_original
from jiedao.engines.cases.models import Request
from jiedao.engines.cases.pages.common import actor, case_of, reader
from jiedao.foundation.parties.actions import reveal as reveal_field
from jiedao.kernel.errors import NotFound
from jiedao.kernel.transactions import durable


@require_POST
def reveal(request: HttpRequest, number: str, request_number: str) -> HttpResponse:
    """A requester in clear, for a reason that is logged before anybody reads the value."""
    case = case_of(request, number)
    rows = Request.objects.visible_to(reader(request)).filter(case=case, number=request_number)
    row = rows.select_related("requester").first()
    if row is None or row.requester is None:
        raise NotFound(_("这件诉求没有留下联系人。"), code="no_requester")
    reason = request.POST.get("reason", "")
    who = actor(request, "parties.reveal", case)
    with durable():
        values = {
            field: reveal_field(row.requester, field, reason, actor=who)
            for field in ("name", "phone", "address")
        }
    return render(request, "cases/revealed.html", values)


@require_POST
def original(request: HttpRequest, number: str) -> HttpResponse:
    """The text of a case with the numbers in it."""
    case = case_of(request, number)
    with durable():
        text = read_original(
            case, request.POST.get("reason", ""), actor=actor(request, "parties.reveal", case)
        )
    return render(request, "cases/original.html", {"text": text, "case": case})
