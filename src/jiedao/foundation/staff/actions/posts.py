"""Posts (an account in a role in a unit, with dates) and cover during leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import Faults, require_in
from jiedao.foundation.staff.models import Account, Cover, Post, Role, Unit
from jiedao.foundation.staff.reach import forget_reach
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

POST: Final = "post"


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be given; account, unit and role by their names and codes."""

    username: str
    unit_code: str
    role_key: str
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def add_post(town_id: int, new: NewPost, *, actor: Actor) -> Post:
    """Give one post."""
    return add_posts(town_id, [new], actor=actor)[0]


def add_posts(town_id: int, news: Sequence[NewPost], *, actor: Actor) -> list[Post]:
    """Give posts; all or, with ``Invalid`` naming each fault, none. Nobody gives himself one."""
    require_in(actor, "staff.roles", town_id)
    accounts = {
        account.username: account
        for account in Account.objects.filter(
            town_id=town_id, username__in={new.username.strip().lower() for new in news}
        )
    }
    units = {
        unit.code: unit
        for unit in Unit.objects.filter(town_id=town_id, code__in={new.unit_code for new in news})
    }
    roles = {role.key: role for role in Role.objects.filter(town_id=town_id)}
    _check_posts(news, accounts, units, roles, actor)
    today = clock.today()
    rows = [
        Post(
            account=accounts[new.username.strip().lower()],
            unit=units[new.unit_code],
            role=roles[new.role_key],
            title=new.title,
            valid_from=new.valid_from or today,
            valid_to=new.valid_to,
        )
        for new in news
    ]
    with within():
        Post.objects.bulk_create(rows, batch_size=500)
        history.record(town_id, [_line(post, "added") for post in rows], actor=actor)
    return rows


def _check_posts(
    news: Sequence[NewPost],
    accounts: dict[str, Account],
    units: dict[str, Unit],
    roles: dict[str, Role],
    actor: Actor,
) -> None:
    faults = Faults()
    for index, new in enumerate(news):
        account = accounts.get(new.username.strip().lower())
        if account is None:
            faults.add(index, "username", _("本街道没有用户名 %(name)s。") % {"name": new.username})
        elif account.pk == actor.id:
            faults.add(index, "username", _("不能给自己授予角色。"))
        if new.unit_code not in units:
            faults.add(
                index, "unit_code", _("没有代码为 %(code)s 的机构。") % {"code": new.unit_code}
            )
        if new.role_key not in roles:
            faults.add(index, "role_key", _("没有角色 %(key)s。") % {"key": new.role_key})
        if new.valid_to is not None and new.valid_to < (new.valid_from or clock.today()):
            faults.add(index, "valid_to", _("结束日期不能早于开始日期。"))
    faults.refuse()


def _line(post: Post, verb: str, note: str = "") -> Line:
    return Line(
        POST,
        post.pk,
        verb,
        note=note,
        data={"account": post.account_id, "unit": post.unit_id, "role": post.role_id},
        changes={"valid_to": (None, post.valid_to)} if post.valid_to else {},
    )


def end_post(post: Post, last_day: date, reason: str = "", *, actor: Actor) -> Post:
    """Let a post end with a day."""
    town_id = post.unit.town_id
    require_in(actor, "staff.roles", town_id)
    if last_day < post.valid_from:
        # A post given by mistake may end before it began: it is then valid on no day.
        last_day = min(last_day, post.valid_from)
    with within():
        old, post.valid_to = post.valid_to, last_day
        post.save(update_fields=["valid_to"])
        line = Line(
            POST,
            post.pk,
            "ended",
            note=reason,
            changes={"valid_to": (old, last_day)},
            data={"account": post.account_id, "unit": post.unit_id, "role": post.role_id},
        )
        history.record(town_id, [line], actor=actor)
    return post


def add_cover(
    post: Post,
    account: Account,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    *,
    actor: Actor,
) -> Cover:
    """Let a colleague do the work of a post while its holder is away.

    Arranged by the holder, or by whoever may give roles. Nobody hands himself another's post,
    and what one covers cannot be handed on.
    """
    town_id = post.unit.town_id
    if actor.id != post.account_id:
        require_in(actor, "staff.roles", town_id)
        if account.pk == actor.id:
            raise Forbidden(_("不能安排自己代别人的岗，请由本人或另一位管理员安排。"))
    _check_cover(post, account, starts_at, ends_at)
    overlapping = Cover.objects.filter(post=post, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if overlapping.exists():
        raise Conflict(_("这段时间已经安排了代岗。"), code="cover_overlaps")
    with within():
        cover = Cover.objects.create(
            post=post, account=account, starts_at=starts_at, ends_at=ends_at, reason=reason.strip()
        )
        line = Line(
            POST, post.pk, "covered", note=reason,
            data={"cover": cover.pk, "account": account.pk, "starts_at": starts_at, "ends_at": ends_at},
        )  # fmt: skip
        history.record(town_id, [line], actor=actor)
    forget_reach(account)
    return cover


def _check_cover(post: Post, account: Account, starts_at: datetime, ends_at: datetime) -> None:
    if account.town_id != post.unit.town_id or not account.is_active:
        raise NotFound(_("代岗人须是本街道在用的账号。"))
    if account.pk == post.account_id:
        raise Invalid(_("代岗人不能是本人。"), field="account")
    if ends_at <= starts_at or ends_at <= clock.now():
        raise Invalid(_("代岗的结束时间须晚于开始时间和现在。"), field="ends_at")
    if post.valid_to is not None and post.valid_to < clock.today():
        raise Conflict(_("这个岗位已经结束。"))


def end_cover(cover: Cover, *, actor: Actor) -> None:
    """End a cover now (one not begun yet never begins)."""
    town_id = cover.post.unit.town_id
    if actor.id not in (cover.post.account_id, cover.account_id):
        require_in(actor, "staff.roles", town_id)
    moment = clock.now()
    if cover.ends_at <= moment:
        raise Conflict(_("这次代岗已经结束。"))
    with within():
        old, cover.ends_at = cover.ends_at, max(moment, cover.starts_at)
        cover.save(update_fields=["ends_at"])
        line = Line(
            POST,
            cover.post_id,
            "cover_ended",
            changes={"ends_at": (old, cover.ends_at)},
            data={"cover": cover.pk, "account": cover.account_id},
        )
        history.record(town_id, [line], actor=actor)
    forget_reach(cover.account)
