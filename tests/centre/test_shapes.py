"""Wrong geometry is mended or left out; it never takes the map with it."""

from typing import Any

import pytest

from jiedao.centre.shapes import sort_out

NAN, INF = float("nan"), float("inf")
SQUARE = [[114.30, 22.70], [114.32, 22.70], [114.32, 22.72], [114.30, 22.72], [114.30, 22.70]]
BOW = [[114.30, 22.70], [114.32, 22.72], [114.32, 22.70], [114.30, 22.72], [114.30, 22.70]]
WORLD = (-180.0, -90.0, 180.0, 90.0)


def feature(kind: str, coordinates: Any, **said: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": said,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        feature("Polygon", [[[NAN, 22.7], *SQUARE[1:4], [NAN, 22.7]]]),
        feature("Polygon", [[[INF, 22.7], *SQUARE[1:4], [INF, 22.7]]]),
        feature("Polygon", []),
        feature("Polygon", [[]]),
        feature("Polygon", [[[114.3, 22.7], [114.3, 22.7]]]),
        feature("Polygon", [[[200, 22.7], [201, 22.7], [201, 22.8], [200, 22.7]]]),
        feature("LineString", [[114.3, 89.9], [114.4, 89.9]]),
        feature("LineString", [[114.3, 22.7]]),
        feature("LineString", [[114.3, 22.7], ["a", "b"]]),
        feature("Point", [NAN, NAN]),
        feature("Point", [114.3, 95]),
        feature("Point", []),
        feature("Blob", [114.3, 22.7]),
        {"type": "Feature", "geometry": None, "properties": {}},
        {"type": "Feature"},
        {},
        None,
        "Feature",
    ],
)
def test_what_cannot_be_drawn_is_counted_and_the_rest_lives(wrong: Any) -> None:
    found = sort_out([wrong, feature("Polygon", [SQUARE]), wrong, feature("Point", [114.3, 22.7])])
    assert found.faulty == 2
    assert len(found.shapes.within(WORLD, 10, 10)) == 1
    assert len(found.rows) == 1


def test_what_crosses_itself_is_mended() -> None:
    found = sort_out([feature("Polygon", [BOW], tone="red", title="蝴蝶")])
    (drawn,) = found.shapes.within(WORLD, 10, 10)
    assert found.faulty == 0
    assert drawn["geometry"]["type"] == "MultiPolygon"
    assert len(drawn["geometry"]["coordinates"]) == 2
    assert drawn["properties"] == {"tone": "red", "title": "蝴蝶"}


def test_lines_and_points_of_every_form() -> None:
    found = sort_out([
        feature("LineString", [[114.3, 22.7], [114.32, 22.72]], tone="amber"),
        feature("MultiPoint", [[114.3, 22.7], [114.31, 22.71]], title="站点", url="/x/", tone="odd"),
        feature("MultiPolygon", [[SQUARE]], quiet=True, secret="0755"),
    ])  # fmt: skip
    assert [row[1:3] for row in found.rows] == [(114.3, 22.7), (114.31, 22.71)]
    assert {one.tone for one in found.details.values()} == {"neutral"}
    line, area = found.shapes.within(WORLD, 10, 10)
    assert line["geometry"]["type"] == "LineString"
    assert area["properties"] == {"quiet": True}
    assert found.shapes.tones() == {"amber": 1}


def test_only_what_is_near_and_of_too_many_the_largest() -> None:
    small = [[114.30, 22.70], [114.301, 22.70], [114.301, 22.701], [114.30, 22.70]]
    found = sort_out([feature("Polygon", [small]), feature("Polygon", [SQUARE])]).shapes
    assert len(found.within((114.2, 22.6, 114.4, 22.8), 12, 10)) == 2
    assert found.within((100.0, 10.0, 101.0, 11.0), 12, 10) == []
    (one,) = found.within((114.2, 22.6, 114.4, 22.8), 12, 1)
    assert one["id"] == 1
