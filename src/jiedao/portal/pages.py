"""The town's first page, and reporting: what, where, send."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedao.engines.cases import public, tracking
from jiedao.engines.cases.actions.incoming import SAME_AS
from jiedao.engines.mining.asking import Offered
from jiedao.kernel import registry
from jiedao.kernel.declarations import PublicIntake
from jiedao.kernel.errors import Invalid, NotFound, Refused
from jiedao.kernel.models import Town
from jiedao.portal import frame, reporting
from jiedao.portal.figures import DAYS, figures_of
from jiedao.portal.following import find
from jiedao.web.forms import Form
from jiedao.web.replies import redirect


@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """``/``: the staff's own first page for whoever is signed in, the town's for everybody else;
    where it is not open, the sign-in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("web:home"))
    try:
        opened = public.is_open(frame.town_of(request), public.PAGE)
    except NotFound:
        opened = False
    return town_page(request) if opened else HttpResponseRedirect(reverse("web:home"))


@frame.public_page
def town_page(request: HttpRequest) -> HttpResponse:
    """Where to begin, and how the town is doing."""
    town: Town = request.town  # type: ignore[attr-defined]
    others = [
        one
        for one in Town.objects.order_by("id")
        if one != town and public.is_open(one, public.PAGE)
    ]
    return render(
        request,
        "portal/front.html",
        {
            "intakes": [(one, frame.address(town, "report", one.key)) for one in registry.intakes],
            "published": [
                (one, frame.address(town, "publication", one.key)) for one in registry.publications
            ],
            "track_url": frame.address(town, "track"),
            "figures": figures_of(town.pk),
            "days": DAYS,
            "others": others,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@frame.public_page
def report(request: HttpRequest, intake_key: str) -> HttpResponse:
    """The form in three steps; without scripts one page, with them one step at a time."""
    town: Town = request.town  # type: ignore[attr-defined]
    intake = _intake(intake_key)
    form = reporting.new_form(intake, request)
    if request.method == "POST":
        given = form.bind(request)
        if given is not None:
            try:
                if known := reporting.perhaps_known(town, intake, given, request):
                    return _again(request, intake, form, 200, known)
                receipt = reporting.send(town, intake, given, request)
            except Refused as refused:
                form.refuse(refused)
                if refused.status != Invalid.status:
                    return _again(request, intake, form, refused.status)
            else:
                code = receipt.tracking_code
                url = frame.address(town, "receipt", receipt.request.number, code)
                return redirect(request, url)
    return _again(request, intake, form, 422 if form.refused else 200)


@require_POST
@frame.public_page
def alike(request: HttpRequest, intake_key: str) -> HttpResponse:
    """“Is it this one?” as the form asks it by itself before it is sent: a part of it, or nothing."""
    town: Town = request.town  # type: ignore[attr-defined]
    intake = _intake(intake_key)
    form = reporting.new_form(intake, request)
    given = form.bind(request)
    known = reporting.like(town, intake, given, request) if given is not None else []
    return render(request, "portal/alike.html", {"known": known, **_ASKING})


def _intake(key: str) -> PublicIntake:
    intake = registry.intakes.find(key)
    if intake is None:
        raise NotFound(_("没有这个入口。"))
    return intake


_ASKING = {"asked": reporting.ASKED, "same": reporting.SAME}


def _again(
    request: HttpRequest,
    intake: PublicIntake,
    form: Form[reporting.Report],
    status: int,
    known: Sequence[Offered] = (),
) -> HttpResponse:
    town: Town = request.town  # type: ignore[attr-defined]
    wrong = next((one for one in form.fields if one.error), None)
    if wrong:
        # Without scripts the browser goes to the first field at fault by itself.
        wrong.widget = replace(wrong.widget, autofocus=True)
    context: dict[str, Any] = {
        "says": reporting.sentences(),
        "intake": intake,
        "form": form,
        "action": frame.address(town, "report", intake.key),
        "trap": reporting.TRAP,
        "lost_photos": form.refused and bool(request.FILES),
        "known": known,
        "alike_url": frame.address(town, "alike", intake.key),
        **_ASKING,
    }
    return render(request, "portal/report.html", context, status=status)


@require_safe
@frame.public_page
def receipt(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Number and code to keep: to copy, print, or photograph."""
    town: Town = request.town  # type: ignore[attr-defined]
    row = find(request, number, code)
    url = frame.full_address(request, town, "progress", row.number, tracking.code_for(row))
    return render(
        request,
        "portal/receipt.html",
        {
            "row": row,
            "code": tracking.code_for(row),
            "url": url,
            "qr": _qr(url),
            "said_same": bool(row.attributes.get(SAME_AS)),
        },
    )


def _qr(url: str) -> str:
    import segno

    return segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=2)
