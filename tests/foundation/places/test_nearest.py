"""The nearest building against asking every one."""

import math
from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places.geometry import Plane, metres_between
from jiedao.foundation.places.nearest import Nearest

lon = st.integers(0, 200).map(lambda n: 114.0 + n / 10_000)
lat = st.integers(0, 200).map(lambda n: 22.5 + n / 10_000)
points = st.builds(shapely.Point, lon, lat)
boxes = st.builds(lambda x, y: shapely.box(x, y, x + 0.0004, y + 0.0002), lon, lat)


@given(st.lists(st.one_of(points, boxes), max_size=12), lon, lat, st.integers(1, 500))
def test_agrees_with_asking_every_building(
    buildings: list[Any], x: float, y: float, within: int
) -> None:
    nearest = Nearest(buildings)
    found = nearest.to(x, y, within)
    plane = Plane(114.01, 22.51)
    here = shapely.Point(plane.forward(x, y))
    distances = [plane.project(one).distance(here) for one in buildings]
    best = min(distances, default=math.inf)
    if found is None:
        assert best > within * 0.999
        return
    index, metres = found
    assert metres <= within
    assert abs(distances[index] - best) < 0.01 + best * 1e-3
    many, lengths = nearest.to_many(np.array([x]), np.array([y]), within)
    assert (many[0], lengths[0]) == found


def test_of_two_equally_near_the_first_answers() -> None:
    same = [shapely.Point(114.001, 22.5), shapely.Point(114.001, 22.5)]
    assert Nearest(same).to(114.0, 22.5, 200) == (0, Nearest(same[:1]).to(114.0, 22.5, 200)[1])  # type: ignore[index]


def test_metres_are_metres() -> None:
    """One second of arc is about 30.9 m north, at 22.5° north 28.6 m east (WGS-84)."""
    assert abs(metres_between(114.0, 22.5, 114.0, 22.5 + 1 / 3600) - 30.77) < 0.05
    assert abs(metres_between(114.0, 22.5, 114.0 + 1 / 3600, 22.5) - 28.58) < 0.05


def test_nothing_known_nothing_near() -> None:
    assert Nearest([]).to(114.0, 22.5, 100) is None
    found, metres = Nearest([]).to_many(np.zeros(2), np.zeros(2), 100)
    assert found.tolist() == [-1, -1]
    assert np.isinf(metres).all()
