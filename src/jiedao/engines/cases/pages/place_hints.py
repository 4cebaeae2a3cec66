"""Where an upper floor says which places the words of a case may mean, while it has no point."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from jiedao.engines.cases.work import Work
from jiedao.kernel.registry import Slot


@dataclass(frozen=True, slots=True)
class PlaceHints:
    """``render(request, work)`` gives HTML, or "" for nothing."""

    key: str
    render: Callable[[HttpRequest, Work], str]


place_hints: Slot[PlaceHints] = Slot("place_hints", PlaceHints)


def drawn_hints(request: HttpRequest, work: Work) -> SafeString:
    """What is offered of a case without a point; "" for one that has its place."""
    if work.case.lon is not None and work.case.lat is not None:
        return mark_safe("")
    html = "".join(one.render(request, work) for one in place_hints)
    return mark_safe(html)  # noqa: S308 (rendered by templates)
