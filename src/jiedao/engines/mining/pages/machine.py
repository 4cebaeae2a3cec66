"""Beside a case: a summary and a draft reply by the town's language model, to be copied by hand."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import actor, case_of
from jiedao.engines.cases.work import Work
from jiedao.engines.mining import language_model
from jiedao.engines.mining.language_model import FIELDS, PURPOSES, Answer, Purpose, switched_on
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.titles import Title
from jiedao.web.replies import is_htmx
from jiedao.web.shell import base_template
from jiedao.web.slots import RecordPanel

HANDLE = "cases.handle"
_ASK: dict[str, Callable[..., Answer]] = {
    Purpose.SUMMARY: language_model.summary,
    Purpose.REPLY: language_model.draft_reply,
    Purpose.EXTRACTION: language_model.extraction,
}


def beside(request: HttpRequest, record: Any) -> str:
    """The buttons, for whoever may handle this open case where the town switched it on."""
    assert isinstance(record, Case)
    if not switched_on(record.town_id) or not _asks(record, actor(request)):
        return ""
    url = reverse("mining:machine", args=[record.number])
    context = {"case": record, "url": url, "purposes": list(PURPOSES.items())}
    return render_to_string("mining/machine.html", context, request=request)


def _asks(case: Case, who: Actor) -> bool:
    """Whether one handles this case, and there is still something to write. What is secret is
    not sent: no button promises it."""
    if who.reach is None or case.secret or not kinds.is_open(case):
        return False
    work = Work(case, actor=who)
    units = {row.unit_id for row in work.assignments} | {case.unit_id or 0}
    return who.reach.may(HANDLE, kind=case.kind, unit_ids=units, area_ids=work.area_ids)


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """What the model wrote for the ``purpose`` sent, labelled; a refusal passes by as a sentence."""
    case = case_of(request, number)
    who = actor(request, HANDLE, case)
    if not _asks(case, who):
        raise Forbidden(_("只有这件事的经办人可以请大语言模型拟稿。"), code="no_permission")
    purpose = request.POST.get("purpose", "")
    act = _ASK.get(purpose)
    if act is None:
        raise Invalid(_("没有这项操作。"), field="purpose")
    answer = act(case, actor=who)
    facts = [(FIELDS[name], value) for name, value in (answer.facts or {}).items()]
    context = {
        "case": case,
        "title": PURPOSES[Purpose(purpose)],
        "answer": answer,
        "facts": facts,
        "base_template": base_template(request),
    }
    name = "machine_text" if is_htmx(request) else "machine_page"
    return render(request, f"mining/{name}.html", context)


PANEL = RecordPanel(
    "mining.machine", "case", Title("大语言模型", "Large language model"), beside, HANDLE, 70
)
