"""What the town must publish: pages that applications declare, read by everybody."""

from itertools import groupby, islice
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiedao.kernel import registry
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town
from jiedao.portal import frame

SHOWN: Final = 50
_LAST_PAGE: Final = 200


@require_safe
@frame.public_page
def publication(request: HttpRequest, key: str) -> HttpResponse:
    """The lines of a publication under their headings, so many a page (``?page=2``)."""
    town: Town = request.town  # type: ignore[attr-defined]
    declared = registry.publications.find(key)
    if declared is None:
        raise NotFound(_("没有这一页。"), code="no_publication")
    page = _page(request)
    start = (page - 1) * SHOWN
    lines = list(islice(declared.lines(town.pk), start, start + SHOWN + 1))
    more = len(lines) > SHOWN
    return render(
        request,
        "portal/publication.html",
        {
            "publication": declared,
            "groups": [
                (heading, list(rows))
                for heading, rows in groupby(lines[:SHOWN], lambda line: line.heading)
            ],
            "before": _at(town, key, page - 1) if page > 1 else "",
            "after": _at(town, key, page + 1) if more and page < _LAST_PAGE else "",
        },
    )


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), _LAST_PAGE) if asked.isdecimal() and len(asked) < 6 else 1


def _at(town: Town, key: str, page: int) -> str:
    return frame.address(town, "publication", key, **({"page": str(page)} if page > 1 else {}))
