"""The small town itself: everybody may do what his name says, in his own place."""

import time

import pytest
from django.db import transaction

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


def test_the_town_is_there_at_once(db: None) -> None:
    """Every test pays for it, so it must stay cheap: some 50 statements, 150 ms of one core."""
    fastest = 1.0
    for attempt in range(3):
        with transaction.atomic():
            started = time.process_time()
            small_town(f"town-{attempt}")
            fastest = min(fastest, time.process_time() - started)
            transaction.set_rollback(True)
    assert fastest < 0.15


def test_what_lies_where(town: SmallTown) -> None:
    places = town.places
    assert places.grid_1.community == places.west
    assert places.grid_4.parent == places.east
    assert len(places.buildings) == 8
    assert {building.parent_id for building in places.buildings[:2]} == {places.grid_1.pk}
    assert places.grid_1.valid_from < clock.today()
