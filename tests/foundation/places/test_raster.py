"""Point in polygon by raster against shapely asked polygon by polygon."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.foundation.places.raster import Raster

coordinate = st.integers(0, 40).map(lambda n: n / 4)
corner = st.tuples(coordinate, coordinate)
anywhere = st.floats(-2, 12, allow_nan=False)
# Points on the lattice of the corners fall on borders and vertices all the time.
point = st.one_of(st.tuples(anywhere, anywhere), corner)


def hull(corners: list[tuple[float, float]]) -> Any:
    return shapely.MultiPoint(corners).convex_hull


polygons = st.lists(corner, min_size=3, max_size=8).map(hull)
shapes = st.lists(polygons.filter(lambda shape: shape.geom_type == "Polygon"), max_size=8)


def first_cover(found: Sequence[Any], x: float, y: float) -> int:
    for index, shape in enumerate(found):
        if shape.intersects(shapely.Point(x, y)):
            return index
    return -1


@given(shapes, st.lists(point, min_size=1, max_size=30))
def test_agrees_with_asking_every_polygon(
    found: list[Any], points: list[tuple[float, float]]
) -> None:
    raster = Raster(found)
    expected = [first_cover(found, x, y) for x, y in points]
    assert [raster.at(x, y) for x, y in points] == expected
    array = np.array(points)
    assert raster.at_many(array[:, 0].copy(), array[:, 1].copy()).tolist() == expected


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_a_tiling_of_many_sided_cells(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    seeds = shapely.MultiPoint(random.uniform(0, 10, (count, 2)))
    frame = shapely.box(0, 0, 10, 10)
    cells = [
        shapely.segmentize(cell.intersection(frame), 0.3)
        for cell in shapely.voronoi_polygons(seeds, extend_to=frame).geoms
    ]
    cells = [cell for cell in cells if cell.geom_type == "Polygon"]
    xs, ys = random.uniform(-1, 11, 300), random.uniform(-1, 11, 300)
    vertices = shapely.get_coordinates(cells)[:200]
    xs, ys = np.append(xs, vertices[:, 0]), np.append(ys, vertices[:, 1])
    raster = Raster(cells)
    expected = [first_cover(cells, x, y) for x, y in zip(xs, ys, strict=True)]
    assert raster.at_many(xs, ys).tolist() == expected
    assert [raster.at(x, y) for x, y in zip(xs, ys, strict=True)] == expected


def test_holes_and_parts_and_what_is_no_number() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    island = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(4.5, 4.5, 5, 5)])
    raster = Raster([ring, island])
    assert raster.at(1, 1) == 0
    assert raster.at(5.5, 5.5) == -1
    assert raster.at(4.7, 4.7) == 1
    assert raster.at(20.5, 0.5) == 1
    assert raster.at(15, 0.5) == -1
    assert raster.at(float("nan"), 1) == -1
    assert raster.at(float("inf"), 1) == -1
    values = np.array([1, float("nan"), 20.5]), np.array([1, 1, 0.5])
    assert raster.at_many(*values).tolist() == [0, -1, 1]


def test_without_polygons_everything_is_outside() -> None:
    raster = Raster([])
    assert raster.at(0, 0) == -1
    assert raster.at_many(np.zeros(2), np.zeros(2)).tolist() == [-1, -1]
