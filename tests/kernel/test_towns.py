"""Numbers without gaps or doubles; settings; the revision."""

import pytest

from jiedao.kernel import clock, towns
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town


@pytest.fixture
def two_towns(db: None) -> tuple[Town, Town]:
    made = [
        Town.objects.create(key=key, title=key, created_at=clock.now(), settings={"tint": key})
        for key in ("east", "west")
    ]
    return made[0], made[1]


def test_numbers_follow_one_another_in_each_town_and_series(two_towns: tuple[Town, Town]) -> None:
    east, west = two_towns
    assert towns.take_numbers(east.pk, "case", 3) == 1
    assert towns.take_numbers(east.pk, "case") == 4
    assert towns.take_numbers(west.pk, "case") == 1
    assert towns.take_numbers(east.pk, "letter") == 1


def test_a_change_of_reference_data_is_seen_at_once_here(two_towns: tuple[Town, Town]) -> None:
    east, _west = two_towns
    before = towns.revision(east.pk)
    towns.touch(east.pk)
    assert towns.revision(east.pk) > before


def test_settings_and_their_defaults(two_towns: tuple[Town, Town]) -> None:
    assert towns.setting(two_towns[0].pk, "tint") == "east"
    assert towns.setting(two_towns[0].pk, "shade", 7) == 7


def test_an_unknown_town_is_named(two_towns: tuple[Town, Town]) -> None:
    assert towns.town_by_key("west") == two_towns[1]
    with pytest.raises(NotFound, match="north"):
        towns.town_by_key("north")
