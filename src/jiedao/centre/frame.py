"""What the centre enters into the frame: its right and its line of the rail."""

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from jiedao.centre import walls
from jiedao.centre.rights import SEE
from jiedao.foundation.records.layers import has_place
from jiedao.foundation.records.schema import generated_kinds
from jiedao.kernel import registry
from jiedao.kernel.declarations import NO_TITLE, NavigationEntry, Permission
from jiedao.kernel.titles import Title
from jiedao.web import slots

TITLES: Final = Title("指挥中心", "Command centre")


def enter() -> None:
    """Called once, when the app is ready."""
    registry.permissions.add(
        Permission(SEE, Title("打开指挥中心", "Open the command centre")), declared_by=__name__
    )
    registry.settings.add(walls.SETTINGS, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry("centre", TITLES, "centre:screen", "radar", SEE, 2), declared_by=__name__
    )
    registry.on_close(_link_portraits)


def _link_portraits() -> None:
    """Every record that lies somewhere, and so is met on the map, leads to its portrait."""
    for kind in generated_kinds():
        if has_place(kind):
            slots.record_panels.add(
                slots.RecordPanel(f"centre.{kind.key}", kind.key, NO_TITLE, _portrait, SEE, 5)
            )


def _portrait(request: HttpRequest, record: Any) -> str:
    url = reverse("centre:portrait_record", args=[record.kind, record.number])
    return render_to_string("centre/_portrait_link.html", {"url": url}, request)
