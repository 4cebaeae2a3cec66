"""Who fits a user name and a password, in the same time whether or not the name exists."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.passwords import LONGEST
from jiedao.foundation.staff.signing.lockout import is_locked, note_failure
from jiedao.foundation.staff.signing.record import note

_NOBODYS = "!"  # an unusable password: checking it costs one hash, as checking a real one does


class AccountBackend(ModelBackend):
    """Password sign-in with lockout. Every refusal looks alike to the caller."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Account | None:
        if username is None or password is None or len(password) > LONGEST:
            return None
        account = Account.objects.filter(username=username.strip().lower()[:60]).first()
        if account is None:
            check_password(password, _NOBODYS)
            note(None, "sign_in_failed", request, step="password", username=_hidden(username))
            return None
        fits = account.check_password(password)
        if fits and account.is_active and not is_locked(account):
            return account
        note_failure(account, "password", request)
        return None


def _hidden(username: str) -> str:
    return f"{username.strip()[:2]}…({len(username.strip())})"
