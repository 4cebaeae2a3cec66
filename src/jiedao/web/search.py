"""One box over everything: asks each provider that the reader may use."""

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiedao.kernel.errors import Unauthenticated
from jiedao.web import slots
from jiedao.web.shell import base_template, may

QUICK, FULL = 5, 30
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What one provider found; ``failed`` when it could not be asked."""

    provider: slots.SearchProvider
    hits: list[slots.Hit]
    failed: bool = False


def search(request: HttpRequest) -> HttpResponse:
    """The findings: five of each kind beneath the box (``quick=1``), thirty on the page."""
    if not may(request, ""):
        raise Unauthenticated(_("请先登录。"))
    words = " ".join(request.GET.get("q", "").split())[:80]
    quick = request.GET.get("quick") == "1"
    limit = QUICK if quick else FULL
    providers = sorted(
        (one for one in slots.search_providers if may(request, one.permission)),
        key=lambda one: one.order,
    )
    found = [_ask(request, one, words, limit) for one in providers] if words else []
    context = {
        "words": words,
        "found": [one for one in found if one.hits or one.failed],
        "base_template": base_template(request),
    }
    return render(request, "web/search_quick.html" if quick else "web/search.html", context)


def _ask(request: HttpRequest, provider: slots.SearchProvider, words: str, limit: int) -> Found:
    try:
        return Found(provider, list(provider.find(request, words, limit)))
    except Exception:  # one provider's fault must not hide what the others found
        logger.exception("search provider %s failed", provider.key)
        return Found(provider, [], failed=True)
