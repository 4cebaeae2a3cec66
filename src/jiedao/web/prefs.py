"""What a reader chooses for this browser: language, size of print."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

_YEAR = 31_536_000
CHOICES = {
    "text": ("normal", "large"),
    "theme": ("auto", "light", "dark"),
    "rail": ("wide", "narrow"),
}


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language."""
    response = _back(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Keep a choice of ``CHOICES`` as a cookie, for pages that work without scripts."""
    response = _back(request)
    for name, allowed in CHOICES.items():
        if request.POST.get(name) in allowed:
            _keep(response, name, request.POST[name])
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
    )


def _back(request: HttpRequest) -> HttpResponse:
    url = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(url if safe else "/")
