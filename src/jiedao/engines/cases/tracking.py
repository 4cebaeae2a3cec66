"""Tracking: a resident follows a request by its number and a short code, without an account.

The code is derived from the number by a keyed hash, so nothing secret is stored and a retry
of the same message is answered with the same code.
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
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, f"{request.town_id}:{request.number}".encode(), hashlib.sha256).digest()
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
    given = code.strip().upper()
    if request is None or not hmac.compare_digest(code_for(request), given):
        raise NotFound(_("编号或查询码不对，请核对后再试。"), code="no_tracking")
    if request.tracking_expires_at is not None and request.tracking_expires_at < clock.now():
        raise NotFound(_("查询码已过期，请拨打便民电话查询。"), code="tracking_expired")
    return request
