"""GeoJSON in and out: what is told, that nothing is half-loaded, that it comes back the same."""

import json
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places.coordinates import Datum, from_wgs84
from jiedao.foundation.places.geojson import Report, export_areas, import_areas
from jiedao.foundation.places.geojson.checking import Checker
from jiedao.foundation.places.geojson.hanging import Known
from jiedao.foundation.places.geojson.problems import Problems
from jiedao.foundation.places.geojson.reading import read
from jiedao.foundation.places.geojson.rings import Fault, read_geometry
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden
from jiedao.kernel.models import Town
from tests.cast import SmallTown

WEST, SOUTH, STEP = 114.0, 22.5, 0.01


def box(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    """A polygon geometry in steps of 0.01° from the south-west corner."""
    shape = shapely.box(WEST + x0 * STEP, SOUTH + y0 * STEP, WEST + x1 * STEP, SOUTH + y1 * STEP)
    return json.loads(shapely.to_geojson(shape))


def feature(level: str, code: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    properties = {"level": level, "code": code, "name": f"名{code}", **properties}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def whole() -> list[dict[str, Any]]:
    """A sub-district with two communities of two grids each, a building and a shop."""
    return [
        feature("街道", "T", box(0, 0, 4, 2)),
        feature("社区", "W", box(0, 0, 2, 2)),
        feature("社区", "E", box(2, 0, 4, 2)),
        feature("网格", "W1", box(0, 0, 1, 2)),
        feature("网格", "W2", box(1, 0, 2, 2)),
        feature("网格", "E1", box(2, 0, 3, 2)),
        feature("网格", "E2", box(3, 0, 4, 2)),
        feature("building", "B1", box(0.4, 0.4, 0.41, 0.41), address="建设路88号"),
        feature("premises", "P1", {"type": "Point", "coordinates": [114.00405, 22.50405]}),
    ]


@pytest.fixture
def bare(db: None) -> Town:
    return Town.objects.create(key="bare", title="白纸街道", created_at=clock.now())


def load(town: Town, *features: Any, **options: Any) -> Report:
    return import_areas(town.pk, collection(*features), actor=SYSTEM, **options)


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_sound_file_is_loaded_and_hangs_itself_up(bare: Town) -> None:
    report = load(bare, *whole())
    assert report.loaded, report.problems
    assert (report.features, report.created, report.known) == (9, 9, 0)
    assert report.counts["grid general"] == 4
    parents = dict(Area.objects.values_list("code", "parent__code"))
    assert parents == {
        "T": None,
        "W": "T",
        "E": "T",
        "W1": "W",
        "W2": "W",
        "E1": "E",
        "E2": "E",
        "B1": "W1",
        "P1": "B1",
    }
    shop = Area.objects.get(code="P1")
    assert shop.community is not None
    assert shop.community.code == "W"
    place = locator_for(bare.pk).grid_at(114.035, 22.51)
    assert place is not None
    assert place.grid_id == Area.objects.get(code="E2").pk


def test_what_goes_out_comes_in_again_unchanged(bare: Town) -> None:
    load(bare, *whole())
    exported = export_areas(bare.pk)
    again = import_areas(bare.pk, json.dumps(exported), update=True, actor=SYSTEM)
    assert (again.created, again.changed, again.known) == (0, 0, 9), again.problems
    other = Town.objects.create(key="other", title="又一街道", created_at=clock.now())
    assert import_areas(other.pk, exported, actor=SYSTEM).created == 9
    shapes = {
        key: dict(AreaShape.objects.filter(area__town=town).values_list("area__code", "wkb"))
        for key, town in (("one", bare), ("two", other))
    }
    assert {code: bytes(wkb) for code, wkb in shapes["one"].items()} == {
        code: bytes(wkb) for code, wkb in shapes["two"].items()
    }


def test_export_of_some_levels_and_in_another_datum(bare: Town) -> None:
    load(bare, *whole())
    assert len(export_areas(bare.pk, levels=["grid"], kinds=["general"])["features"]) == 4
    exported = export_areas(bare.pk, datum=Datum.GCJ02)
    lon, _lat = exported["features"][0]["geometry"]["coordinates"][0][0]
    assert abs(lon - 114.0) > 0.001
    back = Town.objects.create(key="back", title="回来街道", created_at=clock.now())
    report = import_areas(back.pk, exported, actor=SYSTEM)
    assert report.loaded, report.problems
    shape = AreaShape.objects.get(area__town=back, area__code="W1")
    assert shape.datum == "GCJ02"
    assert shape.source["type"] == "Polygon"
    assert shape.min_lon == pytest.approx(114.0, abs=1e-7)


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Polygon", "coordinates": [[[114, 22], [114.1, 22], [114.1, 22.1]]]}, "unclosed_ring"),
        ({"type": "Polygon", "coordinates": [[[114, 22], [114.1, 22], [114, 22]]]}, "too_few_points"),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[114, 22], [114.1, 22.1], [114.1, 22], [114, 22.1], [114, 22]]
                ],
            },
            "self_crossing",
        ),
        ({"type": "Polygon", "coordinates": [[[22, 114], [22.1, 114], [22.1, 114.1], [22, 114]]]}, "swapped"),
        ({"type": "Polygon", "coordinates": [[[5e5, 2e6], [6e5, 2e6], [6e5, 3e6], [5e5, 2e6]]]}, "metres"),
        ({"type": "Polygon", "coordinates": [[[2, 48], [3, 48], [3, 49], [2, 48]]]}, "outside_china"),
        ({"type": "Polygon", "coordinates": [[[999, 48], [3, 48], [3, 49], [999, 48]]]}, "not_on_earth"),
        ({"type": "Polygon", "coordinates": [[["a", 1], [2, 3]]]}, "bad_coordinates"),
        ({"type": "Polygon", "coordinates": []}, "too_few_points"),
        ({"type": "LineString", "coordinates": [[114, 22], [114.1, 22]]}, "wrong_geometry"),
        ({"type": "Point", "coordinates": [114, 22]}, "wrong_geometry"),
        (7, "wrong_geometry"),
    ],
)  # fmt: skip
def test_faults_of_geometry(bare: Town, geometry: Any, code: str) -> None:
    report = load(bare, feature("grid", "G", geometry, kind="general"))
    assert not report.loaded
    assert code in codes(report)
    assert report.errors[0].feature == 0
    assert "名G（G）" in report.errors[0].subject
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "missing_name"),
        ({"code": None}, "missing_code"),
        ({"level": "省"}, "unknown_level"),
        ({"level": "grid", "kind": "怪格"}, "unknown_kind"),
        ({"parent": "nobody"}, "unknown_parent"),
        ({"parent": "W1"}, "wrong_parent"),
        ({"code": "W1"}, "duplicate_code"),
        ({"valid_from": "去年"}, "bad_date"),
    ],
)
def test_faults_of_properties_load_nothing(bare: Town, change: dict[str, Any], code: str) -> None:
    features = whole()
    features[2]["properties"].update(change)
    report = load(bare, *features)
    assert not report.loaded
    assert code in [problem.code for problem in report.errors]
    assert not Area.objects.exists()
    assert str(len(report.errors)) in report.summary()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"\xff\xfe", "not_json"),
        ("[1, 2]", "not_a_collection"),
        ({"type": "FeatureCollection", "features": []}, "not_a_collection"),
        ({"type": "FeatureCollection", "features": [3]}, "bad_feature"),
        (
            {
                "type": "FeatureCollection",
                "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
                "features": [3],
            },
            "unknown_crs",
        ),
    ],
)
def test_what_is_no_collection(bare: Town, document: Any, code: str) -> None:
    report = import_areas(bare.pk, document, actor=SYSTEM)
    assert codes(report) == [code]
    assert report.as_json()["loaded"] is False


def test_overlap_gap_and_outside_are_told_with_a_place(bare: Town) -> None:
    features = whole()
    features[3]["geometry"] = box(0, 0, 1.2, 2)  # W1 over W2
    features[6]["geometry"] = box(3, 0, 4.3, 1.5)  # E2 leaves a gap and sticks out
    report = load(bare, *features)
    by_code = {problem.code: problem for problem in report.errors}
    assert set(by_code) == {"overlap", "gap", "outside_parent"}
    overlap = by_code["overlap"]
    assert overlap.lon is not None
    assert overlap.lat is not None
    assert WEST + STEP < overlap.lon < WEST + 1.2 * STEP
    gap = by_code["gap"]
    assert gap.lat is not None
    assert gap.lat > SOUTH + 1.5 * STEP
    assert not Area.objects.exists()


def test_slivers_are_warnings(bare: Town) -> None:
    features = whole()
    features[3]["geometry"] = box(0, 0, 1.001, 2)  # a metre
    report = load(bare, *features)
    assert report.loaded
    assert codes(report) == ["overlap"]


def test_accepted_problems_do_not_stop(bare: Town) -> None:
    features = whole()
    features.pop(6)
    assert not load(bare, *features).loaded
    report = load(bare, *features, accept={"gap"})
    assert report.loaded
    assert codes(report) == ["gap"]


def test_a_dry_run_writes_nothing(bare: Town) -> None:
    report = load(bare, *whole(), dry_run=True)
    assert not report.loaded
    assert not report.problems
    assert not Area.objects.exists()


def test_against_what_is_there_already(bare: Town) -> None:
    load(bare, *whole())
    taken = load(bare, feature("网格", "W1", box(0, 0, 1, 2)))
    assert codes(taken)[0] == "code_taken"
    over = load(bare, feature("网格", "W9", box(0.5, 0, 1.5, 2)))
    assert codes(over) == ["overlap", "overlap"]
    outside = load(bare, feature("building", "B9", box(9, 9, 9.1, 9.1)))
    assert codes(outside) == ["outside_town"]
    point = {"type": "Point", "coordinates": [114.1, 22.5]}
    assert codes(load(bare, feature("building", "B9", point))) == ["outside_town"]
    police = load(bare, feature("警格", "PG1", box(0, 0, 3, 2)))
    assert police.loaded
    assert Area.objects.get(code="PG1").grid_kind == "police"


def test_an_update_moves_borders_and_keeps_the_old_ones(bare: Town) -> None:
    load(bare, *whole())
    Area.objects.update(valid_from="2020-01-01")
    AreaShape.objects.update(valid_from="2020-01-01")
    moved = [
        feature("网格", "W1", box(0, 0, 1.5, 2), name="新一格", valid_from="2025-01-01"),
        feature("网格", "W2", box(1.5, 0, 2, 2), valid_from="2025-01-01"),
        feature("网格", "E1", box(2, 0, 3, 2)),
    ]
    report = load(bare, *moved, update=True)
    assert report.loaded, report.problems
    assert (report.created, report.changed, report.known) == (0, 2, 1)
    assert Area.objects.get(code="W1").aliases == ["名W1"]
    assert AreaShape.objects.filter(area__code="W1").count() == 2


def test_who_may_import(town: SmallTown) -> None:
    handler = Actor("account", town.handler.pk, "", reach_of(town.handler))
    with pytest.raises(Forbidden):
        import_areas(town.id, collection(*whole()), actor=handler)


def test_chinese_properties_and_other_datums(bare: Town) -> None:
    lon, lat = from_wgs84(114.005, 22.505, Datum.BD09)
    properties = {
        "级别": "楼栋",
        "编码": "B1",
        "名称": "一号楼",
        "别名": "老楼、旧楼",
        "地址": "建设路1号",
        "层数": 18,
    }
    point = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [lon, lat, 12.0]},
    }
    report = import_areas(bare.pk, collection(point, datum="BD-09"), actor=SYSTEM)
    assert report.loaded, report.problems
    area = Area.objects.get(code="B1")
    assert (area.lon, area.lat) == pytest.approx((114.005, 22.505), abs=1e-8)
    assert area.aliases == ["老楼", "旧楼"]
    assert area.attributes == {"层数": 18}


# -- properties ---------------------------------------------------------------------------

coordinate = st.integers(0, 8).map(lambda n: n / 8)
ring = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=7)


@given(ring, st.booleans())
def test_a_ring_is_read_exactly_when_shapely_calls_it_a_sound_polygon(
    points: list[tuple[float, float]], closed: bool
) -> None:
    points = [(WEST + x, SOUTH + y) for x, y in points]
    if closed:
        points = [*points, points[0]]
    geometry = {"type": "Polygon", "coordinates": [[list(point) for point in points]]}
    sound = points[0] == points[-1] and len(set(points)) >= 3
    sound = sound and shapely.Polygon(points).is_valid and shapely.Polygon(points).area > 0
    try:
        read_geometry(geometry)
    except Fault:
        assert not sound
    else:
        assert sound


split = st.integers(1, 9).map(lambda n: n / 10)


@given(split, split, st.integers(-5, 5))
def test_two_grids_fit_exactly_when_their_borders_meet(left: float, top: float, shift: int) -> None:
    """A community cut at ``left``; the second grid begins ``shift`` tenths of a step away."""
    start = left + shift / 10
    if not 0 <= start < 1:
        return
    features = [
        feature("社区", "C", box(0, 0, 1, top)),
        feature("网格", "G1", box(0, 0, left, top), parent="C"),
        feature("网格", "G2", box(start, 0, 1, top), parent="C"),
    ]
    problems = Problems()
    found = read(collection(*features), None, problems).features
    known = {
        one.new.code: Known(
            *(one.new.code, one.new.level, one.new.grid_kind, one.new.name),
            *(one.new.parent_code, one.new.shape),
        )
        for one in found
    }
    Checker(found, known, None, problems, 2.0).run()
    told = {problem.code for problem in problems.found if problem.severity == "error"}
    expected = set()
    if start < left - 1e-9:
        expected.add("overlap")
    if start > left + 1e-9:
        expected.add("gap")
    assert told == expected


@given(st.integers(0, 2**32 - 1))
def test_a_tiling_has_no_problems(seed: int) -> None:
    random = np.random.default_rng(seed)
    frame = shapely.box(WEST, SOUTH, WEST + 4 * STEP, SOUTH + 2 * STEP)
    points = shapely.MultiPoint(
        random.uniform((WEST, SOUTH), (WEST + 4 * STEP, SOUTH + 2 * STEP), (12, 2))
    )
    cells = [
        cell.intersection(frame) for cell in shapely.voronoi_polygons(points, extend_to=frame).geoms
    ]
    features = [feature("社区", "C", json.loads(shapely.to_geojson(frame)))]
    features += [
        feature("网格", f"G{index}", json.loads(shapely.to_geojson(cell)), parent="C")
        for index, cell in enumerate(cells)
    ]
    problems = Problems()
    found = read(collection(*features), None, problems).features
    known = {
        one.new.code: Known(
            *(one.new.code, one.new.level, one.new.grid_kind, one.new.name),
            *(one.new.parent_code, one.new.shape),
        )
        for one in found
    }
    Checker(found, known, None, problems, 2.0).run()
    assert not problems.any_errors(), problems.found
