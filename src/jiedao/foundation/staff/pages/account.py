"""One's own account: password, authenticator, language, posts, cover during leave."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.models import Account, Cover, Post
from jiedao.foundation.staff.pages.common import account_of, actor, role_name, span, town_id
from jiedao.foundation.staff.passwords import LONGEST
from jiedao.foundation.staff.queries import covers_of, own_posts, people_for_choice
from jiedao.foundation.staff.signing.views import password_rules
from jiedao.kernel.errors import Invalid, NotFound, Refused
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.parts import Fact
from jiedao.web.replies import redirect
from jiedao.web.widgets import Choice, Widget


class ChangePassword(BaseModel):
    old: str = Field(title="原密码", max_length=LONGEST)
    new: str = Field(title="新密码", max_length=LONGEST)
    again: str = Field(title="再输一遍", max_length=LONGEST)


class AskCover(BaseModel):
    post: int = Field(title="我的岗位")
    account: int = Field(title="代岗人")
    starts_at: datetime = Field(title="开始")
    ends_at: datetime = Field(title="结束")
    reason: str = Field("", title="原因", max_length=200)


_PASSWORDS = {
    "old": Widget("password", autocomplete="current-password"),
    "new": Widget("password", autocomplete="new-password"),
    "again": Widget("password", autocomplete="new-password"),
}


def _password_form() -> Form[ChangePassword]:
    return Form(ChangePassword, widgets=_PASSWORDS, prefix="password")


def _cover_form(account: Account, posts: list[Post]) -> Form[AskCover]:
    mine = [Choice(str(post.pk), f"{post.unit.name} · {role_name(post.role)}") for post in posts]
    people = people_for_choice(account.town_id or 0, but=account.pk)
    others = [Choice(str(pk), f"{name} · {unit}" if unit else name) for pk, name, unit in people]
    widgets = {"post": Widget("select", choices=mine), "account": Widget("select", choices=others)}
    initial = {"post": posts[0].pk} if len(posts) == 1 else {}
    return Form(AskCover, widgets=widgets, initial=initial, draft="cover", prefix="cover")


def own(request: HttpRequest) -> HttpResponse:
    """The page; ``?do=password`` and ``?do=cover`` are what its two forms send to."""
    account = account_of(request)
    posts = own_posts(account)
    password, cover = _password_form(), _cover_form(account, posts)
    status = 200
    if request.method == "POST":
        asked = request.GET.get("do")
        answer = (
            _password(request, account, password)
            if asked == "password"
            else _cover(request, posts, cover)
        )
        if answer is not None:
            return answer
        status = 422
    return render(
        request, "staff/account.html", _context(account, posts, password, cover), status=status
    )


def _context(
    account: Account, posts: list[Post], password: Form[ChangePassword], cover: Form[AskCover]
) -> dict[str, object]:
    authenticators = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    address = reverse("staff:account")
    return {
        "account": account,
        "facts": [
            Fact(_("用户名"), account.username),
            Fact(_("办公电话"), account.phone),
            Fact(_("邮箱"), account.email),
        ],
        "posts": [
            (post, role_name(post.role), span(post.valid_from, post.valid_to)) for post in posts
        ],
        "covers": covers_of(account),
        "totp": Authenticator.Type.TOTP in authenticators,
        "password_form": password,
        "password_url": f"{address}?do=password",
        "cover_form": cover,
        "cover_url": f"{address}?do=cover",
        **password_rules(account.town_id),
    }


@sensitive_post_parameters("old", "new", "again")
def _password(
    request: HttpRequest, account: Account, form: Form[ChangePassword]
) -> HttpResponse | None:
    data = form.bind(request)
    if data is None:
        return None
    try:
        if data.new != data.again:
            raise Invalid(_("两次输入的密码不一样。"), field="again")
        with durable():
            actions.change_own_password(account, data.old, data.new, actor=actor(request))
    except Refused as refused:
        form.refuse(refused)
        return None
    update_session_auth_hash(request, account)  # this session goes on, all others end
    return redirect(request, reverse("staff:account"), _("密码已修改，其他设备上的登录已退出。"))


def _cover(request: HttpRequest, posts: list[Post], form: Form[AskCover]) -> HttpResponse | None:
    data = form.bind(request)
    if data is None:
        return None
    try:
        post = next((post for post in posts if post.pk == data.post), None)
        colleague = Account.objects.filter(pk=data.account, town_id=town_id(request)).first()
        if post is None or colleague is None:
            raise Invalid(_("请重新选择岗位和代岗人。"))
        with durable():
            actions.add_cover(
                post, colleague, data.starts_at, data.ends_at, data.reason, actor=actor(request)
            )
    except Refused as refused:
        form.refuse(refused)
        return None
    text = _("%(name)s将代您的岗，到期自动结束。") % {"name": colleague.name}
    return redirect(request, reverse("staff:account"), text)


@require_POST
def end_cover(request: HttpRequest, cover_id: int) -> HttpResponse:
    """End a cover that concerns the reader."""
    account = account_of(request)
    cover = (
        Cover.objects.select_related("post__unit", "account")
        .filter(pk=cover_id, post__unit__town_id=town_id(request))
        .first()
    )
    if cover is None or account.pk not in (cover.account_id, cover.post.account_id):
        raise NotFound(_("没有这次代岗。"))
    with durable():
        actions.end_cover(cover, actor=actor(request))
    return redirect(request, reverse("staff:account"), _("代岗已结束。"))
