"""Where an upper floor says which cases may be the same matter as the one on the dispatch desk.

Where nobody does, or nothing is found, the desk shows what lies near by (``desk.alike``).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from jiedao.engines.cases.work import Work
from jiedao.kernel.registry import Slot


@dataclass(frozen=True, slots=True)
class Alike:
    """``render(request, work)`` gives HTML with headings of its own, or "" for nothing. It shows only
    what the reader may see."""

    key: str
    render: Callable[[HttpRequest, Work], str]


alikes: Slot[Alike] = Slot("alikes", Alike)


def drawn_alike(request: HttpRequest, work: Work) -> SafeString:
    """What is offered of a case, all of it; "" where nothing is."""
    html = "".join(one.render(request, work) for one in alikes)
    return mark_safe(html)  # noqa: S308 (rendered by templates)
