"""What every public page needs: its town, whether it is open, addresses that keep the town."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jiedao.engines.cases import public
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town

COOKIE = "town"
_YEAR = 31_536_000
View = Callable[..., HttpResponseBase]


def town_of(request: HttpRequest) -> Town:
    """The town that the address names, else that of the last visit, else the first open one."""
    asked = request.GET.get("town", "")
    if asked:
        return public.town_for(asked, public.PAGE)
    try:
        return public.town_for(request.COOKIES.get(COOKIE, ""), public.PAGE)
    except NotFound:
        return public.town_for("", public.PAGE)


def public_page(view: View) -> View:
    """A page of a town that opened its public page; ``request.town`` is set.

    No CSRF token is asked for: these pages act on nobody's session, only on what is typed into
    them and on tracking codes; and a phone that refuses cookies must be able to report.
    """

    @csrf_exempt
    @wraps(view)
    def framed(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        town = town_of(request)
        if not public.is_open(town, public.PAGE):
            raise NotFound(
                _("%(town)s没有开放公众页面。") % {"town": town.title}, code="page_closed"
            )
        request.town = town  # type: ignore[attr-defined]
        response = view(request, *arguments, **named)
        if request.GET.get("town"):
            response.set_cookie(COOKIE, town.key, max_age=_YEAR, samesite="Lax")
        return response

    return framed


def address(town: Town, name: str, *arguments: object, **query: str) -> str:
    """The address of a public page, with its town where it is not the one a stranger gets."""
    url = reverse(f"portal:{name}", args=arguments)
    if public.town_for("", public.PAGE).pk != town.pk:
        query = {**query, "town": town.key}
    return f"{url}?{urlencode(query)}" if query else url


def full_address(request: HttpRequest, town: Town, name: str, *arguments: object) -> str:
    """The same with scheme and host: for a QR code or a message."""
    return request.build_absolute_uri(address(town, name, *arguments))
