"""The code forms of django-allauth, with the account's lock before and its count after."""

from allauth.core import context
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.signing.adapters import MISMATCH
from jiedao.foundation.staff.signing.lockout import is_locked, note_failure


class _Counted:
    """A wrong code counts like a wrong password; a locked account takes none."""

    user: Account

    def clean_code(self) -> str:
        if is_locked(self.user):
            raise ValidationError(MISMATCH)
        return super().clean_code()  # type: ignore[misc,no-any-return]

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]
        note_failure(self.user, "code", context.request)


class CodeForm(_Counted, forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_Counted, forms.ReauthenticateForm):  # type: ignore[misc]
    """A code asked for again before something weighty."""
