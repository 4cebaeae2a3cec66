"""Sessions of staff: ended when idle, noted at most once a minute, in the account's language."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, towns

IDLE_MINUTES: Final = 30
"""Town setting ``idle_minutes``."""
NOTED_EVERY: Final = timedelta(minutes=1)
IDLE_COOKIE: Final = "idle_end"
_SEEN: Final = "seen"
_BACKGROUND: Final = ("/live/",)
Handler = Callable[[HttpRequest], HttpResponse]


class AccountSessions:
    """Middleware, after authentication. Costs a request without a session nothing."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self._get_response(request)
        account = request.user
        if not isinstance(account, Account):  # closed meanwhile
            request.session.flush()
            return self._get_response(request)
        if is_idle(account, request.session):
            return self._end(request)
        _note_seen(account, request)
        if account.language:
            translation.activate(account.language)
            request.LANGUAGE_CODE = account.language
        response = self._get_response(request)
        _keep_language(account, response)
        return response

    def _end(self, request: HttpRequest) -> HttpResponse:
        request.idle_end = True  # type: ignore[attr-defined]
        logout(request)
        response = self._get_response(request)
        # The sign-in page tells why one is there again.
        response.set_cookie(IDLE_COOKIE, "1", max_age=120, samesite="Lax", httponly=True)
        return response


def is_idle(account: Account, session: SessionBase) -> bool:
    """Whether nobody was at this session for longer than the town allows."""
    seen = session.get(_SEEN)
    if seen is None:
        return False
    minutes = IDLE_MINUTES
    if account.town_id:
        minutes = int(towns.setting(account.town_id, "idle_minutes", IDLE_MINUTES))
    return clock.now().timestamp() - float(seen) > minutes * 60


def _note_seen(account: Account, request: HttpRequest) -> None:
    """Write when somebody was last here; a page that renews itself is nobody."""
    moment = clock.now()
    seen = request.session.get(_SEEN)
    if seen is not None and (
        moment.timestamp() - float(seen) < NOTED_EVERY.total_seconds() or _by_itself(request)
    ):
        return
    request.session[_SEEN] = int(moment.timestamp())
    _save_seen(account, moment)


def _save_seen(account: Account, moment: datetime) -> None:
    account.last_seen_at = moment
    Account.objects.filter(pk=account.pk).update(last_seen_at=moment)


def _by_itself(request: HttpRequest) -> bool:
    return request.path.startswith(_BACKGROUND) or "X-Jiedao-Background" in request.headers


def _keep_language(account: Account, response: HttpResponse) -> None:
    """A language chosen on any page is the account's from then on."""
    cookie = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if cookie is None or cookie.value == account.language:
        return
    if cookie.value in dict(settings.LANGUAGES):
        account.language = cookie.value
        Account.objects.filter(pk=account.pk).update(language=cookie.value)
