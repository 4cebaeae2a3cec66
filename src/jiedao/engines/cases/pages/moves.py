"""Making a move from a page: the form beneath its button, the act, and what comes back.

A refusal comes back as the same form with every word in it, and leaves no file on the case: the
page still has what was chosen, or says that it must be chosen anew. A success tells the page's
regions to reload. Of two officials who press at once one reads that the other was faster, and
sees the fresh state around the form.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.actions.adding import add_files
from jiedao.engines.cases.actions.making import as_asked, find_move, wanted
from jiedao.engines.cases.models import Attachment, Case
from jiedao.engines.cases.pages import suggestions, text_checks
from jiedao.engines.cases.pages.common import RECORD, actor, case_of, case_url
from jiedao.engines.cases.pages.move_files import file_stages
from jiedao.engines.cases.pages.move_forms import form_for, said_so_far, told
from jiedao.engines.cases.pages.next_step import held_up
from jiedao.engines.cases.wanted import Want, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.foundation.files.checking import Ready, prepare
from jiedao.foundation.files.wire import files_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Invalid, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import is_htmx, redirect, refresh, toast


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
    # Nobody fills in a form that others' missing part would refuse whatever it says.
    if why_not := rules.refusal(work, declared) or held_up(work, declared):
        return _say_why_not(request, why_not)
    return _show(request, case, declared, form_for(declared, work, given=request.GET), 200)


def _say_why_not(request: HttpRequest, why_not: str) -> HttpResponse:
    return render(request, "cases/why_not.html", {"sentence": why_not}, status=409)


def _show(
    request: HttpRequest, case: Case, declared: Move, form: Form[Any], status: int
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "submit": declared.titles,
        "danger": declared.danger,
        "action": request.path,
    }
    # Without scripts the form has no page around it: it comes with one of its own.
    name = "move_form" if is_htmx(request) else "move_page"
    return render(request, f"cases/{name}.html", context, status=status)


def _make(request: HttpRequest, case: Case, declared: Move) -> HttpResponse:
    who = actor(request, declared.permission, case)
    work = Work(case, actor=who)
    declared = as_asked(declared, work)
    request.POST = request.POST.copy()  # type: ignore[assignment]
    suggestions.complete_typed(request.POST, suggestions.PICKED, suggestions.finder(case))
    form = form_for(declared, work, request)
    form.hidden["version"] = request.POST.get("version", case.version)
    bound = form.bind(request)
    try:
        ready = _prepared(request, declared)
        if bound is None:
            refuse_without(_missing_besides(work, declared, form, ready))
            return _show(request, case, declared, form, 422)
        if text_checks.untold(request, case, form):
            return _ask_again(request, case, declared, form)
        with durable():
            version = _add_files(case, ready, who, _version(request))
            done = make_move(
                case.town_id, case.number, declared.key, told(declared, bound),
                actor=who, version=version,
            )  # fmt: skip
    except Refused as error:
        return _refused(request, case, declared, form, error)
    return _done(request, done, declared)


def _ask_again(request: HttpRequest, case: Case, declared: Move, form: Form[Any]) -> HttpResponse:
    """The same form with what its reply lacks, which its author has not been told yet."""
    form.doubt = _(
        "这样发出，诉求人可能还会再来问。请看答复下面的提示；不改也可以，再按一次就发出。"
    )
    return _show(request, case, declared, form, 422)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None


_Ready = dict[Attachment.Stage, list[Ready]]


def _prepared(request: HttpRequest, declared: Move) -> _Ready:
    """The files that came with the form, checked; a refusal stands at their own field."""
    ready: _Ready = {}
    for name, stage in file_stages(declared).items():
        try:
            ready[stage] = prepare(files_of(request, name))
        except Refused as error:
            error.field = name
            if isinstance(error, Invalid):
                error.errors = {name: error.sentence}
            raise
    return ready


def _add_files(case: Case, ready: _Ready, who: Actor, version: int | None) -> int | None:
    """Put the files on the case, in the transaction of the move: a refused one leaves none.

    Returns the version that the page's author has now seen.
    """
    for stage, files in ready.items():
        if not files:
            continue
        after = add_files(case.town_id, case.number, files, stage, actor=who)
        if version == after.version - 1:
            version = after.version
    return version


def _missing_besides(work: Work, declared: Move, form: Form[Any], ready: _Ready) -> list[Want]:
    """What would be missing besides the faults of the fields, so that it is told with them."""
    with durable():
        _add_files(work.case, ready, work.actor, None)
        found = wanted(work, declared, said_so_far(form))
        transaction.set_rollback(True)
    at_fault = {one.name for one in form.fields if one.error}
    return [want for want in found if want.field not in at_fault]


def _refused(
    request: HttpRequest, case: Case, declared: Move, form: Form[Any], error: Refused
) -> HttpResponse:
    if not is_htmx(request) and isinstance(error, Conflict):
        lost = _("附件没有保存，请重新选择。") if request.FILES else ""
        return redirect(request, case_url(case.number), f"{error.sentence} {lost}".strip(), "amber")
    form.refuse(error if isinstance(error, Invalid) else Invalid(error.sentence, field=error.field))
    fresh = Case.objects.get(pk=case.pk)
    if isinstance(error, Conflict):
        # Having read the sentence and the fresh state, one may press again.
        form.hidden["version"] = fresh.version
    response = _show(request, case, declared, form, error.status)
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
