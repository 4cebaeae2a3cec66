"""Accounts: added one by one or in a batch, changed, closed and opened again.

A new account has no password: its owner sets one by the one-time link (``passwords``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from jiedao.foundation.staff import tokens
from jiedao.foundation.staff.actions.common import Faults, apply, require_in
from jiedao.foundation.staff.models import Account
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

ACCOUNT: Final = "account"
_CHANGEABLE: Final = frozenset({"name", "email", "phone"})
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be added. ``superuser``: the installation's first administrator."""

    username: str
    name: str
    email: str = ""
    phone: str = ""
    superuser: bool = False


def add_account(town_id: int, new: NewAccount, *, actor: Actor) -> Account:
    """Add one account."""
    return add_accounts(town_id, [new], actor=actor)[0]


def add_accounts(town_id: int, news: Sequence[NewAccount], *, actor: Actor) -> list[Account]:
    """Add accounts without passwords; all or, with ``Invalid`` naming each fault, none.

    User names are unique in the installation, kept in lower case.
    """
    require_in(actor, "staff.edit", town_id)
    if any(new.superuser for new in news) and not actor.is_system:
        raise Forbidden(_("总管理员只能在服务器上用命令建立。"))
    names = [new.username.strip().lower() for new in news]
    _check_accounts(news, names)
    rows = [
        Account(
            town_id=town_id,
            username=username,
            name=new.name.strip(),
            email=new.email.strip(),
            phone=new.phone.strip(),
            is_superuser=new.superuser,
            password=make_password(None),  # marked unusable: costs no hashing
        )
        for new, username in zip(news, names, strict=True)
    ]
    with within():
        Account.objects.bulk_create(rows, batch_size=500)
        lines = [
            Line(ACCOUNT, row.pk, "added", changes={"username": ("", row.username)}) for row in rows
        ]
        history.record(town_id, lines, actor=actor)
    return rows


def _check_accounts(news: Sequence[NewAccount], names: list[str]) -> None:
    faults = Faults()
    taken = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
    for index, (new, username) in enumerate(zip(news, names, strict=True)):
        if not _USERNAME.fullmatch(username):
            faults.add(
                index,
                "username",
                _("用户名用 2 至 60 个小写字母、数字或 . _ - @，以字母或数字开头。"),
            )
        if username in taken:
            faults.add(index, "username", _("用户名 %(name)s 已经有人用了。") % {"name": username})
        taken.add(username)
        _check_contact(faults, index, new.name, new.email, new.phone)
    faults.refuse()


def _check_contact(faults: Faults, index: int, name: str, email: str, phone: str) -> None:
    faults.check_text(index, "name", name, 60)
    if email:
        try:
            validate_email(email.strip())
        except ValidationError:
            faults.add(index, "email", _("邮箱地址写得不对。"))
    if len(phone) > 30:
        faults.add(index, "phone", _("最多 %(longest)d 个字。") % {"longest": 30})


def change_account(account: Account, values: dict[str, Any], *, actor: Actor) -> Account:
    """Change name, e-mail or office telephone: by an administrator, or one's own."""
    if actor.id != account.pk:
        require_in(actor, "staff.edit", account.town_id)
    elif "name" in values and values["name"] != account.name:
        raise Forbidden(_("姓名由管理员修改。"), field="name")
    unknown = values.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"change_account cannot change {sorted(unknown)}")
    faults = Faults()
    merged = {name: getattr(account, name) for name in _CHANGEABLE} | values
    _check_contact(faults, 0, merged["name"], merged["email"], merged["phone"])
    faults.refuse()
    with within():
        changes = apply(account, values)
        if changes:
            account.save(update_fields=list(changes))
            # A name stands in every history line anyway; address and telephone need not.
            _record(account, "changed", actor, changes={
                name: change if name == "name" else ("…", "…") for name, change in changes.items()
            })  # fmt: skip
    return account


def close_account(account: Account, reason: str, *, actor: Actor) -> Account:
    """Nobody signs in with it any more; its sessions and tokens end at once."""
    require_in(actor, "staff.edit", account.town_id)
    if actor.id == account.pk:
        raise Invalid(_("不能停用自己的账号。"))
    if not account.is_active:
        raise Conflict(_("这个账号已经停用。"))
    with within():
        account.is_active = False
        account.set_unusable_password()  # ends every session: their hash no longer fits
        account.save(update_fields=["is_active", "password"])
        tokens.revoke_all(account)
        _record(account, "closed", actor, reason, {"is_active": (True, False)})
    return account


def reopen_account(account: Account, *, actor: Actor) -> Account:
    """Open a closed account again; its owner sets a new password by link."""
    require_in(actor, "staff.edit", account.town_id)
    if account.is_active:
        raise Conflict(_("这个账号没有停用。"))
    with within():
        account.is_active = True
        account.failed_count, account.locked_until = 0, None
        account.save(update_fields=["is_active", "failed_count", "locked_until"])
        _record(account, "reopened", actor, changes={"is_active": (False, True)})
    return account


def unlock_account(account: Account, *, actor: Actor) -> Account:
    """Lift the lock that failed sign-ins brought about."""
    require_in(actor, "staff.edit", account.town_id)
    with within():
        account.failed_count, account.locked_until = 0, None
        account.save(update_fields=["failed_count", "locked_until"])
        _record(account, "unlocked", actor)
    return account


def remove_totp(account: Account, reason: str, *, actor: Actor) -> None:
    """Take the authenticator off an account whose telephone is lost.

    The security administrator's act: the system administrator, who makes password links, could
    else get into any account alone.
    """
    require_in(actor, "staff.roles", account.town_id)
    with within():
        Authenticator.objects.filter(user=account).delete()
        _record(account, "totp_removed", actor, reason)


def set_language(account: Account, language: str, *, actor: Actor) -> Account:
    """The language of the account's pages."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("没有这种语言。"), field="language")
    if actor.id != account.pk and not actor.is_system:
        raise Forbidden(_("语言由本人选择。"))
    with within():
        changes = apply(account, {"language": language})
        if changes:
            account.save(update_fields=["language"])
            _record(account, "changed", actor, changes=changes)
    return account


def _record(
    account: Account,
    verb: str,
    actor: Actor,
    note: str = "",
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    town_id = account.town_id or (actor.reach.town_id if actor.reach else None)
    if town_id:
        line = Line(ACCOUNT, account.pk, verb, note=note, changes=changes or {})
        history.record(town_id, [line], actor=actor)
