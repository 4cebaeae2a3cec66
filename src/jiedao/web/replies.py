"""Answers that work with htmx and without: done, once more, go there, a passing sentence."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from jiedao.web.forms import Form
from jiedao.web.shell import is_htmx, target, wants_panel

__all__ = ["again", "done", "is_htmx", "redirect", "refresh", "target", "toast", "wants_panel"]


def toast(response: HttpResponse, text: object, tone: str = "green") -> HttpResponse:
    """Let the page show a passing sentence after it has taken in this answer."""
    return _trigger(response, "toast", {"text": str(text), "tone": tone})


def refresh(response: HttpResponse, *regions: str) -> HttpResponse:
    """Let the regions marked ``data-live`` with these names reload at once."""
    return _trigger(response, "jiedao:refresh", {"regions": list(regions)})


def done(request: HttpRequest, url: str, text: object, *regions: str) -> HttpResponse:
    """A move was made: under htmx the named regions reload where they stand and the sentence
    passes by; otherwise the reader goes to ``url`` and finds the sentence there."""
    if not is_htmx(request):
        return redirect(request, url, text)
    return refresh(toast(HttpResponse(status=204), text), *regions)


def again(
    request: HttpRequest,
    form: Form[Any],
    submit: object,
    *,
    danger: bool = False,
    status: int = 422,
) -> HttpResponse:
    """A form alone: once more with its errors, or (``status=200``) for a place that waits for it.

    Pages that are not asked for by htmx render themselves with the form instead.
    """
    context = {"form": form, "submit": submit, "danger": danger}
    return render(request, "web/form_again.html", context, status=status)


def redirect(
    request: HttpRequest, url: str, text: object = "", tone: str = "green"
) -> HttpResponse:
    """Go to ``url`` after a POST; the sentence is shown there."""
    if text:
        level = messages.SUCCESS if tone == "green" else messages.WARNING
        messages.add_message(request, level, str(text), extra_tags=tone)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _trigger(response: HttpResponse, event: str, detail: dict[str, Any]) -> HttpResponse:
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    # ASCII only: header values travel as Latin-1.
    response.headers["HX-Trigger"] = json.dumps({**events, event: detail})
    return response
