"""A box in which a unit or a person is looked up by a few letters of the name."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.records.references import reference
from jiedao.web.widgets import Widget


def looked_up(request: HttpRequest, name: str, town_id: int) -> Widget:
    """The box of the field ``name`` ("unit", "account"); call it before the form is bound: a name
    that was typed and not picked is looked up first."""
    _complete(request, name, town_id)
    url = reverse("records:suggest", args=[name])
    words = _words(request, name, town_id)
    return Widget("combo", url=url, words=words, placeholder=_("输入名称检索"))


def _complete(request: HttpRequest, name: str, town_id: int) -> None:
    """What was typed and not picked is looked up; words that mean nothing come back at their
    field, and an emptied box is an emptied field."""
    if request.method != "POST":
        return
    typed = request.POST.get(f"{name}_text", "").strip()
    if typed and request.POST.get(name):
        return
    post = request.POST.copy()
    post[name] = str(reference(name).find(town_id, [typed]).get(typed, typed)) if typed else ""
    request.POST = post  # type: ignore[assignment]


def _words(request: HttpRequest, name: str, town_id: int) -> str:
    if request.method == "POST":
        return request.POST.get(f"{name}_text", "")
    given = request.GET.get(name, "")
    if not given.isdecimal():
        return ""
    return reference(name).words(town_id, [int(given)]).get(int(given), "")
