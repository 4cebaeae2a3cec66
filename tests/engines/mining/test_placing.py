"""Where a text plays, in the small town: names, relations, areas. House numbers run from the west."""

import pytest

from jiedao.engines.mining.placing import PlaceGuess, places_in
from jiedao.foundation.places.geometry import metres_between
from jiedao.kernel import towns
from tests.cast import STEP, SmallTown


def first(town: SmallTown, text: str) -> PlaceGuess:
    return places_in(town.id, text)[0]


def away(guess: PlaceGuess, lon: float, lat: float) -> float:
    return metres_between(guess.lon, guess.lat, lon, lat)


def test_a_house_is_linked_to_building_grid_and_community(town: SmallTown) -> None:
    building = town.places.buildings[0]
    guess = first(town, "您好，幸福路1号门口有垃圾")
    assert guess.relation == "at"
    assert guess.words == "幸福路1号门口"
    assert guess.area_ids == (
        building.pk, town.places.grid_1.pk, town.places.west.pk, town.places.subdistrict.pk,
    )  # fmt: skip
    assert away(guess, building.lon, building.lat) < 1


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("幸福路1号对面有人摆摊", "opposite"),
        ("幸福路1号斜对面有人摆摊", "opposite"),
        ("幸福路1号附近有人摆摊", "near"),
        ("幸福路1号旁边有人摆摊", "beside"),
        ("幸福路1号往前走50米有人摆摊", "near"),
    ],
)
def test_beside_a_house_is_not_in_it_and_less_sure(
    town: SmallTown, text: str, relation: str
) -> None:
    at = first(town, "幸福路1号有人摆摊")
    guess = first(town, text)
    assert guess.relation == relation
    assert town.places.buildings[0].pk not in guess.area_ids
    assert guess.area_ids[0] == town.places.grid_1.pk
    assert guess.confidence < at.confidence
    assert guess.radius_m > at.radius_m


@pytest.mark.parametrize("text", ["幸福路1号与平安路1号之间", "平安路1号和幸福路1号中间的绿地"])
def test_between_two_places_is_half_way(town: SmallTown, text: str) -> None:
    grid = town.places.grid_1
    guesses = places_in(town.id, text)
    assert [guess.relation for guess in guesses] == ["between"]
    assert away(guesses[0], grid.lon, grid.lat) < 5
    one, other = town.places.buildings[0], town.places.buildings[1]
    apart = metres_between(one.lon, one.lat, other.lon, other.lat)
    assert apart / 2 <= guesses[0].radius_m < apart
    assert guesses[0].area_ids[0] == grid.pk


def test_between_two_numbers_the_road_is_said_once(town: SmallTown) -> None:
    guess = first(town, "幸福路2号和3号之间路面塌陷")
    assert guess.relation == "between"
    border = (town.places.grid_2.lon + town.places.grid_3.lon) / 2
    assert away(guess, border, town.places.buildings[2].lat) < 5
    assert guess.words == "幸福路2号和3号之间"


@pytest.mark.parametrize(
    ("text", "east", "north"),
    [
        ("幸福路2号往东200米", 200, 0),
        ("幸福路2号以北约一百米处", 0, 100),
        ("幸福路2号向西南方向走300多米", -212, -212),
        ("幸福路2号东侧空地", 30, 0),
    ],
)
def test_so_many_metres_in_a_direction(
    town: SmallTown, text: str, east: float, north: float
) -> None:
    house = town.places.buildings[2]
    guess = first(town, text)
    assert guess.relation == "towards"
    assert metres_between(house.lon, house.lat, guess.lon, house.lat) == pytest.approx(
        abs(east), abs=2
    )
    assert (guess.lon - house.lon) * east >= 0
    assert (guess.lat - house.lat) * 111_000 == pytest.approx(north, abs=4)


def test_towards_another_place(town: SmallTown) -> None:
    one, other = town.places.buildings[0], town.places.buildings[2]
    guess = first(town, "幸福路1号往幸福路2号方向走300米有积水")
    assert guess.relation == "towards"
    assert away(guess, one.lon, one.lat) == pytest.approx(300, abs=3)
    assert one.lon < guess.lon < other.lon


def test_the_grid_follows_the_moved_point(town: SmallTown) -> None:
    metres = round(STEP * 103_000)
    guess = first(town, f"幸福路1号往东{metres}米")
    assert town.places.grid_2.pk in guess.area_ids
    assert town.places.grid_1.pk not in guess.area_ids


def test_a_gate_in_the_south_is_no_direction(town: SmallTown) -> None:
    assert first(town, "幸福路2号南门堵车").relation == "at"


def test_a_community_names_no_grid_and_a_wide_circle(town: SmallTown) -> None:
    guess = first(town, "西岭社区环境差")
    assert guess.area_ids == (town.places.west.pk, town.places.subdistrict.pk)
    assert guess.radius_m > first(town, "幸福路1号").radius_m


def test_what_names_no_place_gives_none(town: SmallTown) -> None:
    assert places_in(town.id, "楼道里很脏，没人管") == []
    assert places_in(town.id, "") == []


def test_several_places_are_told_in_order_and_not_twice(town: SmallTown) -> None:
    guesses = places_in(town.id, "幸福路1号和幸福路1号楼的人去西岭社区反映平安路4号旁边的事")
    points = {(round(g.lon, 5), round(g.lat, 5)) for g in guesses}
    assert len(points) == len(guesses) >= 2
    assert [g.confidence for g in guesses] == sorted((g.confidence for g in guesses), reverse=True)


def test_where_two_houses_bear_one_number_the_circle_holds_both(town: SmallTown) -> None:
    one, other = town.places.buildings[0], town.places.buildings[2]
    other.address = one.address
    other.save(update_fields=["address"])
    towns.touch(town.id)
    guess, second = places_in(town.id, "幸福路1号路灯坏了")
    apart = metres_between(one.lon, one.lat, other.lon, other.lat)
    assert guess.radius_m > apart
    assert second.radius_m > apart
