"""The demo town on paper: it tiles, it is named without doubles, and a seed repeats it."""

from collections import Counter

import numpy as np
import pytest
import shapely

from jiedao.config.demo.generator import generate
from jiedao.config.demo.plan import AreaPlan, TownPlan
from jiedao.config.demo.settings import demo_settings
from jiedao.foundation.parties.identity import check_uscc

# Drawing the town takes some seconds of processor time.
pytestmark = pytest.mark.slow

SEED = 11
METRES = np.array([102_920.0, 110_750.0])
"""Metres of a degree at the town's latitude, and of one towards the pole."""
SQUARE_METRES = float(METRES.prod())


@pytest.fixture(scope="module")
def plan() -> TownPlan:
    return generate(SEED)


def in_metres(shapes: list[shapely.Polygon]) -> list[shapely.Polygon]:
    return list(shapely.transform(shapes, lambda points: points * METRES))


def shapes_of(areas: list[AreaPlan]) -> list[shapely.Polygon]:
    return [area.shape for area in areas]


def test_it_has_the_size_that_its_settings_ask_for(plan: TownPlan) -> None:
    settings = demo_settings()
    assert len(plan.of_level("community")) == 8
    assert len(plan.of_level("grid", "general")) == settings.grids
    assert len(plan.of_level("building")) == settings.buildings
    assert len(plan.of_level("premises")) == settings.premises
    assert len(plan.organisations) == settings.enterprises
    assert len(plan.people) == settings.staff


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        ("community", ""),
        ("grid", "general"),
        ("grid", "police"),
        ("grid", "economic_service"),
        ("grid", "livelihood_service"),
    ],
)
def test_pieces_tile_the_subdistrict_without_gap_or_overlap(
    plan: TownPlan, level: str, kind: str
) -> None:
    pieces = shapes_of(plan.of_level(level, kind))
    whole = shapes_of(plan.of_level("subdistrict"))[0]
    assert all(piece.is_valid and piece.geom_type == "Polygon" for piece in pieces)
    assert shapely.coverage_is_valid(pieces)
    union = shapely.coverage_union_all(pieces)
    assert union.symmetric_difference(whole).area * SQUARE_METRES < 1.0


@pytest.mark.parametrize("seed", [SEED, demo_settings().seed])
def test_communities_and_grids_hang_together_by_more_than_a_corner(seed: int) -> None:
    """Nobody sees a neck of ten metres on the map: beyond it lies a second piece."""
    areas = [a for a in generate(seed).areas if a.level in ("community", "grid")]
    for area, shape in zip(areas, in_metres(shapes_of(areas)), strict=True):
        parts = shapely.get_parts(shapely.buffer(shape, -5.0))
        beyond = sum(part.area for part in parts) - max(part.area for part in parts)
        assert beyond < shape.area / 20, area.name


def test_grids_tile_their_communities(plan: TownPlan) -> None:
    for community in plan.of_level("community"):
        grids = [g for g in plan.of_level("grid", "general") if g.parent == community.code]
        assert grids
        union = shapely.coverage_union_all(shapes_of(grids))
        gap = union.symmetric_difference(shapes_of([community])[0])
        assert gap.area * SQUARE_METRES < 1.0


def test_buildings_stand_in_their_grid_and_not_in_one_another(plan: TownPlan) -> None:
    grids = {g.code: g.shape for g in plan.of_level("grid", "general")}
    buildings = plan.of_level("building")
    shapes = np.array(shapes_of(buildings))
    homes = np.array([grids[building.parent] for building in buildings])
    assert shapely.contains(homes, shapes).all()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    assert first.size == 0, list(zip(first[:5], second[:5], strict=True))


def test_buildings_leave_roads_and_water_free(plan: TownPlan) -> None:
    shapes = np.array(shapes_of(plan.of_level("building")))
    tree = shapely.STRtree(shapes)
    for feature in plan.features:
        if feature.kind in ("road", "water", "coast"):
            assert tree.query(feature.shape, predicate="intersects").size == 0, feature.name


def test_names_codes_and_addresses_are_unique(plan: TownPlan) -> None:
    codes = Counter(area.code for area in plan.areas)
    assert max(codes.values()) == 1
    for level in ("community", "building", "premises"):
        names = Counter(area.name for area in plan.of_level(level))
        assert max(names.values()) == 1, names.most_common(2)
    grids = Counter(a.name for a in plan.areas if a.level == "grid")
    assert max(grids.values()) == 1
    firms = Counter(one.name for one in plan.organisations)
    assert max(firms.values()) == 1
    people = Counter(person.username for person in plan.people)
    assert max(people.values()) == 1


def test_parents_come_first(plan: TownPlan) -> None:
    seen = {""}
    for area in plan.areas:
        assert area.parent in seen
        seen.add(area.code)


def test_credit_codes_are_valid_and_belong_to_no_real_region(plan: TownPlan) -> None:
    codes = {check_uscc(one.uscc) for one in plan.organisations}
    assert len(codes) == len(plan.organisations)
    assert {code[2:8] for code in codes} == {"449903"}


def test_telephones_are_of_the_form_that_stands_for_none(plan: TownPlan) -> None:
    numbers = [person.phone for person in plan.people] + [u.phone for u in plan.units if u.phone]
    assert all(number.startswith("1380000") and len(number) == 11 for number in numbers)


def test_every_grid_has_a_worker_and_every_unit_but_outside_bodies_somebody(
    plan: TownPlan,
) -> None:
    held = Counter(post.unit for person in plan.people for post in person.posts)
    for unit in plan.units:
        assert held[unit.code] or unit.kind == "external", unit.name
    codes = {unit.code for unit in plan.units}
    assert set(held) <= codes


def test_the_same_seed_draws_the_same_town(plan: TownPlan) -> None:
    again = generate(SEED)
    assert again.people == plan.people
    assert [a.name for a in again.areas] == [a.name for a in plan.areas]
    assert shapely.to_wkb(again.areas[0].shape) == shapely.to_wkb(plan.areas[0].shape)
    assert [a.lon for a in again.areas] == [a.lon for a in plan.areas]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_draw_sound_towns_too(seed: int) -> None:
    other = generate(seed)
    grids = shapes_of(other.of_level("grid", "general"))
    assert len(grids) == demo_settings().grids
    assert shapely.coverage_is_valid(grids)
    assert len(other.of_level("building")) == demo_settings().buildings
