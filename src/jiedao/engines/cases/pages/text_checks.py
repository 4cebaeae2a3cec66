"""Where an upper floor reads over what is about to be sent to whoever asked, and says what it lacks.

It is told beside the field as one leaves it. Who sends what leaves the question open without having
been told is shown the form once more with it; pressing again sends it as it is. Nothing is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import case_of
from jiedao.kernel.registry import Slot
from jiedao.web.forms import Form

_TOLD: Final = "read_over"
"""The field of the form that tells of which texts the remarks have been shown."""
_LONGEST: Final = 4000
_TEMPLATE: Final = "cases/text_check.html"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on a reply. ``grave``: as it stands it does not answer whoever asked, or it tells
    what it must not."""

    sentence: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class TextCheck:
    """``check(case, text)`` gives remarks on a reply to the case's requests, the gravest first;
    empty where nothing is amiss."""

    key: str
    check: Callable[[Case, str], Sequence[Remark]]


text_checks: Slot[TextCheck] = Slot("text_checks", TextCheck)


@require_POST
def read_over(request: HttpRequest, number: str) -> HttpResponse:
    """What is said of the one text that was sent along, under whatever name the field has."""
    case = case_of(request, number)
    name = next((name for name in request.POST if name.startswith("reply")), "reply")
    text = str(request.POST.get(name, ""))
    return render(request, _TEMPLATE, _told(text, _remarks(case, text)))


def url_of(case: Case) -> str:
    """Where a text to the case's requests is read over; "" where nobody does."""
    return reverse("cases:read_over", args=[case.number]) if text_checks else ""


def untold(request: HttpRequest, case: Case, form: Form[Any]) -> bool:
    """Whether a text that is read over has something grave about it of which its writer was not
    told; what is remarked then stands beside the field, in the form to be shown again."""
    told = set(request.POST.getlist(_TOLD))
    url = url_of(case)
    if not url:
        return False
    found = False
    for one in (one for one in form.fields if one.widget.url == url):
        text = str(request.POST.get(one.name, ""))
        remarks = _remarks(case, text)
        one.said = render_to_string(_TEMPLATE, _told(text, remarks), request)
        grave = any(remark.grave for remark in remarks)
        found = found or (grave and _digest(text) not in told)
    return found


def _remarks(case: Case, text: str) -> list[Remark]:
    if not text.strip():
        return []
    return [remark for one in text_checks for remark in one.check(case, text[:_LONGEST])]


def _told(text: str, remarks: Sequence[Remark]) -> dict[str, Any]:
    return {"remarks": remarks, "name": _TOLD, "digest": _digest(text)}


def _digest(text: str) -> str:
    """Of the words alone: a browser sends other line ends than it shows."""
    return sha256("".join(text.split()).encode()).hexdigest()[:16]
