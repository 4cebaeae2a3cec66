"""API calls that bring a token go straight to their view.

Sessions, cookies, messages, CSRF and frames are for browsers; together they cost a machine that
delivers requests as much as reading and checking its message does.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation

_PREFIX = "/api/"


class Straight:
    """Middleware; stands after what every answer needs, before what only pages need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        by_token = "HTTP_AUTHORIZATION" in request.META
        if not (by_token and request.path_info.startswith(_PREFIX)):
            return self._get_response(request)
        # Whatever lies under the prefix answers itself (config.api): no error reaches this.
        match = get_resolver().resolve(request.path_info)
        request.resolver_match = match
        with translation.override(translation.get_language_from_request(request)):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response
