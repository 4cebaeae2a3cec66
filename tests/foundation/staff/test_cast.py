"""The small town itself: everybody may do what his name says, in his own place."""

from typing import Any

import pytest

from jiedao.kernel import clock
from tests.cast import SmallTown, small_town


@pytest.mark.parametrize(
    ("who", "permission"),
    [
        ("dispatcher", "cases.dispatch"),
        ("supervisor", "cases.approve_extension"),
        ("checker", "cases.check"),
        ("caller", "cases.visit"),
        ("arbiter", "cases.arbitrate"),
        ("leader", "cases.lead"),
        ("handler", "cases.handle"),
        ("contractor", "cases.sign"),
        ("clerk_west", "cases.dispatch"),
        ("grid_worker", "cases.report"),
        ("catalogue_owner", "catalogue.edit"),
        ("admin", "staff.edit"),
        ("security", "staff.roles"),
        ("auditor", "audit.see"),
        ("reader", "cases.see"),
        ("superuser", "staff.roles"),
        ("stranger", "cases.dispatch"),
    ],
)
def test_everybody_may_do_what_his_name_says(town: SmallTown, who: str, permission: str) -> None:
    assert getattr(town, who).reach.anywhere(permission)
    assert not town.nobody.reach.grants


def test_administrators_see_no_case(town: SmallTown) -> None:
    for who in (town.admin, town.security, town.auditor, town.superuser):
        assert not any(
            permission.startswith("cases.")
            for grant in who.reach.grants
            for permission in grant.permissions
        )
    assert not town.admin.reach.anywhere("staff.roles")
    assert not town.admin.reach.anywhere("audit.see")
    assert not town.security.reach.anywhere("staff.edit")


def test_the_town_is_there_at_once(db: None, django_assert_max_num_queries: Any) -> None:
    """Every test pays for it (about 100 ms of one core), so it must stay this cheap."""
    with django_assert_max_num_queries(60):
        small_town("another")


def test_what_lies_where(town: SmallTown) -> None:
    places = town.places
    assert places.grid_1.community == places.west
    assert places.grid_4.parent == places.east
    assert len(places.buildings) == 8
    assert {building.parent_id for building in places.buildings[:2]} == {places.grid_1.pk}
    assert places.grid_1.valid_from < clock.today()
