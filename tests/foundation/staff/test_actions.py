"""Units, accounts, roles, posts, covers: who may write them, what is refused, what is logged."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.actions import NewAccount, NewPost, NewUnit
from jiedao.foundation.staff.models import Account, Unit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.models import History
from tests.cast import SmallTown

HASHER = "django.contrib.auth.hashers.MD5PasswordHasher.encode"


def lines(kind: str, record_id: int) -> list[str]:
    return list(
        History.objects.filter(kind=kind, record_id=record_id)
        .order_by("id")
        .values_list("verb", flat=True)
    )


def test_units_in_a_batch_whatever_their_order(town: SmallTown) -> None:
    child, parent = actions.add_units(
        town.id,
        [
            NewUnit("fire-1", "消防一班", "team", parent_code="fire"),
            NewUnit("fire", "消防队", "department", parent_code="office", area_code="T"),
        ],
        actor=actor_of(town.admin),
    )
    assert child.parent_id == parent.pk
    assert parent.area_id == town.places.subdistrict.pk
    assert lines("unit", parent.pk) == ["added"]


def test_a_batch_with_faults_changes_nothing_and_names_each(town: SmallTown) -> None:
    before = Unit.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.add_units(
            town.id,
            [
                NewUnit("city", "重复", "department"),
                NewUnit("new", "", "department"),
                NewUnit("other", "其他", "club", parent_code="none", area_code="none"),
                NewUnit("ring-1", "环一", "team", parent_code="ring-2"),
                NewUnit("ring-2", "环二", "team", parent_code="ring-1"),
            ],
            actor=actor_of(town.admin),
        )
    assert refused.value.errors.keys() == {
        "0.code", "1.name", "2.kind", "2.parent_code", "2.area_code",
        "3.parent_code", "4.parent_code",
    }  # fmt: skip
    assert Unit.objects.count() == before


@pytest.mark.parametrize("who", ["dispatcher", "security", "auditor", "nobody", "leader"])
def test_only_the_system_administrator_edits_units_and_accounts(town: SmallTown, who: str) -> None:
    actor = actor_of(getattr(town, who))
    with pytest.raises(Forbidden):
        actions.add_unit(town.id, NewUnit("x", "新", "team"), actor=actor)
    with pytest.raises(Forbidden):
        actions.add_account(town.id, NewAccount("new", "新人"), actor=actor)


def test_another_towns_administrator_finds_nothing(town: SmallTown) -> None:
    actions.add_standard_roles(town.stranger.town_id or 0, actor=SYSTEM)
    actions.add_post(
        town.stranger.town_id or 0, NewPost("qian", "centre", "system_admin"), actor=SYSTEM
    )
    with pytest.raises(NotFound):
        actions.change_unit(town.units.city, {"name": "别的"}, actor=actor_of(town.stranger))


def test_a_unit_changes_and_ends(town: SmallTown) -> None:
    admin = actor_of(town.admin)
    actions.change_unit(town.units.squad, {"name": "城管二队"}, actor=admin)
    with pytest.raises(Invalid):
        actions.change_unit(town.units.city, {"parent_id": town.units.squad.pk}, actor=admin)
    with pytest.raises(Conflict, match="下级"):
        actions.end_unit(town.units.city, clock.today(), "合并", actor=admin)
    actions.end_unit(town.units.squad, clock.today(), "合并", actor=admin)
    assert town.squad_member.posts.get().valid_to == clock.today()
    assert lines("unit", town.units.squad.pk) == ["added", "changed", "ended"]


def test_four_hundred_accounts_at_once_are_quick(
    town: SmallTown, django_assert_max_num_queries: Any
) -> None:
    """Some statements for all, and no password is hashed: its owner sets one by link."""
    news = [NewAccount(f"clerk{number}", f"员工{number}") for number in range(400)]
    posts = [NewPost(new.username, "city", "handler") for new in news]
    admin, security = actor_of(town.admin), actor_of(town.security)
    with django_assert_max_num_queries(24), patch(HASHER, side_effect=AssertionError):
        accounts = actions.add_accounts(town.id, news, actor=admin)
        actions.add_posts(town.id, posts, actor=security)
    assert not accounts[0].has_usable_password()
    assert len({account.password for account in accounts}) == 400


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewAccount("Lin ", "同名"), "username"),
        (NewAccount("张三", "张三"), "username"),
        (NewAccount("x", "太短"), "username"),
        (NewAccount("zhang", " "), "name"),
        (NewAccount("zhang", "张三", email="nobody"), "email"),
        (NewAccount("zhang", "张" * 61), "name"),
    ],
)
def test_accounts_that_are_refused(town: SmallTown, new: NewAccount, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_account(town.id, new, actor=actor_of(town.admin))
    assert field in refused.value.errors


def test_no_page_makes_a_superuser(town: SmallTown) -> None:
    with pytest.raises(Forbidden):
        actions.add_account(
            town.id, NewAccount("boss", "老板", superuser=True), actor=actor_of(town.admin)
        )


def test_an_account_is_changed_closed_and_opened(town: SmallTown) -> None:
    admin = actor_of(town.admin)
    actions.change_account(town.handler, {"phone": "2888 0000"}, actor=actor_of(town.handler))
    with pytest.raises(Forbidden, match="管理员"):
        actions.change_account(town.handler, {"name": "陈改名"}, actor=actor_of(town.handler))
    with pytest.raises(Forbidden):
        actions.change_account(town.handler, {"phone": "1"}, actor=actor_of(town.colleague))
    with pytest.raises(Invalid, match="自己"):
        actions.close_account(town.admin, "试", actor=admin)
    actions.close_account(town.handler, "调离", actor=admin)
    with pytest.raises(Conflict):
        actions.close_account(town.handler, "调离", actor=admin)
    actions.reopen_account(town.handler, actor=admin)
    assert lines("account", town.handler.pk)[-3:] == ["changed", "closed", "reopened"]
    assert not Account.objects.get(pk=town.handler.pk).has_usable_password()


def test_only_the_security_administrator_gives_roles_and_never_to_himself(
    town: SmallTown,
) -> None:
    new = NewPost("shi", "city", "handler")
    with pytest.raises(Forbidden):
        actions.add_post(town.id, new, actor=actor_of(town.admin))
    post = actions.add_post(town.id, new, actor=actor_of(town.security))
    with pytest.raises(Invalid, match="自己"):
        actions.add_post(
            town.id, NewPost("an", "centre", "dispatcher"), actor=actor_of(town.security)
        )
    actions.end_post(post, clock.today(), "试用结束", actor=actor_of(town.security))
    assert lines("post", post.pk) == ["added", "ended"]


def test_posts_that_are_refused(town: SmallTown) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_posts(
            town.id,
            [
                NewPost("nobody", "none", "none"),
                NewPost("qian", "city", "handler"),  # of another town
                NewPost("shi", "city", "handler", valid_to=clock.today() - timedelta(days=1)),
            ],
            actor=SYSTEM,
        )
    assert refused.value.errors.keys() == {
        "0.username", "0.unit_code", "0.role_key", "1.username", "2.valid_to",
    }  # fmt: skip


def test_roles_are_added_and_changed(town: SmallTown) -> None:
    security = actor_of(town.security)
    assert actions.add_standard_roles(town.id, actor=SYSTEM).keys() == town.roles.keys()
    role = actions.add_role(
        town.id, "night_shift", "夜班", ["cases.handle", "cases.see"], "unit", actor=security
    )
    actions.change_role(role, {"permissions": ["cases.see"], "scope": "town"}, actor=security)
    assert lines("role", role.pk) == ["added", "changed"]
    for key, scope, permissions in (
        ("Night", "unit", ["cases.see"]),
        ("night", "planet", ["cases.see"]),
        ("night", "unit", ["everything"]),
    ):
        with pytest.raises(Invalid):
            actions.add_role(town.id, key, "夜班", permissions, scope, actor=security)
    with pytest.raises(Conflict):
        actions.add_role(town.id, "night_shift", "夜班", [], "unit", actor=security)
    with pytest.raises(Forbidden):
        actions.change_role(role, {"permissions": ["staff.roles"]}, actor=actor_of(town.admin))


def test_cover_is_arranged_by_the_holder_or_the_security_administrator(town: SmallTown) -> None:
    moment = clock.now()
    later = moment + timedelta(days=2)
    post = town.handler.posts.get()
    with pytest.raises(Forbidden):
        actions.add_cover(post, town.colleague, moment, later, "", actor=actor_of(town.colleague))
    with pytest.raises(Forbidden):
        actions.add_cover(post, town.security, moment, later, "", actor=actor_of(town.security))
    cover = actions.add_cover(
        post, town.colleague, moment, later, "培训", actor=actor_of(town.security)
    )
    with pytest.raises(Conflict, match="已经安排"):
        actions.add_cover(post, town.checker, moment, later, "", actor=actor_of(town.handler))
    with pytest.raises(Forbidden):
        actions.end_cover(cover, actor=actor_of(town.checker))
    with clock.at(moment + timedelta(hours=1)):
        actions.end_cover(cover, actor=actor_of(town.handler))
        assert cover.ends_at == clock.now()
    assert lines("post", post.pk) == ["added", "covered", "cover_ended"]


def test_covers_that_are_refused(town: SmallTown) -> None:
    moment = clock.now()
    later = moment + timedelta(days=2)
    post, holder = town.handler.posts.get(), actor_of(town.handler)
    cases: list[tuple[Account, Any, Any, type[Exception]]] = [
        (town.handler, moment, later, Invalid),
        (town.colleague, later, moment, Invalid),
        (town.colleague, moment - timedelta(days=2), moment, Invalid),
        (town.stranger, moment, later, NotFound),
    ]
    for account, start, end, fault in cases:
        with pytest.raises(fault):
            actions.add_cover(post, account, start, end, "", actor=holder)


def test_the_language_is_ones_own(town: SmallTown) -> None:
    actions.set_language(town.handler, "en", actor=actor_of(town.handler))
    assert Account.objects.get(pk=town.handler.pk).language == "en"
    with pytest.raises(Invalid):
        actions.set_language(town.handler, "xx", actor=actor_of(town.handler))
    with pytest.raises(Forbidden):
        actions.set_language(town.handler, "en", actor=actor_of(town.admin))
