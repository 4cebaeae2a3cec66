"""Reach: role × jurisdiction × kind, by posts valid today and covers active now."""

from datetime import timedelta
from typing import Any

import pytest

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account, Post, Role
from jiedao.foundation.staff.reach import acting, actor_of, forget_reach, reach_of, require
from jiedao.foundation.staff.structure import below, structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden
from tests.cast import SmallTown


def fresh(account: Account) -> Reach:
    forget_reach(account)
    return reach_of(account)


def test_the_three_scopes(town: SmallTown) -> None:
    units, places = town.units, town.places
    handler = town.handler.reach
    assert handler.may("cases.handle", unit_ids=[units.city.pk])
    assert handler.may("cases.handle", unit_ids=[units.squad.pk])  # a unit below
    assert not handler.may("cases.handle", unit_ids=[units.water.pk])
    assert not handler.may("cases.handle", area_ids=[places.grid_1.pk])
    assert not town.squad_member.reach.may("cases.handle", unit_ids=[units.city.pk])

    clerk = town.clerk_west.reach
    assert clerk.may("cases.see", area_ids=[places.west.pk])
    assert clerk.may("cases.see", area_ids=[places.grid_2.pk])  # an area below
    assert not clerk.may("cases.see", area_ids=[places.grid_3.pk])
    worker = town.grid_worker.reach
    assert worker.may("cases.report", area_ids=[places.west.pk, places.grid_1.pk])
    assert not worker.may("cases.report", area_ids=[places.west.pk, places.grid_2.pk])

    assert town.dispatcher.reach.may("cases.dispatch", unit_ids=[units.water.pk])
    assert handler.home_unit_id == units.city.pk


def test_a_role_for_some_kinds_only(town: SmallTown) -> None:
    Role.objects.filter(pk=town.roles["checker"].pk).update(kinds=["cases.request"])
    reach = fresh(town.checker)
    assert reach.may("cases.check", kind="cases.request")
    assert not reach.may("cases.check", kind="cases.grid_event")


def test_posts_begin_and_end(town: SmallTown) -> None:
    today = clock.today()
    post = town.handler.posts.get()
    Post.objects.filter(pk=post.pk).update(valid_to=today)
    assert fresh(town.handler).anywhere("cases.handle")
    with clock.at(clock.now() + timedelta(days=1)):
        assert not fresh(town.handler).anywhere("cases.handle")
    Post.objects.filter(pk=post.pk).update(valid_from=today + timedelta(days=1), valid_to=None)
    assert not fresh(town.handler).grants


def test_cover_while_it_lasts(town: SmallTown) -> None:
    start = clock.now() + timedelta(hours=1)
    end = start + timedelta(days=3)
    post = town.co_handler.posts.get()
    actions.add_cover(post, town.handler, start, end, "年休假", actor=actor_of(town.co_handler))
    water = [town.units.water.pk]
    assert not fresh(town.handler).may("cases.handle", unit_ids=water)
    with clock.at(start):
        reach = fresh(town.handler)
        assert reach.may("cases.handle", unit_ids=water)
        assert reach.may("cases.handle", unit_ids=[town.units.city.pk])
        assert reach.home_unit_id == town.units.city.pk
        assert town.units.water.pk in reach.unit_ids
        assert fresh(town.co_handler).may("cases.handle", unit_ids=water)  # still his post
        actor = actor_of(town.handler)
        assert acting(actor, "cases.handle", unit_ids=(water[0],)).covered_id == town.co_handler.pk
        assert acting(actor, "cases.handle", unit_ids=(town.units.city.pk,)).covered_id is None
    with clock.at(end):
        assert not fresh(town.handler).may("cases.handle", unit_ids=water)


def test_cover_of_a_cover_does_not_go_on(town: SmallTown) -> None:
    moment = clock.now()
    post = town.co_handler.posts.get()
    actions.add_cover(
        post, town.handler, moment, moment + timedelta(days=1), "", actor=actor_of(town.co_handler)
    )
    own = town.handler.posts.get()
    actions.add_cover(
        own, town.checker, moment, moment + timedelta(days=1), "", actor=actor_of(town.handler)
    )
    reach = fresh(town.checker)
    assert reach.may("cases.handle", unit_ids=[town.units.city.pk])
    assert not reach.may("cases.handle", unit_ids=[town.units.water.pk])


def test_two_covers_of_one_post_count_once(town: SmallTown) -> None:
    post = town.co_handler.posts.get()
    moment = clock.now()
    for hours in (1, 2):
        post.covers.create(
            account=town.handler, starts_at=moment, ends_at=moment + timedelta(hours=hours)
        )
    assert len(fresh(town.handler).grants) == 2


def test_a_closed_account_and_a_foreign_town_reach_nothing(town: SmallTown) -> None:
    actions.close_account(town.handler, "离职", actor=SYSTEM)
    assert not fresh(town.handler).grants
    assert town.stranger.reach.town_id != town.id
    with pytest.raises(Forbidden, match="分拨"):
        require(actor_of(town.handler), "cases.dispatch")


def test_a_merged_unit_goes_over_with_its_posts_and_records(town: SmallTown) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    actions.merge_unit(town.units.water, town.units.centre, tomorrow, actor=SYSTEM)
    assert fresh(town.co_handler).may("cases.handle", unit_ids=[town.units.water.pk])
    with clock.at(clock.now() + timedelta(days=1)):
        reach = fresh(town.co_handler)
        assert reach.home_unit_id == town.units.centre.pk
        assert reach.may("cases.handle", unit_ids=[town.units.water.pk])  # the old records
        structure = structure_of(town.id)
        successor = structure.current(town.units.water.pk)
        assert successor is not None
        assert successor.id == town.units.centre.pk


def test_reach_costs_one_query_and_then_none(
    town: SmallTown, django_assert_num_queries: Any
) -> None:
    structure_of(town.id)
    account = Account.objects.get(pk=town.handler.pk)
    with django_assert_num_queries(1):
        assert account.reach.anywhere("cases.handle")
    with django_assert_num_queries(0):
        assert account.reach.anywhere("cases.handle")
    with clock.at(clock.now() + timedelta(seconds=11)), django_assert_num_queries(1):
        assert account.reach.anywhere("cases.handle")


def test_a_new_post_is_seen_after_the_kept_seconds(town: SmallTown) -> None:
    assert not town.nobody.reach.grants
    actions.add_post(town.id, NewPost("shi", "city", "handler"), actor=SYSTEM)
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert town.nobody.reach.may("cases.handle", unit_ids=[town.units.city.pk])


def test_the_trees(town: SmallTown) -> None:
    structure = structure_of(town.id)
    units, places = town.units, town.places
    assert structure.units_below(units.city.pk) == {units.city.pk, units.squad.pk}
    assert [node.code for node in structure.line_up(units.squad.pk)] == ["squad", "city", "office"]
    nearest = structure.unit_for_area(places.grid_1.pk)
    assert nearest is not None
    assert nearest.code == "grid_1"
    around = structure.unit_for_area(places.grid_2.pk)
    assert around is not None
    assert around.code == "west"
    assert below({1: None, 2: 1, 3: 2, 4: 5, 5: 4}) == {
        1: {1, 2, 3}, 2: {2, 3}, 3: {3}, 4: {4, 5}, 5: {4, 5},
    }  # fmt: skip


def test_trees_are_rebuilt_when_a_unit_changes(town: SmallTown) -> None:
    structure_of(town.id)
    actions.change_unit(town.units.squad, {"parent_id": town.units.water.pk}, actor=SYSTEM)
    assert town.units.squad.pk in structure_of(town.id).units_below(town.units.water.pk)
    assert fresh(town.co_handler).may("cases.handle", unit_ids=[town.units.squad.pk])
