"""The board of open challenges: what is offered, one's own application, the office's choice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiedao.applications.plan.actions.bidding import apply, bidder
from jiedao.applications.plan.challenges import board, may_look
from jiedao.applications.plan.names import ASSIGN, TASK
from jiedao.foundation.records.pages.common import actor
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.errors import Forbidden, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Units see their own application, whoever assigns all of them."""
    reach = reach_of(account_of(request))
    if not may_look(reach):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    context = {
        "offered": board(reach),
        "unit_id": _unit(request),
        "picks": reach.anywhere(ASSIGN, TASK),
        "base_template": base_template(request),
    }
    return render(request, "plan/challenges.html", context)


def _unit(request: HttpRequest) -> int | None:
    try:
        return bidder(actor(request))
    except Refused:
        return None


@require_POST
def bid(request: HttpRequest, number: str) -> HttpResponse:
    """Apply for one's own unit, or change what was said."""
    who = actor(request)
    reach = reach_of(account_of(request))
    with durable():
        apply(reach.town_id, number, request.POST.get("proposal", ""), actor=who)
    return redirect(request, reverse("plan:challenges"), _("已提交揭榜申请"))
