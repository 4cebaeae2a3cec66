"""The locator over the small town: grids, buildings, boundary, dates, revisions."""

from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places import actions
from jiedao.foundation.places.actions import NewArea
from jiedao.foundation.places.locator import NOWHERE, Locator, locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.rows import AreaRow, Snapshot
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town
from tests.cast import SINCE, SOUTH_EDGE, STEP, WEST_EDGE, SmallTown

MIDDLE = SOUTH_EDGE + STEP


def column(number: int) -> float:
    """The longitude of the middle of grid ``number`` (1..4)."""
    return WEST_EDGE + (number - 0.5) * STEP


def spot(area: Area) -> tuple[float, float]:
    assert area.lon is not None
    assert area.lat is not None
    return area.lon, area.lat


def test_a_point_is_placed_in_the_whole_tree(town: SmallTown) -> None:
    locator = locator_for(town.id)
    place = locator.place_at(column(3), MIDDLE)
    assert place.grid_id == town.places.grid_3.pk
    assert place.community_id == town.places.east.pk
    assert place.subdistrict_id == town.places.subdistrict.pk
    assert place.building_id is None
    building = town.places.buildings[0]
    assert locator.place_at(*spot(building)).building_id == building.pk
    assert locator.place_of(building.pk).community_id == town.places.west.pk
    assert locator.place_of(0) == NOWHERE


def test_outside_the_town(town: SmallTown) -> None:
    locator = locator_for(town.id)
    assert locator.contains(column(1), MIDDLE)
    assert not locator.contains(113.0, 22.7)
    assert not locator.contains(float("nan"), 22.7)
    assert locator.place_at(113.0, 22.7) == NOWHERE
    assert locator.grid_at(113.0, 22.7) is None
    assert locator.grid_at(column(1), MIDDLE, "police") is None


def test_many_points_at_once(town: SmallTown) -> None:
    locator = locator_for(town.id)
    lons = np.array([column(1), column(4), 113.0])
    lats = np.full(3, MIDDLE)
    assert locator.grids_at(lons, lats).tolist() == [
        town.places.grid_1.pk,
        town.places.grid_4.pk,
        -1,
    ]
    assert locator.communities_at(lons, lats).tolist() == [
        town.places.west.pk,
        town.places.east.pk,
        -1,
    ]


def test_a_point_on_a_border_belongs_to_the_smaller_code(town: SmallTown) -> None:
    border = WEST_EDGE + STEP
    place = locator_for(town.id).grid_at(border, MIDDLE)
    assert place is not None
    assert place.grid_id == town.places.grid_1.pk


def test_nearest_building(town: SmallTown) -> None:
    locator = locator_for(town.id)
    building = town.places.buildings[0]
    lon, lat = spot(building)
    found = locator.nearest_building(lon, lat + 0.0005, 60)
    assert found is not None
    assert found[0] == building.pk
    assert found[1] == pytest.approx(55.4, abs=0.3)
    assert locator.nearest_building(lon, lat + 0.0005, 50) is None
    assert locator.nearest_building(float("nan"), 0, 50) is None


def test_words(town: SmallTown) -> None:
    locator = locator_for(town.id)
    assert locator.find("幸福路1号门口有垃圾")[0].area_id == town.places.buildings[0].pk
    assert locator.find("西岭社区有垃圾")[0].area_id == town.places.west.pk


def test_a_change_is_seen_at_once_and_the_rest_is_kept(town: SmallTown) -> None:
    before = locator_for(town.id)
    assert locator_for(town.id) is before
    before.place_at(column(1), MIDDLE)
    actions.rename_area(town.places.west, "西岭新村社区", actor=SYSTEM)
    after = locator_for(town.id)
    assert after is not before
    assert after.find("西岭新村社区")[0].area_id == town.places.west.pk
    assert after.find("西岭社区")[0].area_id == town.places.west.pk
    assert after._cover("grid", "general") is before._cover("grid", "general")


def test_another_day_has_its_own_shapes(town: SmallTown) -> None:
    today = clock.today()
    border = WEST_EDGE + 1.5 * STEP
    west, top = SOUTH_EDGE, SOUTH_EDGE + 2 * STEP
    actions.reshape_areas(
        town.id,
        [
            actions.NewShape(town.places.grid_1, shapely.box(WEST_EDGE, west, border, top)),
            actions.NewShape(
                town.places.grid_2, shapely.box(border, west, WEST_EDGE + 2 * STEP, top)
            ),
        ],
        today,
        actor=SYSTEM,
    )
    moved = WEST_EDGE + 1.2 * STEP
    now = locator_for(town.id).grid_at(moved, MIDDLE)
    then = locator_for(town.id, on=today - timedelta(days=1)).grid_at(moved, MIDDLE)
    assert now is not None
    assert then is not None
    assert (now.grid_id, then.grid_id) == (town.places.grid_1.pk, town.places.grid_2.pk)
    assert locator_for(town.id, on=SINCE - timedelta(days=1)).empty
    # One stretch of days, one locator.
    assert locator_for(town.id, on=SINCE) is locator_for(town.id, on=today - timedelta(days=1))


def test_kinds_of_grids_overlap(town: SmallTown) -> None:
    shape = shapely.box(WEST_EDGE, SOUTH_EDGE, WEST_EDGE + 4 * STEP, SOUTH_EDGE + 2 * STEP)
    police = actions.add_area(
        town.id,
        NewArea("grid", "PG1", "第一警格", grid_kind="police", shape=shape, valid_from=SINCE),
        actor=SYSTEM,
    )
    place = locator_for(town.id).grid_at(column(4), MIDDLE, "police")
    assert place is not None
    assert place.grid_id == police.pk
    assert place.community_id == town.places.east.pk
    general = locator_for(town.id).grid_at(column(4), MIDDLE)
    assert general is not None
    assert general.grid_id == town.places.grid_4.pk


@pytest.mark.django_db
def test_a_town_without_shapes_refuses_nothing() -> None:
    town = Town.objects.create(key="bare", title="无图街道", created_at=clock.now())
    Area.objects.create(town=town, level="community", code="C", name="无图社区", valid_from=SINCE)
    towns.touch(town.pk)
    locator = locator_for(town.pk)
    assert locator.empty
    assert locator.contains(0.0, 0.0)
    match = locator.find("无图社区")[0]
    assert match.lon is None
    assert locator.place_of(match.area_id or 0).community_id == match.area_id


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_agrees_with_brute_force(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.uniform((114.0, 22.5), (114.1, 22.6), (20, 2)).tolist()
    seeds = shapely.MultiPoint(random.uniform((114.0, 22.5), (114.1, 22.6), (count + 1, 2)))
    cells = list(shapely.voronoi_polygons(seeds).geoms)
    rows = tuple(
        AreaRow(100 + index, "grid", "general", f"G{index:02}", f"{index}格")
        for index in range(len(cells))
    )
    shapes = {row.id: shapely.to_wkb(cell) for row, cell in zip(rows, cells, strict=True)}
    locator = Locator(Snapshot(date.min, date.max, rows, shapes, ()))
    for x, y in points:
        covering = [
            row.id
            for row, cell in zip(rows, cells, strict=True)
            if cell.intersects(shapely.Point(x, y))
        ]
        assert locator.place_at(x, y).grid_id == (covering[0] if covering else None)
