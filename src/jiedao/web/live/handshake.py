"""What a page shows when it connects: host, origin, session and where it stopped listening."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


@dataclass(frozen=True, slots=True)
class Handshake:
    """The part of an ASGI scope that decides who may listen."""

    method: str
    host: str
    origin: str
    session_key: str
    last_event_id: int | None
    exactly: bool = True
    """Whether the page heard everything up to that event; else it saw the tables at that time."""

    @classmethod
    def of(cls, scope: Mapping[str, Any]) -> "Handshake":
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        heard = headers.get("last-event-id", "")
        last = heard or asked.get("since", [""])[0]
        return cls(
            method=scope["method"],
            host=headers.get("host", ""),
            origin=headers.get("origin", ""),
            session_key=_cookie(headers.get("cookie", ""), settings.SESSION_COOKIE_NAME),
            last_event_id=int(last) if last.isdecimal() else None,
            exactly=bool(heard),
        )

    def refusal(self) -> int:
        """The status to refuse with, or 0: another site may neither ask nor listen."""
        domain, _port = split_domain_port(self.host)
        if self.method != "GET":
            return 405
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return 400
        return 0 if not self.origin or self._is_ours() else 403

    def cors(self) -> list[tuple[bytes, bytes]]:
        """The pages stand on another port, which to a browser is another origin."""
        if not self.origin:
            return []
        return [
            (b"access-control-allow-origin", self.origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
        ]

    def _is_ours(self) -> bool:
        origin = urlsplit(self.origin)
        if origin.netloc.lower() == self.host.lower():
            return True
        domain, _port = split_domain_port(self.host)
        page_domain, page_port = split_domain_port(origin.netloc)
        page_port = page_port or {"http": "80", "https": "443"}.get(origin.scheme, "")
        return page_domain == domain and page_port == str(settings.PORT)


def _cookie(header: str, name: str) -> str:
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
