"""The code forms of django-allauth, with the account's lock before and its count after."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db.models import Q

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.passwords import digest
from jiedao.foundation.staff.signing.adapters import MISMATCH
from jiedao.foundation.staff.signing.lockout import is_locked, note_failure


class _Counted:
    """A wrong code counts like a wrong password; a locked account takes none."""

    user: Account

    def clean_code(self) -> str:
        if is_locked(self.user):
            raise ValidationError(MISMATCH)
        code: str = super().clean_code()  # type: ignore[misc]
        self._spend(code)
        return code

    def _spend(self, code: str) -> None:
        """Let a code through once, whichever process it comes to (the cache knows only its own)."""
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type != Authenticator.Type.TOTP:
            return
        used = digest(f"{authenticator.pk}:{code}")
        authenticator.data = {**authenticator.data, "last_code": used}
        unspent = Q(data__last_code__isnull=True) | ~Q(data__last_code=used)
        rows = Authenticator.objects.filter(unspent, pk=authenticator.pk)
        if not rows.update(data=authenticator.data):
            raise get_adapter().validation_error("incorrect_code")

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]
        note_failure(self.user, "code", context.request)


class CodeForm(_Counted, forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_Counted, forms.ReauthenticateForm):  # type: ignore[misc]
    """A code asked for again before something weighty."""
