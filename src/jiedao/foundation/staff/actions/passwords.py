"""Passwords: set by one-time link, changed by their owner. Nobody else ever knows one."""

from collections.abc import Sequence

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import require_in
from jiedao.foundation.staff.models import Account, PasswordLink
from jiedao.foundation.staff.passwords import LINK_HOURS, check_strength, new_link, open_link
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

ACCOUNT = "account"


def password_link(account: Account, *, actor: Actor, hours: int = LINK_HOURS) -> str:
    """A path by which the account's owner sets a password once; earlier links end."""
    return password_links([account], actor=actor, hours=hours)[0]


def password_links(
    accounts: Sequence[Account], *, actor: Actor, hours: int = LINK_HOURS
) -> list[str]:
    """One path an account, in the same order. Only the digest of its secret is kept."""
    for town_id in {account.town_id for account in accounts}:
        require_in(actor, "staff.edit", town_id)
    closed = next((account for account in accounts if not account.is_active), None)
    if closed is not None:
        raise Conflict(_("账号 %(name)s 已停用，请先启用。") % {"name": closed.username})
    _check_superusers(accounts, actor)
    with within():
        PasswordLink.objects.filter(
            account__in=accounts, used_at__isnull=True, expires_at__gt=clock.now()
        ).update(expires_at=clock.now())
        made = [new_link(account, hours) for account in accounts]
        PasswordLink.objects.bulk_create([link for link, _path in made], batch_size=500)
        _record(accounts, "password_link_made", actor)
    return [path for _link, path in made]


def _check_superusers(accounts: Sequence[Account], actor: Actor) -> None:
    """A system administrator must not take over the installation's first administrator."""
    if actor.is_system or not any(account.is_superuser for account in accounts):
        return
    own = actor.id and Account.objects.filter(pk=actor.id, is_superuser=True).exists()
    if not own:
        raise Forbidden(_("总管理员的密码链接只能在服务器上用命令生成。"))


def set_password_by_link(secret: str, password: str) -> Account:
    """Set the password; the link is used up and every other session of the account ends."""
    link = open_link(secret)
    account = link.account
    check_strength(account, password)
    with within():
        # Compare-and-set: of two who open the same link at once only one is let through.
        moment = clock.now()
        taken = PasswordLink.objects.filter(
            pk=link.pk, used_at__isnull=True, expires_at__gt=moment
        ).update(used_at=moment)
        if not taken:
            raise NotFound(_("这个链接已用过或已过期，请向管理员要一个新的。"), code="link_over")
        _set(account, password)
        _record([account], "password_set", actor_of(account))
    return account


def change_own_password(account: Account, old: str, new: str, *, actor: Actor) -> Account:
    """Change one's own password; other sessions end, the caller keeps his own alive."""
    if actor.id != account.pk:
        raise Forbidden(_("密码由本人修改；忘记了请向管理员要链接。"))
    if not check_password(old, account.password):
        raise Invalid(_("原密码不对。"), code="wrong_password", field="old")
    check_strength(account, new, "new")
    with within():
        _set(account, new)
        _record([account], "password_set", actor)
    return account


def set_demo_password(accounts: Sequence[Account], password: str, *, actor: Actor) -> None:
    """One password for all accounts of a demo town, hashed once. For the command line only."""
    if not actor.is_system:
        raise Forbidden(_("只有命令行可以为演示账号设统一密码。"))
    encoded, moment = make_password(password), clock.now()
    with within():
        for account in accounts:
            account.password, account.password_set_at = encoded, moment
        Account.objects.filter(pk__in=[account.pk for account in accounts]).update(
            password=encoded, password_set_at=moment
        )
        _record(accounts, "password_set", actor)


def _set(account: Account, password: str) -> None:
    account.set_password(password)
    account.password_set_at = clock.now()
    account.failed_count, account.locked_until = 0, None
    account.save(update_fields=["password", "password_set_at", "failed_count", "locked_until"])


def _record(accounts: Sequence[Account], verb: str, actor: Actor) -> None:
    towns: dict[int, list[Line]] = {}
    for account in accounts:
        if account.town_id:
            towns.setdefault(account.town_id, []).append(Line(ACCOUNT, account.pk, verb))
    for town_id, lines in towns.items():
        history.record(town_id, lines, actor=actor)
