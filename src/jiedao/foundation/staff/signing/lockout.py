"""Lockout: five failures in a row lock the account for a quarter of an hour.

Kept on the account's row, so that it holds across processes and restarts. Password and TOTP
failures count together; the count begins anew with a sign-in or with a lock.
"""

from datetime import timedelta
from typing import Final

from django.db.models import F
from django.http import HttpRequest

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.signing.record import note
from jiedao.kernel import clock
from jiedao.kernel.transactions import within

FAILURES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


def is_locked(account: Account) -> bool:
    """Whether nobody gets in now, even with the right password."""
    return account.locked_until is not None and account.locked_until > clock.now()


def note_failure(account: Account, step: str, request: HttpRequest | None) -> None:
    """Count a failure (``step``: password or code) and lock at the fifth."""
    if is_locked(account):
        note(account, "sign_in_failed", request, step=step, locked=True)
        return
    with within():
        row = Account.objects.filter(pk=account.pk)
        row.update(failed_count=F("failed_count") + 1)
        count = row.values_list("failed_count", flat=True).get()
        note(account, "sign_in_failed", request, step=step)
        if count >= FAILURES:
            account.locked_until = clock.now() + LOCKED_FOR
            row.update(failed_count=0, locked_until=account.locked_until)
            note(account, "locked", request, until=account.locked_until)
