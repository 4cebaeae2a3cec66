"""Areas: who may write them, what is refused, what history tells, reforms."""

from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from jiedao.foundation.places import actions
from jiedao.foundation.places.actions import NewArea, NewFeature
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area, AreaShape, Feature
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.models import History, Town
from tests.cast import SINCE, SOUTH_EDGE, STEP, WEST_EDGE, SmallTown

TOP = SOUTH_EDGE + 2 * STEP


def box(first: float, last: float) -> Any:
    """Columns ``first`` to ``last`` of the small town, from bottom to top."""
    return shapely.box(WEST_EDGE + first * STEP, SOUTH_EDGE, WEST_EDGE + last * STEP, TOP)


def acting(account: Account) -> Actor:
    return Actor("account", account.pk, account.name, reach_of(account))


def lines(area: Area) -> list[History]:
    return history.timeline(area.town_id, "area", area.pk)


def test_a_batch_hangs_itself_up_in_any_order(town: SmallTown) -> None:
    news = [
        NewArea("premises", "P1", "老张便利店", parent_code="B1", address="幸福路9号"),
        NewArea("building", "B1", "九号楼", parent_code="U1", lon=114.305, lat=22.71),
        NewArea("grid", "U1", "单元网格", "unit", parent_code="W1"),
    ]
    shop, building, unit = actions.add_areas(town.id, news, actor=SYSTEM)
    assert (shop.parent_id, building.parent_id) == (building.pk, unit.pk)
    assert unit.parent_id == town.places.grid_1.pk
    assert {row.community_id for row in (shop, building, unit)} == {town.places.west.pk}
    assert [line.verb for line in lines(shop)] == ["added"]


def test_shapes_keep_what_came_in(town: SmallTown) -> None:
    source = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    new = NewArea(
        *("grid", "G9", "九格", "police"),
        shape=box(0, 1),
        datum=Datum.GCJ02,
        source=source,
    )
    area = actions.add_area(town.id, new, actor=SYSTEM)
    shape = AreaShape.objects.get(area=area)
    assert (shape.datum, shape.source) == ("GCJ02", source)
    assert shape.min_lon == WEST_EDGE
    assert area.lon == pytest.approx(WEST_EDGE + STEP / 2)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewArea("grid", "W1", "重号", "general"), "code"),
        (NewArea("grid", "", "无号", "general"), "code"),
        (NewArea("grid", "X", " ", "general"), "name"),
        (NewArea("grid", "X", "长" * 121, "general"), "name"),
        (NewArea("grid", "X", "无类"), "grid_kind"),
        (NewArea("community", "X", "有类", "general"), "grid_kind"),
        (NewArea("grid", "X", "怪类", "odd"), "grid_kind"),
        (NewArea("village", "X", "村"), "level"),
        (NewArea("grid", "X", "孤儿", "general", parent_code="none"), "parent_code"),
        (NewArea("community", "X", "倒挂", parent_code="W1"), "parent_code"),
        (NewArea("grid", "X", "同类", "general", parent_code="W1"), "parent_code"),
        (NewArea("building", "X", "半点", lon=114.3), "lon"),
        (NewArea("building", "X", "天外", lon=914.3, lat=22.7), "lon"),
        (NewArea("building", "X", "别名", aliases=("",)), "aliases"),
        (NewArea("building", "X", "点当面", shape=shapely.Point(114.3, 22.7)), "shape"),
        (
            NewArea(
                "building", "X", "蝴蝶", shape=shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
            ),
            "shape",
        ),
    ],
)
def test_faults_are_named_and_nothing_is_written(town: SmallTown, new: NewArea, field: str) -> None:
    before = Area.objects.count()
    with pytest.raises(Invalid) as refusal:
        actions.add_areas(town.id, [NewArea("building", "OK", "好楼"), new], actor=SYSTEM)
    assert f"1.{field}" in refusal.value.errors
    assert Area.objects.count() == before


def test_a_ring_of_parents_is_refused(town: SmallTown) -> None:
    news = [
        NewArea("grid", "R1", "一", "unit", parent_code="R2"),
        NewArea("grid", "R2", "二", "police", parent_code="R1"),
    ]
    with pytest.raises(Invalid):
        actions.add_areas(town.id, news, actor=SYSTEM)


def test_who_may(town: SmallTown) -> None:
    new = NewArea("building", "B9", "九号楼")
    with pytest.raises(Forbidden):
        actions.add_area(town.id, new, actor=acting(town.handler))
    with pytest.raises(Forbidden):
        actions.rename_area(town.places.west, "新名", actor=acting(town.nobody))
    area = actions.add_area(town.id, new, actor=acting(town.admin))
    assert lines(area)[0].actor_id == town.admin.pk
    other = Town.objects.exclude(pk=town.id).get()
    with pytest.raises(NotFound):
        actions.add_area(other.pk, new, actor=acting(town.admin))


def test_renaming_keeps_the_old_name_as_an_alias(town: SmallTown) -> None:
    west = actions.rename_area(town.places.west, "新岭社区", actor=SYSTEM)
    assert west.aliases == ["西岭社区"]
    assert lines(west)[-1].changes["name"] == ["西岭社区", "新岭社区"]
    actions.rename_area(west, "西岭社区", actor=SYSTEM)
    west.refresh_from_db()
    assert (west.name, west.aliases) == ("西岭社区", ["新岭社区"])
    with pytest.raises(Invalid):
        actions.rename_area(west, " ", actor=SYSTEM)


def test_moving_carries_the_community_down(town: SmallTown) -> None:
    grid = town.places.grid_2
    actions.change_area(grid, {"parent_id": town.places.east.pk}, actor=SYSTEM)
    building = Area.objects.filter(parent=grid).first()
    assert building is not None
    assert building.community_id == town.places.east.pk
    with pytest.raises(Invalid):
        actions.change_area(town.places.east, {"parent_id": grid.pk}, actor=SYSTEM)
    yesterday = clock.today() - timedelta(days=1)
    place = locator_for(town.id, on=yesterday).place_of(building.pk)
    assert place.community_id == town.places.west.pk


def test_an_area_ends_when_nothing_is_left_in_it(town: SmallTown) -> None:
    last = clock.today()
    with pytest.raises(Conflict):
        actions.end_area(town.places.grid_1, last, "撤销", actor=SYSTEM)
    for building in Area.objects.filter(parent=town.places.grid_1):
        actions.end_area(building, last, "拆除", actor=SYSTEM)
    grid = actions.end_area(
        town.places.grid_1, last, "撤销", successor=town.places.grid_2, actor=SYSTEM
    )
    assert AreaShape.objects.get(area=grid).valid_to == last
    assert grid.successor_id == town.places.grid_2.pk
    with pytest.raises(Conflict):
        actions.end_area(grid, last, "又撤销", actor=SYSTEM)
    with clock.at(clock.now() + timedelta(days=1)):
        assert locator_for(town.id).grid_at(WEST_EDGE + STEP / 2, SOUTH_EDGE + STEP) is None


def test_a_new_shape_closes_the_old_one(town: SmallTown) -> None:
    first = clock.today()
    grid = town.places.grid_4
    actions.reshape_area(grid, box(3.5, 4), first, actor=SYSTEM)
    shapes = AreaShape.objects.filter(area=grid).order_by("valid_from")
    assert [(shape.valid_from, shape.valid_to) for shape in shapes] == [
        (SINCE, first - timedelta(days=1)),
        (first, None),
    ]
    actions.reshape_area(grid, box(3.4, 4), first, actor=SYSTEM)
    assert AreaShape.objects.filter(area=grid).count() == 2


@pytest.mark.parametrize(
    ("shape", "first"),
    [
        (box(2.5, 4), date(2024, 1, 1)),
        (shapely.Polygon(), date(2024, 1, 1)),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), date(2024, 1, 1)),
        (box(3.5, 4), SINCE - timedelta(days=1)),
    ],
)
def test_a_shape_that_does_not_fit_is_refused(town: SmallTown, shape: Any, first: date) -> None:
    with pytest.raises(Invalid):
        actions.reshape_area(town.places.grid_4, shape, first, actor=SYSTEM)


def test_later_shapes_are_not_overwritten(town: SmallTown) -> None:
    actions.reshape_area(town.places.grid_4, box(3.5, 4), date(2024, 1, 1), actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.reshape_area(town.places.grid_4, box(3.6, 4), date(2023, 1, 1), actor=SYSTEM)


def test_merging_communities(town: SmallTown) -> None:
    places, first = town.places, clock.today()
    actions.merge_areas(places.west, [places.east], first, actor=SYSTEM)
    places.east.refresh_from_db()
    assert places.east.successor_id == places.west.pk
    assert Area.objects.get(pk=places.grid_4.pk).community_id == places.west.pk
    east_corner = WEST_EDGE + 3.5 * STEP, SOUTH_EDGE + STEP
    assert locator_for(town.id).place_at(*east_corner).community_id == places.west.pk
    before = locator_for(town.id, on=first - timedelta(days=1)).place_at(*east_corner)
    assert before.community_id == places.east.pk


def test_splitting_a_community(town: SmallTown) -> None:
    places, first = town.places, clock.today()
    parts = [
        NewArea("community", places.west.code, "西岭社区", shape=box(0, 1)),
        NewArea("community", "M", "中岭社区", shape=box(1, 2)),
    ]
    west, middle = actions.split_area(places.west, parts, first, actor=SYSTEM)
    assert west.pk == places.west.pk
    assert west.valid_to is None
    assert Area.objects.get(pk=places.grid_1.pk).community_id == west.pk
    assert Area.objects.get(pk=places.grid_2.pk).community_id == middle.pk
    point = WEST_EDGE + 1.5 * STEP, SOUTH_EDGE + STEP
    assert locator_for(town.id).place_at(*point).community_id == middle.pk
    before = locator_for(town.id, on=first - timedelta(days=1))
    assert before.place_at(*point).community_id == west.pk


def test_splitting_into_wholly_new_ones_ends_the_old_one(town: SmallTown) -> None:
    places = town.places
    parts = [
        NewArea("community", "M1", "甲社区", shape=box(0, 1.2)),
        NewArea("community", "M2", "乙社区", shape=box(1.2, 2)),
    ]
    first, second = actions.split_area(places.west, parts, clock.today(), actor=SYSTEM)
    places.west.refresh_from_db()
    assert places.west.valid_to == clock.today() - timedelta(days=1)
    assert places.west.successor_id == first.pk
    assert second.parent_id == places.subdistrict.pk
    # The greater part of grid 2 lies in the second part.
    assert Area.objects.get(pk=places.grid_2.pk).parent_id == second.pk


@pytest.mark.parametrize(
    "shapes", [[box(0, 1)], [box(0, 1), box(1, 1.5)], [box(0, 1.5), box(1, 2)], [box(0, 1), None]]
)
def test_parts_must_make_up_the_whole(town: SmallTown, shapes: list[Any]) -> None:
    parts = [
        NewArea("community", f"M{index}", f"第{index}社区", shape=shape)
        for index, shape in enumerate(shapes)
    ]
    with pytest.raises(Invalid):
        actions.split_area(town.places.west, parts, clock.today(), actor=SYSTEM)


def test_reforms_are_not_entered_in_advance(town: SmallTown) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid):
        actions.merge_areas(town.places.west, [town.places.east], tomorrow, actor=SYSTEM)
    with pytest.raises(Invalid):
        actions.merge_areas(town.places.west, [town.places.grid_4], clock.today(), actor=SYSTEM)


def test_the_base_map(town: SmallTown) -> None:
    road = NewFeature("road", shapely.LineString([(114.3, 22.71), (114.34, 22.71)]), "中心路", 1)
    actions.add_features(town.id, [road], actor=SYSTEM)
    assert locator_for(town.id).find("中心路塌陷")[0].lat == pytest.approx(22.71)
    bad = NewFeature("rail", shapely.LineString([(0, 0), (1, 1)]))
    with pytest.raises(Invalid):
        actions.add_features(town.id, [bad], actor=SYSTEM)
    assert actions.remove_features(town.id, ["road"], actor=SYSTEM) == 1
    assert not Feature.objects.exists()
