"""What sign-in leaves in history: who came in, who failed, who was locked, who left."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.history import Line
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import within

ACCOUNT: Final = "account"


def note(account: Account | None, verb: str, request: HttpRequest | None, **data: Any) -> None:
    """Write a line about an account; about an unknown user name, into the first town's record.

    A user name nobody has may be a password typed into the wrong box: two characters are kept.
    """
    town_id = account.town_id if account else None
    if town_id is None:
        town_id = Town.objects.order_by("id").values_list("id", flat=True).first()
    if town_id is None:
        return
    actor = actor_of(account, town_id) if account else Actor(History.ActorKind.ACCOUNT)
    if request is not None:
        data["address"] = request.META.get("REMOTE_ADDR", "")
    with within():
        line = Line(ACCOUNT, account.pk if account else 0, verb, data=data)
        history.record(town_id, [line], actor=actor)


def _signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    if user.failed_count:
        user.failed_count = 0
        user.save(update_fields=["failed_count"])
    note(user, "signed_in", request)


def _signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        note(user, "signed_out", request, idle=bool(getattr(request, "idle_end", False)))


def _authenticator_used(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(user, "recovery_code_used", request)


def connect() -> None:
    """Listen; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="staff.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="staff.signed_out")
    authenticator_used.connect(_authenticator_used, dispatch_uid="staff.authenticator_used")
