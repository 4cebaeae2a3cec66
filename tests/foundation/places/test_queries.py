"""The tree, what maps draw, and names while one types."""

import shapely

from jiedao.foundation.places import actions, queries
from jiedao.foundation.places.actions import NewFeature
from jiedao.foundation.places.frame import suggest
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.tree import Tree
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town
from tests.cast import SINCE, SOUTH_EDGE, STEP, WEST_EDGE, SmallTown


def test_the_tree_counts_what_lies_below(town: SmallTown) -> None:
    branches = locator_for(town.id).tree.branches
    drawn = [(one.row.code, one.depth, one.grids, one.buildings) for one in branches]
    assert drawn == [
        ("T", 0, 4, 8),
        ("E", 1, 2, 4),
        ("E3", 2, 0, 2),
        ("E4", 2, 0, 2),
        ("W", 1, 2, 4),
        ("W1", 2, 0, 2),
        ("W2", 2, 0, 2),
    ]


def test_below_and_above(town: SmallTown) -> None:
    places = town.places
    below = queries.below(town.id, places.west.pk)
    assert {places.west.pk, places.grid_1.pk, places.buildings[0].pk} < below
    assert places.grid_3.pk not in below
    building = places.buildings[0].pk
    assert queries.above(town.id, building) == (
        places.grid_1.pk,
        places.west.pk,
        places.subdistrict.pk,
    )
    tree = Tree(())
    assert tree.below(1) == frozenset()
    assert tree.above(1) == ()


def test_only_the_own_towns_areas_are_seen(town: SmallTown) -> None:
    own, other = reach_of(town.handler), reach_of(town.stranger)
    assert queries.visible(own).count() == 15
    assert queries.visible(other).count() == 0
    assert queries.visible(own, on=SINCE.replace(year=2019)).count() == 0


def test_maps_get_the_shapes_in_their_box(town: SmallTown) -> None:
    everything = queries.areas_geojson(town.id, ["grid"], kind="general")
    assert [one["properties"]["code"] for one in everything["features"]] == ["E3", "E4", "W1", "W2"]
    west = (WEST_EDGE, SOUTH_EDGE, WEST_EDGE + STEP / 2, SOUTH_EDGE + STEP)
    near = queries.areas_geojson(town.id, ["grid"], box=west, tolerance_m=1.0)
    assert [one["properties"]["name"] for one in near["features"]] == ["西岭第一网格"]
    assert near["features"][0]["geometry"]["type"] == "Polygon"
    assert queries.areas_geojson(town.id, ["premises"])["features"] == []


def test_the_base_map(town: SmallTown) -> None:
    line = shapely.LineString([(114.3, 22.71), (114.34, 22.71)])
    actions.add_features(
        town.id,
        [NewFeature("road", line, "幸福路", 1), NewFeature("water", line.buffer(0.001), "小河")],
        actor=SYSTEM,
    )
    roads = queries.features_geojson(town.id, ["road"])["features"]
    assert [one["properties"] for one in roads] == [{"name": "幸福路", "width": 26}]
    assert "id" not in roads[0], "a map draws one feature of an id, and null is one"
    assert queries.features_geojson(town.id, ["road"], box=(0, 0, 1, 1))["features"] == []


def test_where_the_map_opens(town: SmallTown) -> None:
    box = queries.extent(town.id)
    assert box == (WEST_EDGE, SOUTH_EDGE, WEST_EDGE + 4 * STEP, SOUTH_EDGE + 2 * STEP)
    neighbour = Town.objects.exclude(pk=town.id).get()
    assert queries.extent(neighbour.pk) is None
    Area.objects.create(
        town=neighbour, level="building", code="B", name="楼", lon=114.0, lat=22.5, valid_from=SINCE
    )
    assert queries.extent(neighbour.pk) == (113.99, 22.49, 114.01, 22.51)


def test_the_tag_changes_with_the_areas(town: SmallTown) -> None:
    before = queries.revision_tag(town.id, "x")
    assert queries.revision_tag(town.id, "x") == before
    actions.rename_area(town.places.west, "新岭社区", actor=SYSTEM)
    assert queries.revision_tag(town.id, "x") != before


def test_names_while_one_types(town: SmallTown) -> None:
    assert [row.code for row in locator_for(town.id).complete("西岭")] == ["W", "W1", "W2"]
    assert [row.code for row in locator_for(town.id).complete("第一")] == ["E3", "W1"]
    assert locator_for(town.id).complete(" ") == []
    found = suggest(town.id, "幸福路1", 3)
    assert found[0].text == "幸福路1号"
    assert found[0].lon is not None
    assert len(found) == 3 or len({one.text for one in found}) == len(found)
