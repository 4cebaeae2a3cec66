"""Making a move from a page: the form beneath its button, the act, and what comes back.

A refusal comes back as the same form with every word in it; a success tells the page's regions
to reload. Of two officials who press at once one reads that the other was faster, and sees
the fresh state around the form.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.actions.adding import add_files
from jiedao.engines.cases.actions.filing import prepare
from jiedao.engines.cases.actions.making import as_asked, find_move
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages import suggestions
from jiedao.engines.cases.pages.common import RECORD, actor, case_of, case_url
from jiedao.engines.cases.pages.files import uploads_of
from jiedao.engines.cases.pages.move_files import file_stages
from jiedao.engines.cases.pages.move_forms import complete_typed, form_for, told
from jiedao.engines.cases.work import Work
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Invalid, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import is_htmx, redirect, refresh, toast

# Words that end or refuse something stand on a red button.


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """GET the form of a move; POST makes it."""
    case = case_of(request, number)
    declared = find_move(case.kind, key)
    if request.method == "POST":
        return _make(request, case, declared)
    who = actor(request, declared.permission, case)
    work = Work(case, actor=who)
    declared = as_asked(declared, work)
    if why_not := rules.refusal(work, declared):
        return _say_why_not(request, why_not)
    return _show(request, declared, form_for(declared, work), 200)


def _say_why_not(request: HttpRequest, why_not: str) -> HttpResponse:
    return render(request, "cases/why_not.html", {"sentence": why_not}, status=409)


def _show(request: HttpRequest, declared: Move, form: Form[Any], status: int) -> HttpResponse:
    context = {
        "form": form,
        "submit": declared.titles,
        "danger": declared.danger,
        "action": request.path,
    }
    return render(request, "cases/move_form.html", context, status=status)


def _make(request: HttpRequest, case: Case, declared: Move) -> HttpResponse:
    who = actor(request, declared.permission, case)
    work = Work(case, actor=who)
    declared = as_asked(declared, work)
    request.POST = request.POST.copy()  # type: ignore[assignment]
    complete_typed(request.POST, suggestions.PICKED, suggestions.finder(case))
    form = form_for(declared, work, request)
    form.hidden["version"] = request.POST.get("version", case.version)
    bound = form.bind(request)
    try:
        version = _keep_files(request, case, declared, _version(request))
        if bound is None:
            form.hidden["version"] = version if version is not None else case.version
            return _show(request, declared, form, 422)
        with durable():
            done = make_move(
                case.town_id, case.number, declared.key, told(declared, bound),
                actor=who, version=version,
            )  # fmt: skip
    except Refused as error:
        return _refused(request, case, declared, form, error)
    return _done(request, done, declared)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None


def _keep_files(
    request: HttpRequest, case: Case, declared: Move, version: int | None
) -> int | None:
    """Store what was attached before anything can be refused, so that no picture is lost.

    Returns the version that the page's author has now seen.
    """
    for name, stage in file_stages(declared).items():
        uploads = uploads_of(request, name)
        if not uploads:
            continue
        ready = prepare(uploads)
        with durable():
            after = add_files(case.town_id, case.number, ready, stage, actor=actor(request))
        if version == after.version - 1:
            version = after.version
    return version


def _refused(
    request: HttpRequest, case: Case, declared: Move, form: Form[Any], error: Refused
) -> HttpResponse:
    if not is_htmx(request) and isinstance(error, Conflict):
        return redirect(request, case_url(case.number), error.sentence, "amber")
    form.refuse(error if isinstance(error, Invalid) else Invalid(error.sentence, field=error.field))
    fresh = Case.objects.get(pk=case.pk)
    if isinstance(error, Conflict):
        # Having read the sentence and the fresh state, one may press again.
        form.hidden["version"] = fresh.version
    response = _show(request, declared, form, error.status)
    return (
        refresh(response, f"{RECORD}:{case.pk}.state") if isinstance(error, Conflict) else response
    )


def _done(request: HttpRequest, case: Case, declared: Move) -> HttpResponse:
    words = _("%(number)s：%(move)s完成") % {"number": case.number, "move": declared.titles}
    if not is_htmx(request):
        return redirect(request, case_url(case.number), words)
    response = HttpResponse(status=204)
    toast(response, words)
    return refresh(response, f"{RECORD}:{case.pk}", f"{RECORD}s")
