"""Chinese coordinate systems: known values, round trips, and what lies abroad."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places.coordinates import Datum, from_wgs84, in_china, to_wgs84

china_lon = st.floats(73.0, 135.5, allow_nan=False)
china_lat = st.floats(3.0, 53.6, allow_nan=False)
any_datum = st.sampled_from(Datum)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = (a[0] - b[0]) * 111_320 * math.cos(math.radians(a[1]))
    return math.hypot(east, (a[1] - b[1]) * 110_600)


def test_known_values() -> None:
    """Baidu's own example, Tiananmen, as eviltransform and coordtransform give it."""
    assert from_wgs84(116.404, 39.915, Datum.GCJ02) == pytest.approx(
        (116.41024449916938, 39.91640428150164), abs=1e-12
    )
    assert from_wgs84(116.404, 39.915, Datum.BD09) == pytest.approx(
        (116.41662724378733, 39.922699552216216), abs=1e-12
    )


@given(china_lon, china_lat, any_datum)
def test_round_trip_is_exact_to_a_millimetre(lon: float, lat: float, datum: Datum) -> None:
    there = from_wgs84(lon, lat, datum)
    assert metres(to_wgs84(*there, datum), (lon, lat)) < 0.001
    back = to_wgs84(lon, lat, datum)
    assert metres(from_wgs84(*back, datum), (lon, lat)) < 0.001


@given(china_lon, china_lat)
def test_shifts_are_of_the_known_size(lon: float, lat: float) -> None:
    assert 10 < metres(from_wgs84(lon, lat, Datum.GCJ02), (lon, lat)) < 1600
    assert metres(from_wgs84(lon, lat, Datum.CGCS2000), (lon, lat)) == 0


@given(
    st.floats(-180, 180, allow_nan=False).filter(lambda lon: not 71 < lon < 139),
    st.floats(-90, 90, allow_nan=False),
    any_datum,
)
def test_abroad_nothing_moves(lon: float, lat: float, datum: Datum) -> None:
    assert from_wgs84(lon, lat, datum) == (lon, lat)
    assert to_wgs84(lon, lat, datum) == (lon, lat)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20), any_datum)
def test_arrays_agree_with_single_points(points: list[tuple[float, float]], datum: Datum) -> None:
    lons = np.array([lon for lon, _ in points], dtype=np.float64)
    lats = np.array([lat for _, lat in points], dtype=np.float64)
    for convert in (to_wgs84, from_wgs84):
        many = convert(lons, lats, datum)
        for index, (lon, lat) in enumerate(points):
            one = convert(lon, lat, datum)
            assert (many[0][index], many[1][index]) == pytest.approx(one, abs=1e-9)


def test_in_china_takes_arrays() -> None:
    assert in_china(np.array([114.1, 2.3]), np.array([22.5, 48.8])).tolist() == [True, False]
