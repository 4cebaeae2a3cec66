"""Who calls: an account or a channel by token, or an account by its session.

The authenticators put a ``Caller`` on ``request.auth``; everything after them asks only that.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.staff.tokens import actor_of_token, resolve
from jiedao.kernel import towns
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Unauthenticated
from jiedao.kernel.models import History


@dataclass(frozen=True, slots=True)
class Caller:
    """The town it speaks to and whoever acts. ``channel`` is that of a machine's token,
    ``address`` that of an anonymous sender."""

    town_id: int
    actor: Actor
    channel: str = ""
    address: str = ""

    @property
    def is_public(self) -> bool:
        return self.actor.kind == History.ActorKind.RESIDENT

    @property
    def reach(self) -> Reach:
        """What the account may do; Forbidden for a machine, which sees only its own requests."""
        if self.actor.reach is None:
            raise Forbidden(_("渠道令牌只能提交和查询自己的诉求。"), code="channel_token")
        return self.actor.reach


def caller_of(request: HttpRequest) -> Caller:
    """The caller that authentication found."""
    caller = request.auth  # type: ignore[attr-defined]
    assert isinstance(caller, Caller)
    return caller


class Bearer(HttpBearer):
    """``Authorization: Bearer jd_…``. A wrong token is refused, never taken for the public."""

    def __call__(self, request: HttpRequest) -> Any:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        scheme, _blank, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated(_("请用 Authorization: Bearer 令牌。"), code="bad_scheme")
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller behind a token; Unauthenticated when it is none (any more)."""
        return caller_of_token(token)


def caller_of_token(bearer: str) -> Caller:
    """The caller behind a token; Unauthenticated when it is none (any more)."""
    token = resolve(bearer)
    if token is None:
        raise Unauthenticated(_("令牌无效、已过期或已撤销。"), code="bad_token")
    actor = actor_of_token(token)
    # An account speaks to its own town, wherever its token was issued.
    town_id = actor.reach.town_id if actor.reach is not None else token.town_id
    return Caller(town_id, actor, channel=token.channel)


class Session(APIKeyCookie):
    """The cookie of a signed-in account, for pages: changes need the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # checked below, with a sentence of our own

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """The caller of a session; None for a stranger."""
        account = request.user if key else None
        if not isinstance(account, Account):
            return None
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not _has_csrf_token(request):
            raise Forbidden(_("页面已过期，请刷新后再试。"), code="csrf")
        actor = actor_of(account, _asked_town(request) if account.town_id is None else None)
        assert actor.reach is not None
        return Caller(actor.reach.town_id, actor)


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check without its page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        return HttpResponseForbidden(reason)


def _has_csrf_token(request: HttpRequest) -> bool:
    # The view is exempt for the sake of tokens; a session is checked all the same.
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check = _CsrfCheck(_no_view)
    check.process_request(request)
    return check.process_view(request, _no_view, (), {}) is None


def _no_view(_request: HttpRequest) -> HttpResponseForbidden:
    return HttpResponseForbidden()


def _asked_town(request: HttpRequest) -> int | None:
    key = request.GET.get("town", "").replace("\x00", "")
    return towns.town_by_key(key).pk if key else None


STAFF = [Bearer(), Session()]
