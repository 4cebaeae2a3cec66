"""The wall of the plan: every task by unit with its light, filtered by the address."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jiedao.applications.plan.board import Asked, Wall, wall
from jiedao.applications.plan.names import TASK
from jiedao.applications.plan.options import Domain
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.pages.common import list_url, reader, record_url
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel.declarations import Tone
from jiedao.kernel.titles import Title
from jiedao.web.shell import base_template

LIGHTS: Final = {
    Tone.RED: Title("滞后或超期", "Behind or overdue"),
    Tone.AMBER: Title("稍慢", "A little behind"),
    Tone.GREEN: Title("按时推进", "In time"),
    Tone.NEUTRAL: Title("待交办", "Not assigned"),
    Tone.GREY: Title("已办结", "Closed"),
}
_LONGEST: Final = 40


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """``?period=2024H2&domain=…&unit=…&light=red``."""
    reach = reader(request, schema_of(TASK), SEE)
    asked = Asked(*(request.GET.get(name, "")[:_LONGEST] for name in Asked.__slots__))
    found = wall(reach, asked)
    context = {
        "wall": found,
        "lights": [(str(tone), title, found.counts[tone]) for tone, title in LIGHTS.items()],
        "titles": {str(tone): title for tone, title in LIGHTS.items()},
        "domains": [(one.value, one.titles) for one in Domain],
        "states": {state.key: state.titles for state in schema_of(TASK).workflow.states},
        "list_url": list_url(TASK),
        "record_url": reverse("records:detail", args=[TASK, "0"]).removesuffix("0/"),
        "here": _here(found),
        "open_url": _open_url(request),
        "live": TASK,
        "address": request.get_full_path(),
        "base_template": base_template(request),
    }
    return render(request, "plan/wall.html", context)


def _here(found: Wall) -> dict[str, str]:
    """What the address says now, for links that change one part of it."""
    asked = found.asked
    return {name: getattr(asked, name) for name in Asked.__slots__}


def _open_url(request: HttpRequest) -> str:
    """The page of the task that stands open beside the wall; "" for none."""
    number = request.GET.get("open", "")
    return record_url(TASK, number) if number.isalnum() else ""
