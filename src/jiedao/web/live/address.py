"""Where a page finds the live events."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

PATH = "/live/events"


def live_url(request: HttpRequest) -> str:
    """LIVE_URL where a proxy joins the ports, else this host on the port of live events."""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    domain, _port = split_domain_port(request.get_host())
    return f"{request.scheme}://{domain}:{settings.LIVE_PORT}{PATH}"
