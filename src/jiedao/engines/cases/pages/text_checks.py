"""Where an upper floor reads over what is about to be sent to whoever asked, and says what it lacks.

It is told beside the field as one leaves it; nothing is held up by it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import case_of
from jiedao.kernel.registry import Slot


@dataclass(frozen=True, slots=True)
class TextCheck:
    """``check(case, text)`` gives sentences on a reply to the case's requests, the gravest first;
    empty where nothing is amiss."""

    key: str
    check: Callable[[Case, str], Sequence[str]]


text_checks: Slot[TextCheck] = Slot("text_checks", TextCheck)


@require_POST
def read_over(request: HttpRequest, number: str) -> HttpResponse:
    """What is said of the one text that was sent along, under whatever name the field has."""
    case = case_of(request, number)
    name = next((name for name in request.POST if name.startswith("reply")), "reply")
    text = str(request.POST.get(name, ""))
    said = [sentence for one in text_checks for sentence in one.check(case, text[:4000])]
    return render(request, "cases/text_check.html", {"said": said if text.strip() else []})
