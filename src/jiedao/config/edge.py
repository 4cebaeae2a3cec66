"""The outermost check of every request: its size, who sends it, what a page may load."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from jiedao.kernel.errors import TooLarge
from jiedao.web.live.address import live_url
from jiedao.web.refusals import page

# Charts write style attributes into their tips; style elements and scripts are never inline.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self';"
    " style-src-attr 'unsafe-inline';"
    " img-src 'self' data: blob: {tiles}; worker-src 'self' blob:; object-src 'none';"
    " base-uri 'self'; form-action 'self'; frame-ancestors 'none'; connect-src 'self' {live}"
)
_DRAIN_BYTES = 16 * 1024 * 1024


class Edge:
    """Middleware; stands before everything that reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _take_client_address(request)
        if excess := oversize(request):
            _drain(request)
            return _refuse(request, *excess)
        response = self._get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", content_policy(request))
        return response


def oversize(request: HttpRequest) -> tuple[int, int] | None:
    """Bytes announced and bytes allowed when the body is longer than its kind may be."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    length = int(declared) if declared.isdecimal() else 0
    multipart = request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    limit = settings.MAX_POST_BYTES if multipart else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return (length, limit) if length > limit else None


def content_policy(request: HttpRequest) -> str:
    """The Content-Security-Policy of a page: itself, map tiles, and the port of live events."""
    live = live_url(request)
    return _POLICY.format(
        tiles=" ".join(settings.TILE_HOSTS), live="" if live.startswith("/") else live
    )


def _take_client_address(request: HttpRequest) -> None:
    # The last addresses of X-Forwarded-For were written by our own proxies, those before by
    # anybody: with n trusted proxies the n-th from the end is the client.
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    chain = [address.strip() for address in forwarded.split(",") if address.strip()]
    if 0 < settings.TRUSTED_PROXIES <= len(chain):
        request.META["REMOTE_ADDR"] = chain[-settings.TRUSTED_PROXIES]


def _drain(request: HttpRequest) -> None:
    # A client still sending when we answer and close would see a reset, not the sentence.
    left = _DRAIN_BYTES
    while left > 0 and (chunk := request.read(65536)):
        left -= len(chunk)


def _refuse(request: HttpRequest, length: int, limit: int) -> HttpResponse:
    # This stands before the locale middleware: the reader's language has to be asked for.
    with translation.override(translation.get_language_from_request(request)):
        refusal = TooLarge(
            _("内容太大：收到 %(got)s MB，最多 %(most)s MB。")
            % {"got": -(-length // 1_048_576), "most": limit // 1_048_576}
        )
        if request.accepts("text/html") and not request.path.startswith(("/api/", "/open311/")):
            return page(request, refusal.status, refusal.sentence)
    return JsonResponse(
        refusal.problem(), status=refusal.status, content_type="application/problem+json"
    )
