"""A part that an engine shows beside every record of its family."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from jiedao.foundation.records.families import Family
from jiedao.foundation.records.schema import generated_kinds
from jiedao.kernel import registry
from jiedao.kernel.declarations import NO_TITLE
from jiedao.web import slots


def panel_of_family(family: Family, render: Callable[[HttpRequest, Any], str]) -> None:
    """Show ``render(request, record)`` on the page of every kind of the family; "" shows nothing.

    What is drawn has its own headings.
    """

    def enter() -> None:
        for kind in generated_kinds():
            if kind.family == family.key:
                slots.record_panels.add(
                    slots.RecordPanel(f"{family.key}.{kind.key}", kind.key, NO_TITLE, render)
                )

    registry.on_close(enter)
