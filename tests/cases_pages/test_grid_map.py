"""The map of the grid: the cells as they are drawn, small enough for a slow line."""

import gzip
import json
from typing import Any

import pytest
import shapely
from django.test import Client

from jiedao.foundation.places.models import AreaShape
from tests.cast import SmallTown

ADDRESS = "/grid/map.json"


@pytest.fixture
def wavy(town: SmallTown) -> SmallTown:
    """The border of grids 1 and 2 bends every half metre, by less than a screen shows."""
    rows = {row.area_id: row for row in AreaShape.objects.all()}
    west, east = (shapely.from_wkb(rows[grid.pk].wkb) for grid in _pair(town))
    edge, (south, north) = west.bounds[2], west.bounds[1::2]
    step = (north - south) / 4000
    border = [(edge + (n % 2) * 1.234567e-7, south + n * step) for n in range(4001)]
    far_west, far_east = west.bounds[0], east.bounds[2]
    shapes = (
        shapely.Polygon([(far_west, south), *border, (far_west, north)]),
        shapely.Polygon([(far_east, north), *reversed(border), (far_east, south)]),
    )
    for grid, shape in zip(_pair(town), shapes, strict=True):
        AreaShape.objects.filter(area=grid).update(wkb=shape.wkb)
    return town


def _pair(town: SmallTown) -> tuple[Any, Any]:
    return town.places.grid_1, town.places.grid_2


def _browser(town: SmallTown) -> Client:
    browser = Client()
    browser.force_login(town.dispatcher)
    return browser


def test_as_many_points_as_a_screen_shows(wavy: SmallTown) -> None:
    features = _browser(wavy).get(ADDRESS).json()["features"]
    shapes = {one["properties"]["title"]: shapely.from_geojson(json.dumps(one)) for one in features}
    west, east = (shapes[grid.name] for grid in _pair(wavy))
    numbers = shapely.get_coordinates([west, east])
    assert len(numbers) < 100
    assert (numbers == numbers.round(6)).all()
    # Their border is still one: nothing between them, nothing twice.
    assert shapely.touches(west, east)
    assert shapely.union(west, east).area == pytest.approx(0.02 * 0.02, rel=1e-4)


def test_nothing_but_what_is_drawn(town: SmallTown) -> None:
    for one in _browser(town).get(ADDRESS).json()["features"]:
        assert set(one["properties"]) == {"tone", "quiet", "title", "label", "url"}


def test_compressed_where_the_browser_takes_it(town: SmallTown) -> None:
    browser = _browser(town)
    plain = browser.get(ADDRESS)
    packed = browser.get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_sent_again_only_when_it_has_changed(town: SmallTown) -> None:
    browser = _browser(town)
    tag = browser.get(ADDRESS)["ETag"]
    again = browser.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    type(town.places.grid_1).objects.filter(pk=town.places.grid_1.pk).update(name="新名网格")
    changed = browser.get(ADDRESS, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "新名网格" in changed.content.decode()
