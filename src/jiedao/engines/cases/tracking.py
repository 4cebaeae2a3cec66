"""Tracking: a resident follows a request by its number and a short code, without an account.

The code is derived from the number by a keyed hash, so nothing secret is stored and a retry
of the same message is answered with the same code. Codes made under an older secret stay good
while it is among ``SECRET_KEY_FALLBACKS`` (``jiedao keys``).
"""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from jiedao.engines.cases.models import Request
from jiedao.kernel import clock, towns
from jiedao.kernel.errors import NotFound

# Without 0 O 1 I L: read out over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
DEFAULT_DAYS = 365


def code_for(request: Request) -> str:
    """The tracking code of a request: 8 characters, about 40 bits."""
    return _code(settings.SECRET_KEY, request)


def is_code(request: Request, given: str) -> bool:
    """Whether this is the request's code, under the present secret or one that still counts."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_code(secret, request), given) for secret in secrets)


def _code(secret: str, request: Request) -> str:
    words = f"{request.town_id}:{request.number}".encode()
    digest = hmac.new(secret.encode(), words, hashlib.sha256).digest()
    value = int.from_bytes(digest[:8], "big")
    letters = []
    for _position in range(_LENGTH):
        value, rest = divmod(value, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)


def seal(request: Request) -> None:
    """Set until when the code is good (town setting ``tracking_days``)."""
    days = int(towns.setting(request.town_id, "tracking_days", DEFAULT_DAYS))
    request.tracking_expires_at = request.received_at + timedelta(days=days)
    if request.tracking_expires_at < clock.now():
        request.tracking_expires_at = clock.now() + timedelta(days=days)


def find(town_id: int, number: str, code: str) -> Request:
    """The request of that number, if the code is right and has not expired.

    Raises NotFound in one and the same sentence for a wrong number and a wrong code.
    """
    request = (
        Request.objects.select_related("case")
        .filter(town_id=town_id, number=number.strip().upper())
        .first()
    )
    given = code.strip().upper().encode("ascii", "replace").decode()
    if request is None or not is_code(request, given):
        raise NotFound(_("编号或查询码不对，请核对后再试。"), code="no_tracking")
    if request.tracking_expires_at is not None and request.tracking_expires_at < clock.now():
        raise NotFound(_("查询码已过期，请拨打便民电话查询。"), code="tracking_expired")
    return request
