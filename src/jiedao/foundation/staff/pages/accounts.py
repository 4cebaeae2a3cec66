"""Accounts for their administrators: the list, and one with its posts, lock and links."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.actions import NewAccount
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.pages.common import (
    EDIT,
    ROLES,
    SEE,
    actor,
    reader,
    role_name,
    span,
    town_id,
)
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.staff.signing.lockout import is_locked
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web import cells
from jiedao.web.acting import act, done
from jiedao.web.forms import Form
from jiedao.web.list_filters import ChoiceFilter, TextFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template, may
from jiedao.web.widgets import Choice


def _state(account: Account) -> SafeString:
    if not account.is_active:
        return cells.badge(_("停用"), "grey")
    if is_locked(account):
        return cells.badge(_("锁定"), "red")
    if account.password_set_at is None:
        return cells.badge(_("未设密码"), "amber")
    return cells.badge(_("在用"), "green")


def _posts(account: Account) -> str:
    posts = getattr(account, "current_posts", [])
    return _("、").join(f"{post.unit.name} {role_name(post.role)}" for post in posts)


def _in_state(rows: QuerySet[Account], values: list[str]) -> QuerySet[Account]:
    moment = clock.now()
    conditions = {
        "locked": Q(locked_until__gt=moment),
        "closed": Q(is_active=False),
        "new": Q(is_active=True, password_set_at__isnull=True),
        "active": Q(is_active=True, password_set_at__isnull=False),
    }
    return rows.filter(conditions.get(values[0], Q()))


def _with_words(rows: QuerySet[Account], words: str) -> QuerySet[Account]:
    return rows.filter(Q(name__contains=words) | Q(username__contains=words.lower()))


STATES = (
    Choice("active", Title("在用", "In use"), "green"),
    Choice("new", Title("未设密码", "No password yet"), "amber"),
    Choice("locked", Title("锁定", "Locked"), "red"),
    Choice("closed", Title("停用", "Closed"), "grey"),
)


class AccountList(ListPage[Account]):
    """Everybody who signs in to this town."""

    key = "accounts"
    titles = Title("账号", "Accounts")
    permission = SEE
    columns = (
        Column("name", Title("姓名", "Name"), lambda row: row.name, width="m"),
        Column(
            "username", Title("用户名", "User name"), lambda row: row.username, width="m", rank=2
        ),
        Column("posts", Title("岗位", "Posts"), _posts),
        Column("state", Title("状态", "State"), _state, width="s"),
        Column(
            "totp",
            Title("动态码", "Authenticator code"),
            lambda row: cells.icon("shield-check", _("已开启")) if row.has_totp else "",
            width="s",
            rank=3,
        ),
        Column(
            "seen",
            Title("最近使用", "Last used"),
            lambda row: cells.when(row.last_seen_at),
            width="m",
            rank=2,
        ),
    )
    orderings = (
        Ordering("name", Title("姓名", "Name"), ("name", "id")),
        Ordering("new", Title("新建在前", "Newest"), ("-id",)),
    )
    filters = (
        TextFilter("q", Title("姓名、用户名", "Name"), _with_words),
        ChoiceFilter("state", Title("状态", "State"), STATES, apply_to=_in_state, several=False),
    )
    empty = Empty(
        "users",
        gettext_lazy("还没有账号"),
        gettext_lazy("新建账号后，把设置密码的链接发给本人。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Account]:
        totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return (
            Account.objects.visible_to(reader(request))
            .annotate(has_totp=Exists(totp))
            .prefetch_related(Prefetch("posts", valid_posts(), to_attr="current_posts"))
        )

    def open_url(self, key: str) -> str:
        return reverse("staff:person", args=[key])

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        if not may(request, EDIT):
            return {}
        link = '<a class="btn btn-s" href="{}">{}{}</a>'
        url = reverse("staff:add_account")
        return {"actions": format_html(link, url, cells.icon("plus"), _("新建账号"))}


def account_of_town(request: HttpRequest, account_id: int) -> Account:
    """The account, of the reader's own town."""
    row = Account.objects.visible_to(reader(request, SEE)).filter(pk=account_id).first()
    if row is None:
        raise NotFound(_("没有这个账号。"))
    return row


def person(request: HttpRequest, account_id: int) -> HttpResponse:
    """An account: who it is, which posts it holds, what its administrator may do."""
    row = account_of_town(request, account_id)
    return _show(request, row)


def _show(request: HttpRequest, row: Account, link: str = "") -> HttpResponse:
    reach = reader(request, SEE).reach
    posts = valid_posts().filter(account=row)
    totp = Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP).exists()
    context = {
        "account": row,
        "state": _state(row),
        "facts": _facts(row, totp),
        "posts": [
            (post, role_name(post.role), span(post.valid_from, post.valid_to)) for post in posts
        ],
        "moves": _moves(reach, row, totp),
        "link": request.build_absolute_uri(link) if link else "",
        "entries": entries(row.town_id or 0, "account", row.pk, 30) if reach.anywhere(EDIT) else [],
        "base_template": base_template(request),
    }
    return render(request, "staff/person.html", context)


def _facts(row: Account, totp: bool) -> list[Fact]:
    return [
        Fact(_("用户名"), row.username),
        Fact(_("办公电话"), row.phone),
        Fact(_("邮箱"), row.email),
        Fact(_("动态码"), _("已开启") if totp else _("未开启")),
        Fact(_("最近使用"), cells.when(row.last_seen_at)),
        Fact(_("锁定到"), cells.when(row.locked_until) if is_locked(row) else ""),
    ]


def _moves(reach: Reach, row: Account, totp: bool) -> list[MoveButton]:
    def url(name: str) -> str:
        return reverse(f"staff:{name}", args=[row.pk])

    buttons: list[MoveButton] = []
    if reach.anywhere(EDIT) and row.is_active:
        buttons += [
            MoveButton(
                "link", _("生成密码链接"), url("account_link"),
                help=_("本人用它设置新密码，72 小时内有效，只能用一次。"),
            ),
            MoveButton("change", _("修改"), url("change_account"), lazy=url("change_account")),
        ]  # fmt: skip
        if is_locked(row):
            buttons.append(MoveButton("unlock", _("解锁"), url("unlock_account")))
        buttons.append(
            MoveButton(
                "close", _("停用"), url("close_account"), lazy=url("close_account"), danger=True
            )
        )
    if reach.anywhere(EDIT) and not row.is_active:
        buttons.append(MoveButton("reopen", _("启用"), url("reopen_account")))
    if reach.anywhere(ROLES) and totp:
        buttons.append(
            MoveButton(
                "totp", _("解除动态码"), url("remove_totp"), lazy=url("remove_totp"), danger=True
            )
        )
    return buttons


class AccountData(BaseModel):
    # Not asked for again when an account is changed; the action refuses an empty one.
    username: str = Field(
        "", title="用户名", description="小写字母、数字或 . _ - @", min_length=1, max_length=60
    )
    name: str = Field(title="姓名", max_length=60)
    phone: str = Field("", title="办公电话", max_length=30)
    email: str = Field("", title="邮箱", max_length=200)


class Reason(BaseModel):
    reason: str = Field(title="原因", min_length=2, max_length=500)


def add_account(request: HttpRequest) -> HttpResponse:
    """A new account; its owner then gets a password link."""
    reader(request, EDIT)
    made: list[Account] = []

    def do(data: AccountData) -> str:
        new = NewAccount(data.username, data.name, data.email, data.phone)
        made.append(actions.add_account(town_id(request), new, actor=actor(request)))
        return _("已新建。请生成密码链接发给本人，并请安全管理员授予岗位。")

    form = Form(AccountData, prefix="add-account")
    back = reverse("staff:accounts")
    return act(request, form, do, title=_("新建账号"), submit=_("新建"), back=back)


def change_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Name, office telephone, e-mail."""
    reader(request, EDIT)
    row = account_of_town(request, account_id)

    def do(data: AccountData) -> str:
        values = {"name": data.name, "phone": data.phone, "email": data.email}
        actions.change_account(row, values, actor=actor(request))
        return _("已保存。")

    form = Form(
        AccountData,
        initial={"name": row.name, "phone": row.phone, "email": row.email},
        exclude=("username",),
        prefix="change-account",
    )
    return act(request, form, do, title=_("修改账号"), submit=_("保存"), back=person_url(row.pk))


def close_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Nobody signs in with it any more."""
    reader(request, EDIT)
    row = account_of_town(request, account_id)

    def do(data: Reason) -> str:
        actions.close_account(row, data.reason, actor=actor(request))
        return _("已停用，正在使用的登录和令牌立即失效。")

    form = Form(Reason, prefix="close-account")
    return act(
        request,
        form,
        do,
        title=_("停用账号"),
        submit=_("停用"),
        back=person_url(row.pk),
        danger=True,
    )


def remove_totp(request: HttpRequest, account_id: int) -> HttpResponse:
    """For somebody whose telephone is lost, with no recovery code left."""
    reader(request, ROLES)
    row = account_of_town(request, account_id)

    def do(data: Reason) -> str:
        actions.remove_totp(row, data.reason, actor=actor(request))
        return _("已解除，下次登录只需密码。请提醒本人重新开启。")

    form = Form(Reason, prefix="remove-totp")
    return act(
        request,
        form,
        do,
        title=_("解除动态码"),
        submit=_("解除"),
        back=person_url(row.pk),
        danger=True,
    )


@require_POST
def reopen_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Open a closed account again."""
    row = account_of_town(request, account_id)

    def do() -> str:
        actions.reopen_account(row, actor=actor(request))
        return _("已启用。请生成密码链接发给本人。")

    return done(request, do, person_url(row.pk))


@require_POST
def unlock_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Lift a lock."""
    row = account_of_town(request, account_id)

    def do() -> str:
        actions.unlock_account(row, actor=actor(request))
        return _("已解锁。")

    return done(request, do, person_url(row.pk))


@require_POST
def account_link(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make a password link and show it, once."""
    row = account_of_town(request, account_id)
    with durable():
        path = actions.password_link(row, actor=actor(request))
    return _show(request, row, link=path)


def person_url(account_id: int) -> str:
    """The list of accounts with this one open beside it."""
    return f"{reverse('staff:accounts')}?open={account_id}"
