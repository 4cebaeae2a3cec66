"""Bearer tokens of accounts, and of channels that deliver records by machine.

The token is shown once; the database keeps its SHA-256. ``resolve`` remembers what it found for
some seconds in the process, so that a busy channel costs no query a request; a revocation made
in another process therefore takes at most ``KEPT_SECONDS`` to arrive.
"""

import secrets
import threading
import time
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.models import Account, Token
from jiedao.foundation.staff.passwords import digest
from jiedao.foundation.staff.reach import actor_of, require
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor, machine
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

TOKEN: Final = "token"  # noqa: S105 - the kind of record
PREFIX: Final = "jd_"
KEPT_SECONDS: Final = 10.0
_KEPT_AT_MOST: Final = 10_000
_USE_NOTED_EVERY: Final = timedelta(hours=1)

_kept: dict[str, tuple[float, Token]] = {}
_lock: Final = threading.Lock()


def issue(
    town_id: int,
    *,
    actor: Actor,
    account: Account | None = None,
    channel: str = "",
    name: str = "",
    days: int | None = None,
) -> str:
    """Make a token for an account or for a channel; returns the token itself, once."""
    if (account is None) == (not channel):
        raise Invalid(_("令牌须属于一个账号或一个渠道。"))
    if account is None or actor.id != account.pk:
        require(actor, "settings.edit")
    if account is not None and account.is_superuser and not actor.is_system:
        raise Forbidden(_("总管理员不用令牌。"))
    moment = clock.now()
    secret = PREFIX + secrets.token_urlsafe(32)
    with within():
        token = Token.objects.create(
            town_id=town_id,
            account=account,
            channel=channel,
            digest=digest(secret),
            name=name,
            created_at=moment,
            expires_at=moment + timedelta(days=days) if days else None,
        )
        data = {"account": account.pk if account else None, "channel": channel, "name": name}
        history.record(town_id, [Line(TOKEN, token.pk, "issued", data=data)], actor=actor)
    return secret


def resolve(bearer: str) -> Token | None:
    """The valid token behind a bearer string (its account loaded), or None."""
    if not bearer.startswith(PREFIX):
        return None
    key, moment = digest(bearer), time.monotonic()
    entry = _kept.get(key)
    if entry is not None and moment - entry[0] < KEPT_SECONDS:
        return entry[1] if _is_valid(entry[1]) else None
    token = Token.objects.select_related("account").filter(digest=key).first()
    if token is None or not _is_valid(token):
        with _lock:
            _kept.pop(key, None)
        return None
    _note_use(token)
    with _lock:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[key] = (moment, token)
    return token


def _is_valid(token: Token) -> bool:
    if token.revoked_at is not None or (token.account and not token.account.is_active):
        return False
    return token.expires_at is None or token.expires_at > clock.now()


def _note_use(token: Token) -> None:
    moment = clock.now()
    if token.last_used_at is None or moment - token.last_used_at > _USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=moment)
        token.last_used_at = moment


def actor_of_token(token: Token) -> Actor:
    """The author of what is done with a token: its account, or its channel as a machine."""
    if token.account is not None:
        return actor_of(token.account, token.town_id)
    return machine(token.channel)


def revoke(token: Token, *, actor: Actor) -> None:
    """End a token: by its account, or by whoever may change settings."""
    if actor.id is None or actor.id != token.account_id:
        require(actor, "settings.edit")
    with within():
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        history.record(token.town_id, [Line(TOKEN, token.pk, "revoked")], actor=actor)
    forget()


def revoke_all(account: Account) -> None:
    """End every token of an account that is being closed (the caller writes the history)."""
    Token.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=clock.now())
    forget()


def forget() -> None:
    """Ask the database about every token again."""
    with _lock:
        _kept.clear()
