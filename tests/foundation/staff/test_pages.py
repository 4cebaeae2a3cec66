"""The pages of staff: who may open which, and what can be done from them."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.models import Account, Cover, Post, Role, Unit
from jiedao.foundation.staff.notices import notify_units, unread_count
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, registry
from jiedao.kernel.models import History
from tests.cast import SmallTown

HTMX = {"HX-Request": "true", "HX-Target": "panel"}


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers or None)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


PAGES: tuple[tuple[str, set[str]], ...] = (
    ("/account/", {"handler", "nobody", "admin", "auditor", "leader"}),
    ("/notices/", {"handler", "nobody", "admin", "auditor", "leader"}),
    ("/organisation/", {"handler", "admin", "auditor", "leader"}),
    ("/accounts/", {"handler", "admin", "auditor", "leader"}),
    ("/accounts/add/", {"admin"}),
    ("/organisation/add/", {"admin"}),
    ("/roles/", {"handler", "admin", "auditor", "leader"}),
    ("/roles/add/", set()),
    ("/roles/suggested/", set()),
    ("/audit/", {"auditor"}),
)


@pytest.mark.parametrize(("path", "allowed"), PAGES, ids=[path for path, _ in PAGES])
def test_who_may_open_which_page(town: SmallTown, path: str, allowed: set[str]) -> None:
    for who in ("handler", "nobody", "admin", "auditor", "leader"):
        response = opened(getattr(town, who)).get(path)
        assert response.status_code == (200 if who in allowed else 403), who
    response = Client().get(path)
    assert (response.status_code, response["Location"][:9]) == (303, "/sign-in/")


def test_lists_offer_what_can_be_done_from_them(town: SmallTown) -> None:
    notify_units(town.id, [town.units.city.pk], kind="dispatched", text="新派事件")
    admin, handler = opened(town.admin), opened(town.handler)
    assert "/accounts/add/" in page(admin, "/accounts/")
    assert "/accounts/add/" not in page(handler, "/accounts/")
    assert "/notices/read/" in page(handler, "/notices/")
    handler.post("/notices/read/")
    assert unread_count(town.handler) == 0


def test_records_of_another_town_are_not_there(town: SmallTown) -> None:
    actions.add_standard_roles(town.stranger.town_id or 0, actor=_system())
    for role in ("system_admin", "security_admin"):
        actions.add_post(
            town.stranger.town_id or 0,
            actions.NewPost("qian", "centre", role),
            actor=_system(),
        )
    client = opened(town.stranger)
    line = History.objects.filter(town=town.town).latest("id")
    for path in (
        f"/organisation/{town.units.city.pk}/",
        f"/organisation/{town.units.city.pk}/change/",
        f"/accounts/{town.handler.pk}/",
        f"/roles/{town.roles['handler'].pk}/",
        f"/posts/{town.handler.posts.get().pk}/end/",
        f"/audit/{line.pk}/",
    ):
        assert client.get(path).status_code == 404, path


def _system() -> Any:
    from jiedao.kernel.actors import SYSTEM

    return SYSTEM


def test_the_tree_and_a_unit(town: SmallTown) -> None:
    client = opened(town.handler)
    words = page(client, "/organisation/")
    assert words.index("城管科") < words.index("城管一队")
    words = page(client, f"/organisation/{town.units.city.pk}/", **HTMX)
    assert "陈城管" in words
    assert "授予岗位" not in words
    assert "授予岗位" in page(opened(town.security), f"/organisation/{town.units.city.pk}/")
    assert "<html" not in words


def test_units_are_added_changed_merged_and_ended(town: SmallTown) -> None:
    client = opened(town.admin)
    new = {"code": "fire", "name": "消防队", "kind": "department", "parent": town.units.office.pk}
    assert client.post("/organisation/add/", new).status_code == 303
    response = client.post("/organisation/add/", new)
    assert response.status_code == 422
    assert "已经有了" in response.content.decode()
    fire = Unit.objects.get(code="fire")
    changed = new | {"name": "消防救援队", "phone": "119"}
    assert client.post(f"/organisation/{fire.pk}/change/", changed).status_code == 303
    fire.refresh_from_db()
    assert (fire.name, fire.phone, fire.code) == ("消防救援队", "119", "fire")
    into = {"into": town.units.centre.pk, "first_day": "2099-01-01"}
    assert client.post(f"/organisation/{fire.pk}/merge/", into).status_code == 303
    end = {"last_day": clock.today().isoformat(), "reason": "合并"}
    assert client.post(f"/organisation/{town.units.squad.pk}/end/", end).status_code == 303
    assert "变更记录" in page(client, f"/organisation/{fire.pk}/")


def test_a_form_comes_alone_when_htmx_asks(town: SmallTown) -> None:
    client = opened(town.admin)
    response = client.get(
        f"/organisation/{town.units.city.pk}/change/", headers={"HX-Request": "true"}
    )
    assert "<html" not in response.content.decode()
    assert "城管科" in response.content.decode()


def test_posts_are_given_and_ended(town: SmallTown) -> None:
    client = opened(town.security)
    today = clock.today().isoformat()
    data = {"account": town.nobody.pk, "role": "handler", "valid_from": today}
    url = f"/organisation/{town.units.city.pk}/posts/add/"
    assert client.post(url, data).status_code == 303
    post = Post.objects.get(account=town.nobody)
    own = client.post(url, data | {"account": town.security.pk})
    assert "不能给自己" in own.content.decode()
    cover = {
        "account": town.colleague.pk, "starts_at": "2026-01-01T09:00", "ends_at": "2099-01-01T09:00",
    }  # fmt: skip
    assert client.post(f"/posts/{post.pk}/cover/", cover).status_code == 303
    assert "代岗" in page(client, f"/organisation/{town.units.city.pk}/")
    end = {"last_day": today, "reason": "试用结束"}
    assert client.post(f"/posts/{post.pk}/end/", end).status_code == 303
    assert opened(town.admin).post(url, data).status_code == 403


def test_accounts_are_administered(town: SmallTown) -> None:
    client = opened(town.admin)
    assert "陈城管" in page(client, "/accounts/?q=城管&state=active")
    assert "陈城管" not in page(client, "/accounts/?state=locked")
    data = {"username": "newbie", "name": "新人"}
    assert client.post("/accounts/add/", data).status_code == 303
    new = Account.objects.get(username="newbie")
    words = client.post(f"/accounts/{new.pk}/link/").content.decode()
    assert "http://testserver/password/" in words
    change = {"name": "新人甲", "phone": "2888"}
    assert client.post(f"/accounts/{new.pk}/change/", change).status_code == 303
    assert client.post(f"/accounts/{new.pk}/unlock/").status_code == 303
    assert client.post(f"/accounts/{new.pk}/close/", {"reason": "离职"}).status_code == 303
    assert "停用" in page(client, f"/accounts/{new.pk}/")
    assert client.post(f"/accounts/{new.pk}/reopen/").status_code == 303
    new.refresh_from_db()
    assert (new.name, new.is_active) == ("新人甲", True)
    assert opened(town.handler).post(f"/accounts/{new.pk}/link/").status_code == 403
    assert client.get(f"/accounts/{new.pk}/link/").status_code == 405


def test_a_lost_authenticator_takes_two_administrators(town: SmallTown) -> None:
    Authenticator.objects.create(user=town.handler, type="totp", data={})
    url = f"/accounts/{town.handler.pk}/totp/remove/"
    assert opened(town.admin).post(url, {"reason": "手机丢失"}).status_code == 403
    assert opened(town.security).post(url, {"reason": "手机丢失"}).status_code == 303
    assert not Authenticator.objects.exists()
    assert History.objects.get(verb="totp_removed").note == "手机丢失"


def test_a_role_that_an_application_brings_later_is_taken_in(town: SmallTown) -> None:
    security = opened(town.security)
    assert "/roles/suggested/" not in page(security, "/roles/")
    office = registry.roles.get("livelihood_office")
    Role.objects.filter(town=town.town, key=office.key).delete()
    assert "加入建议的角色（1）" in page(security, "/roles/")
    assert office.titles.zh in page(security, "/roles/suggested/")
    assert opened(town.admin).post("/roles/suggested/").status_code == 403
    assert security.post("/roles/suggested/").status_code == 303
    assert Role.objects.filter(town=town.town, key=office.key).count() == 1
    assert "/roles/suggested/" not in page(security, "/roles/")


def test_roles_are_changed(town: SmallTown) -> None:
    client = opened(town.security)
    data = {"key": "night", "name": "夜班", "scope": "unit", "permissions": ["cases.see"]}
    assert client.post("/roles/add/", data).status_code == 303
    role = Role.objects.get(key="night")
    changed = {"name": "夜班", "scope": "town", "permissions": ["cases.see", "cases.handle"]}
    assert client.post(f"/roles/{role.pk}/change/", changed).status_code == 303
    role.refresh_from_db()
    assert role.permissions == ["cases.handle", "cases.see"]
    assert "处置" in page(client, f"/roles/{role.pk}/")


def test_the_audit_finds_who_did_what(town: SmallTown) -> None:
    actions.change_account(town.handler, {"phone": "2888 0000"}, actor=actor_of(town.handler))
    client = opened(town.auditor)
    assert "陈城管" in page(client, "/audit/?who=陈城管&kind=account")
    assert "陈城管" in page(client, "/audit/?who=CHEN")
    assert "陈城管" not in page(client, "/audit/?who=林调度")
    assert "陈城管" in page(client, "/audit/?verb=changed")
    today = clock.today().isoformat()
    assert "陈城管" in page(client, f"/audit/?verb=changed&at_from={today}&at_to={today}")
    assert "陈城管" not in page(client, "/audit/?verb=changed&at_to=2020-01-01")
    line = History.objects.get(verb="changed")
    words = page(client, f"/audit/{line.pk}/")
    assert "2888 0000" not in words
    assert client.post(f"/audit/{line.pk}/").status_code in (200, 405)
    assert History.objects.get(pk=line.pk).changes == line.changes


def test_the_audit_pages_by_key(town: SmallTown, django_assert_max_num_queries: Any) -> None:
    client = opened(town.auditor)
    with django_assert_max_num_queries(12):
        words = page(client, "/audit/?size=20")
    assert "after=" in words
    with django_assert_max_num_queries(12):
        page(client, "/audit/?size=100")


def test_notices_are_opened_and_read(town: SmallTown) -> None:
    notify_units(
        town.id, [town.units.city.pk], kind="x", text="机构有变动",
        record_kind="unit", record_id=town.units.city.pk,
    )  # fmt: skip
    (notice,) = notify_units(town.id, [town.units.city.pk], kind="x", text="没有记录的通知")
    client = opened(town.handler)
    words = page(client, "/notices/?unread=1")
    assert "机构有变动" in words
    assert client.get(f"/notices/{notice.pk}/")["Location"] == "/notices/"
    first = notice.pk - 1
    assert client.get(f"/notices/{first}/")["Location"].startswith("/organisation/")
    assert unread_count(town.handler) == 0
    assert opened(town.checker).get(f"/notices/{first}/").status_code == 404
    assert client.post("/notices/read/").status_code == 303


def test_one_arranges_and_ends_ones_own_cover(town: SmallTown) -> None:
    client = opened(town.handler)
    post = town.handler.posts.get()
    data = {
        "post": post.pk, "account": town.colleague.pk,
        "starts_at": "2026-01-01T09:00", "ends_at": "2099-01-01T09:00", "reason": "年休假",
    }  # fmt: skip
    assert client.post("/account/?do=cover", data).status_code == 303
    cover = Cover.objects.get()
    assert "邓城管代我" in page(client, "/account/")
    assert "代 陈城管" in page(opened(town.colleague), "/account/")
    foreign = data | {"post": town.colleague.posts.get().pk}
    assert client.post("/account/?do=cover", foreign).status_code == 422
    url = f"/account/covers/{cover.pk}/end/"
    assert opened(town.checker).post(url).status_code == 404
    assert client.post(url).status_code == 303


def test_the_rail_shows_what_one_may_open(town: SmallTown) -> None:
    assert "/audit/" in page(opened(town.auditor), "/account/")
    words = page(opened(town.handler), "/account/")
    assert "/audit/" not in words
    assert 'href="/accounts/"' not in words
    assert 'href="/organisation/"' in words
