"""Tile arithmetic: no point is lost or counted twice, and no tile gives more than it may."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.centre.tiling import DEEPEST, MOST_CELLS, Tile, box_of, clusters, tile_of
from jiedao.web.points import NORTHMOST, TONES, Points, to_degrees, to_square

LON = st.floats(-180, 180)
LAT = st.floats(-NORTHMOST, NORTHMOST)
TONE = st.integers(0, len(TONES) - 1)
SPOTS = st.lists(st.tuples(LON, LAT, TONE), max_size=60)
ZOOM = st.integers(0, DEEPEST)


def points_of(spots: list[tuple[float, float, int]]) -> Points:
    return Points.of((number, *spot) for number, spot in enumerate(spots, 1))


def tile_at(lon: float, lat: float, z: int) -> Tile:
    """The usual formula of web maps."""
    side = 2**z
    x = math.floor((lon + 180) / 360 * side)
    y = math.floor((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return Tile(z, min(max(x, 0), side - 1), min(max(y, 0), side - 1))


@given(SPOTS, st.integers(0, 3), st.integers(1, MOST_CELLS))
def test_all_tiles_of_the_world_hold_every_point_once(
    spots: list[tuple[float, float, int]], z: int, cells: int
) -> None:
    world = [Tile(z, x, y) for x in range(2**z) for y in range(2**z)]
    found = clusters(points_of(spots), world, cells)
    assert sum(one.count for each in found.values() for one in each) == len(spots)
    single = [one.id for each in found.values() for one in each if one.id]
    assert len(single) == len(set(single)) <= len(spots)
    assert set(single) <= set(range(1, len(spots) + 1))
    assert all(len(each) <= cells**2 for each in found.values())
    assert all((one.count == 1) == bool(one.id) for each in found.values() for one in each)


@given(LON, LAT, TONE, ZOOM)
def test_a_point_lies_in_the_tile_of_the_usual_formula(
    lon: float, lat: float, tone: int, z: int
) -> None:
    point = points_of([(lon, lat, tone)])
    here = tile_at(lon, lat, z)
    # On the very edge rounding may put it across: it is in one of the neighbours, and in one only.
    around = {
        Tile(z, x, y)
        for x in range(max(here.x - 1, 0), min(here.x + 2, 2**z))
        for y in range(max(here.y - 1, 0), min(here.y + 2, 2**z))
    }
    found = [(tile, one) for tile, each in clusters(point, around).items() for one in each]
    ((tile, one),) = found
    assert (one.count, one.tone, one.id) == (1, tone, 1)
    west, south, east, north = tile.box
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9
    assert one.lon == pytest.approx(lon, abs=1e-7)
    assert one.lat == pytest.approx(lat, abs=1e-7)


@given(SPOTS.filter(bool), ZOOM)
def test_a_cluster_has_the_weightiest_tone_and_lies_among_its_points(
    spots: list[tuple[float, float, int]], z: int
) -> None:
    tiles = {tile_at(lon, lat, z) for lon, lat, _tone in spots}
    found = clusters(points_of(spots), tiles, 1)
    worst = min(one.tone for each in found.values() for one in each)
    inside = [tone for lon, lat, tone in spots if tile_at(lon, lat, z) in tiles]
    assert worst >= min(inside)
    for tile, each in found.items():
        west, south, east, north = tile.box
        for one in each:
            assert west - 1e-9 <= one.lon <= east + 1e-9
            assert south - 1e-9 <= one.lat <= north + 1e-9


def test_what_lies_at_one_place_stays_together_and_says_so() -> None:
    here = points_of([(114.3, 22.7, 2), (114.3, 22.7, 0), (114.31, 22.71, 2)])
    tile = tile_at(114.3, 22.7, DEEPEST)
    (one,) = clusters(here, [tile])[tile]
    assert (one.count, one.tone, one.id, one.together) == (2, 0, 0, True)
    assert one.packed()[2:] == [2, 0, -1]
    (both,) = clusters(here, [Tile(0, 0, 0)])[Tile(0, 0, 0)]
    assert (both.count, both.together) == (3, False)


def test_a_hundred_thousand_points_are_never_drawn_all() -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(114.0, 114.1, 100_000), rng.uniform(22.6, 22.7, 100_000)
    points = Points.of((n, a, b, 2) for n, (a, b) in enumerate(zip(lon, lat, strict=True), 1))
    west, north = tile_at(114.0, 22.7, 13), tile_at(114.1, 22.6, 13)
    tiles = [Tile(13, x, y) for x in range(west.x, north.x + 1) for y in range(west.y, north.y + 1)]
    found = clusters(points, tiles)
    assert sum(one.count for each in found.values() for one in each) == 100_000
    assert sum(len(each) for each in found.values()) <= len(tiles) * MOST_CELLS**2


@given(st.lists(st.tuples(st.floats(), st.floats(), TONE), max_size=30))
def test_what_lies_nowhere_on_earth_is_left_out(spots: list[tuple[float, float, int]]) -> None:
    real = [s for s in spots if abs(s[0]) <= 180 and abs(s[1]) <= NORTHMOST]
    points = points_of(spots)
    assert len(points) == len(real)
    assert sum(one.count for one in clusters(points, [Tile(0, 0, 0)])[Tile(0, 0, 0)]) == len(real)


@given(LON, LAT)
def test_the_square_and_back(lon: float, lat: float) -> None:
    x, y = to_square(np.array([lon]), np.array([lat]))
    assert 0 <= x[0] < 1
    assert 0 <= y[0] < 1
    again = to_degrees(x, y)
    assert float(again[0][0]) == pytest.approx(lon, abs=1e-7)
    assert float(again[1][0]) == pytest.approx(lat, abs=1e-7)


@given(SPOTS, st.sets(st.integers(1, 60)), SPOTS)
def test_exchanged_points_are_those_without_and_with(
    spots: list[tuple[float, float, int]],
    gone: set[int],
    fresh: list[tuple[float, float, int]],
) -> None:
    added = Points.of((1000 + number, *spot) for number, spot in enumerate(fresh))
    found = points_of(spots).exchanged(gone, added)
    kept = {number for number in range(1, len(spots) + 1) if number not in gone}
    assert set(found.ids.tolist()) == kept | {1000 + n for n in range(len(fresh))}
    assert sum(found.tones().values()) == len(found)


@pytest.mark.parametrize(
    "text",
    ["", "1", "1/0", "1/0/0/0", "-1/0/0", "1/2/0", "1/0/2", "21/0/0", "a/0/0", "1/０/0", "1/ 0/0",
     "99999999999999999999/0/0", "1.0/0/0"],
)  # fmt: skip
def test_no_tile(text: str) -> None:
    assert tile_of(text) is None


def test_tiles_and_their_box() -> None:
    assert tile_of("1/1/0") == Tile(1, 1, 0)
    assert str(Tile(1, 1, 0)) == "1/1/0"
    west, south, east, north = box_of([Tile(1, 0, 0), Tile(1, 1, 1)])
    assert (west, east) == (-180, 180)
    assert south == pytest.approx(-NORTHMOST)
    assert north == pytest.approx(NORTHMOST)
