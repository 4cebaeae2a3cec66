"""One way for a page that is one form: show it, bind it, act durably, say what was done."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from pydantic import BaseModel

from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.shell import base_template, is_htmx, target

M = TypeVar("M", bound=BaseModel)


def act(
    request: HttpRequest,
    form: Form[M],
    do: Callable[[M], str],
    *,
    title: str,
    submit: str,
    back: str,
    danger: bool = False,
    page: str = "web/acting/page.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """GET shows the form; POST calls ``do`` with what was typed, and goes ``back``. ``page`` is a
    template that says more than the form, of ``extra``.

    ``do`` runs in one durable transaction and returns the sentence to be shown. A refusal comes
    back as the form with every word still in it.
    """
    if request.method == "POST" and (data := form.bind(request)) is not None:
        try:
            with durable():
                text = do(data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(request, back, text)
    context: dict[str, Any] = {
        "form": form, "title": title, "submit": submit, "danger": danger, "back": back,
        "base_template": base_template(request), "action": request.get_full_path(),
        **(extra or {}),
    }  # fmt: skip
    part = is_htmx(request) and not target(request)
    template = "web/acting/part.html" if part else page
    return render(request, template, context, status=422 if form.refused else 200)


def done(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """An act that needs nothing said: in one durable transaction, then ``back``."""
    with durable():
        text = do()
    return redirect(request, back, text)
