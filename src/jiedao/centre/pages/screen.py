"""The screen, its panels, and how a post arranges it."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from jiedao.centre import layouts
from jiedao.centre.asking import ask, together
from jiedao.centre.mapping import map_context
from jiedao.centre.readers import looker, reader
from jiedao.foundation.staff.actions.screens import arrange, arrangement_of
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry, sharing
from jiedao.kernel.errors import Invalid
from jiedao.kernel.transactions import durable
from jiedao.web.live.feed import last_id
from jiedao.web.shell import base_template

SCREEN: Final = "centre"
MOST: Final = 40
"""Panels that one request may ask for."""


@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """One screen for the sub-district: frames of panels, which then ask for themselves."""
    account, reach = reader(request)
    panels = layouts.panels_for(reach)
    kept = arrangement_of(account, SCREEN)
    layout = layouts.layout_for(reach, kept)
    by_key = {panel.key: panel for panel in panels}
    context: dict[str, Any] = {
        "base_template": base_template(request),
        "places": [(one, by_key.get(one.key)) for one in layout],
        "declared": not kept,
        "others": layouts.unused(panels, layout),
        "since": last_id(),
        "account_key": account.pk,
        **map_context(request, reach),
    }
    return render(request, "centre/screen.html", context)


@require_GET
def panels(request: HttpRequest) -> HttpResponse:
    """``?key=A&key=B&have=A:TAG&fresh=MS``: {key: {html or fault, tag, slow, again}}, without
    those that are as the page has them. ``fresh``: how long ago the page heard of the change for
    which it asks; nothing older is answered."""
    reach, is_wall = looker(request)
    have = dict(one.rsplit(":", 1) for one in request.GET.getlist("have") if ":" in one)
    found = []
    with sharing.no_older_than(_seconds(request.GET.get("fresh", ""))):
        for key in request.GET.getlist("key")[:MOST]:
            panel = registry.panels.find(key)
            if (
                panel is None
                or not layouts.may_see(reach, panel)
                or (is_wall and not panel.on_wall)
            ):
                continue
            answer = ask(panel, reach)
            if have.get(key) != answer.tag:
                found.append((key, answer))
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(together(found), content_type="application/json", headers=headers)


def _seconds(milliseconds: str) -> float | None:
    return int(milliseconds) / 1000 if milliseconds.isdecimal() else None


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep how the reader's post arranges the screen; an empty list is the declared layout."""
    account, _reach = reader(request)
    try:
        placed = layouts.layout_type.validate_python(json.loads(request.body or b"[]"))
    except (ValidationError, ValueError):
        raise Invalid(_("版面没有保存：内容读不懂，请刷新后再试。"), code="bad_layout") from None
    with durable():
        arrange(account, SCREEN, [one.model_dump() for one in placed], actor=actor_of(account))
    return JsonResponse({"kept": len(placed)})
