"""Address text → place."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.places.gazetteer import Gazetteer
from jiedao.foundation.places.rows import AreaRow, RoadRow
from jiedao.foundation.places.streets import NEXT_DOOR

TOWN, WEST, EAST, GRID = 1, 2, 3, 4
BLOCK_1, BLOCK_2, BLOCK_3, HALL, SHOP, OTHER_SHOP, TWIN_W, TWIN_E, BACK = range(10, 19)

AREAS = [
    AreaRow(TOWN, "subdistrict", "", "T", "凤鸣街道"),
    AreaRow(WEST, "community", "", "W", "六和社区", (), TOWN, None, 114.30, 22.70),
    AreaRow(EAST, "community", "", "E", "沙湖社区", (), TOWN, None, 114.32, 22.70),
    AreaRow(GRID, "grid", "general", "W1", "六和第一网格", (), WEST, WEST, 114.30, 22.70),
    AreaRow(
        *(BLOCK_1, "building", "", "B1", "幸福小区1栋", (), GRID, WEST, 114.301, 22.701),
        "凤鸣街道六和社区建设路88号",
    ),
    AreaRow(
        *(BLOCK_2, "building", "", "B2", "幸福小区2栋", (), GRID, WEST, 114.302, 22.701),
        "建设路90号",
    ),
    AreaRow(
        *(BLOCK_3, "building", "", "B3", "幸福小区三栋", (), GRID, WEST, 114.303, 22.701),
        "建设路88-2号",
    ),
    AreaRow(
        *(HALL, "building", "", "B4", "政务服务中心", ("办事大厅",), EAST, EAST, 114.321, 22.701),
        "人民路1号",
    ),
    AreaRow(SHOP, "premises", "", "P1", "老张便利店", (), BLOCK_1, WEST, 114.301, 22.701),
    AreaRow(OTHER_SHOP, "premises", "", "P2", "老张便利店", (), HALL, EAST, 114.321, 22.701),
    AreaRow(TWIN_W, "building", "", "B5", "阳光公寓", (), WEST, WEST, 114.304, 22.702),
    AreaRow(TWIN_E, "building", "", "B6", "阳光公寓", (), EAST, EAST, 114.324, 22.702),
    AreaRow(BACK, "building", "", "B7", "后巷仓库", (), EAST, EAST),
]
ROADS = [
    RoadRow("建设路", shapely.LineString([(114.29, 22.71), (114.33, 22.71)])),
    RoadRow("人民路", shapely.LineString([(114.31, 22.69), (114.31, 22.72)])),
    RoadRow("长江大道", shapely.LineString([(114.0, 22.0), (114.1, 22.0)])),
]
GAZETTEER = Gazetteer(AREAS, ROADS)


def best(text: str) -> int | None:
    return GAZETTEER.find(text)[0].area_id


@pytest.mark.parametrize(
    ("text", "area_id"),
    [
        ("建设路88号楼下烧烤摊油烟大", BLOCK_1),
        ("建设路８８号", BLOCK_1),
        ("建设路八十八号", BLOCK_1),
        ("建设路88号之2", BLOCK_3),
        ("我在幸福小区2栋，电梯坏了", BLOCK_2),
        ("幸福小区二号楼2单元501漏水", BLOCK_2),
        ("幸福小区3栋", BLOCK_3),
        ("幸福小区第３幢", BLOCK_3),
        ("办事大厅排队太久", HALL),
        ("六和社区老张便利店占道", SHOP),
        ("沙湖社区老张便利店占道", OTHER_SHOP),
        ("沙湖的阳光公寓噪音", TWIN_E),
        ("政务服务中心一楼的老张便利店", OTHER_SHOP),
        ("六和第一网格垃圾", GRID),
        ("后巷仓库有异味", BACK),
    ],
)
def test_finds_the_place(text: str, area_id: int) -> None:
    assert best(text) == area_id


def test_the_mention_covers_block_unit_and_room() -> None:
    text = "反映：幸福小区2栋3单元501室漏水"
    match = GAZETTEER.find(text)[0]
    assert text[match.start : match.end] == "幸福小区2栋3单元501室"
    assert match.words == ("幸福小区2栋3单元501室",)
    assert match.score > 0.85


def test_an_unknown_number_gives_the_nearest_known_one_with_less_certainty() -> None:
    match = GAZETTEER.find("建设路92号")[0]
    assert match.area_id == BLOCK_2
    assert match.score < GAZETTEER.find("建设路90号")[0].score
    far = GAZETTEER.find("建设路990号")[0]
    assert far.score < match.score


def test_a_number_across_the_road_names_the_stretch_and_no_building() -> None:
    """13 is not at 10: odd and even numbers face each other."""
    match = GAZETTEER.find("建设路91号")[0]
    assert match.area_id is None
    assert (match.lon, match.lat) == pytest.approx((114.302, 22.71))
    assert match.score > 0.6


def test_a_number_far_along_the_same_side_names_no_building() -> None:
    assert GAZETTEER.find("建设路94号")[0].area_id == BLOCK_2
    assert GAZETTEER.find("建设路96号")[0].area_id is None


def test_another_sub_number_is_the_same_plot() -> None:
    assert GAZETTEER.find("建设路90-7号")[0].area_id == BLOCK_2


@given(known=st.sets(st.integers(1, 300), min_size=1, max_size=20), asked=st.integers(1, 320))
def test_a_building_is_named_only_next_door_on_the_same_side(known: set[int], asked: int) -> None:
    numbers = sorted(known)
    houses = [
        AreaRow(n, "building", "", f"B{n}", f"第{n}楼宇", (), None, None, 114.3 + n / 1e5, 22.7, f"新风路{n}号")
        for n in numbers
    ]  # fmt: skip
    match = Gazetteer(houses, [RoadRow("新风路", shapely.LineString([(114.3, 22.7001), (114.31, 22.7001)]))]).find(
        f"新风路{asked}号"
    )[0]  # fmt: skip
    nearest = min(abs(n - asked) for n in numbers)
    fitting = [n for n in numbers if (n - asked) % 2 == 0 and abs(n - asked) <= NEXT_DOOR]
    if match.area_id is None:
        assert not fitting
        assert match.lat == pytest.approx(22.7001)
        assert abs(match.lon - 114.3 - asked / 1e5) == pytest.approx(nearest / 1e5, abs=1e-9)
    else:
        assert match.area_id in fitting
        assert abs(match.area_id - asked) == min(abs(n - asked) for n in fitting)


def test_a_crossing_of_two_roads() -> None:
    match = GAZETTEER.find("建设路与人民路交叉口红绿灯坏了")[0]
    assert (match.lon, match.lat) == pytest.approx((114.31, 22.71))
    assert match.area_id is None


def test_a_road_alone_is_only_a_hint() -> None:
    match = GAZETTEER.find("长江大道有积水")[0]
    assert match.area_id is None
    assert (match.lon, match.lat) == pytest.approx((114.05, 22.0))
    assert match.score < 0.5


def test_an_estate_without_block_gives_its_middle() -> None:
    match = GAZETTEER.find("幸福小区停车难")[0]
    assert match.area_id == BLOCK_2
    assert match.score < GAZETTEER.find("幸福小区2栋停车难")[0].score


def test_the_same_name_twice_is_less_certain() -> None:
    matches = GAZETTEER.find("阳光公寓噪音")
    assert {match.area_id for match in matches} == {TWIN_W, TWIN_E}
    assert matches[0].score < GAZETTEER.find("政务服务中心")[0].score


def test_what_agrees_lifts_one_another() -> None:
    together = GAZETTEER.find("建设路88号幸福小区1栋")[0]
    alone = GAZETTEER.find("幸福小区1栋")[0]
    assert together.area_id == BLOCK_1
    assert together.score > alone.score
    assert len(together.words) == 2


def test_limit_and_nothing_found() -> None:
    assert len(GAZETTEER.find("六和社区阳光公寓老张便利店", limit=2)) == 2
    assert GAZETTEER.find("路灯不亮") == []
    assert GAZETTEER.find("") == []
    assert Gazetteer([], []).find("建设路88号") == []


@pytest.mark.parametrize("text", ["六和", "六和社区"])
def test_a_name_at_the_end_ends_with_the_text(text: str) -> None:
    assert GAZETTEER.find(text)[0].end == len(text)


@given(st.text(alphabet="建设路幸福小区与人民和六社老张便利店阳光公寓88-2号栋单元三 ,，"))
def test_positions_and_scores_always_hold(text: str) -> None:
    matches = GAZETTEER.find(text, limit=50)
    assert [match.score for match in matches] == sorted((m.score for m in matches), reverse=True)
    for match in matches:
        assert 0 < match.score <= 1
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start : match.end] in match.words


@given(st.sampled_from(AREAS), st.text(alphabet="的在有，。 ", max_size=5))
def test_every_full_name_is_found(row: AreaRow, around: str) -> None:
    found = GAZETTEER.find(around + row.name + around, limit=20)
    assert row.id in {match.area_id for match in found}
