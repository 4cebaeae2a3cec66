"""The catalogue as a sheet: many shapes in, one shape out, and back the same."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.foundation.catalogue.excel.duties import Directory
from jiedao.foundation.catalogue.excel.reading import Reading, read_catalogue
from jiedao.foundation.catalogue.excel.writing import write_catalogue, write_template
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow, in_tree_order
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.errors import Invalid
from tests.foundation.catalogue.sheets import sheet

NAMES = {"city": "城管科", "water": "水务科", "dup1": "一队", "dup2": "一队", "odd": "甲、乙：丙"}
AREAS = {"W": "西岭社区", "E": "东港社区"}
DIRECTORY = Directory(
    units={"城管科": "city", "水务科": "water", "甲、乙：丙": "odd", **{c: c for c in NAMES}},
    areas={"西岭社区": "W", "东港社区": "E", "W": "W", "E": "E"},
    unit_names=NAMES,
    area_names=AREAS,
)
OFFICE, WORK, URGENT = LimitUnit.OFFICE_HOURS, LimitUnit.WORKDAYS, LimitUnit.URGENT_HOURS


def read(*rows: list[Raw], edition: tuple[ItemRow, ...] = (), merged: str = "") -> Reading:
    return read_catalogue(sheet(*rows, merged=merged), edition, DIRECTORY)


def items(reading: Reading) -> dict[str, ItemRow]:
    assert reading.faults == []
    return {row.code: row for row in reading.rows}


def test_one_line_a_condition_with_merged_cells() -> None:
    rows = items(
        read(
            ["某街道事项清单"],
            ["大类代码", "大类名称", "小类代码", "小类名称", "立案条件", "处置时限", "责任单位"],
            ["01", "公用设施", "01", "上水井盖", "缺失", "２紧急工作时", "水务科"],
            [None, None, None, None, "破损", "4工作时", None],
            [None, None, "02", "污水井盖", "缺失", "立即", "水务科、城管科"],
            ["02", "市容", "01", "垃圾", "散落", "7个工作日", "西岭社区：城管科；水务科"],
            merged="A1:G1 A3:A5 B3:B5 C3:C4 D3:D4",
        )
    )
    assert list(rows) == ["01", "0101", "0102", "02", "0201"]
    assert rows["0101"].parent == "01"
    assert [(c.text, c.limit_amount, c.limit_unit) for c in rows["0101"].conditions] == [
        ("缺失", 2, URGENT),
        ("破损", 4, OFFICE),
    ]
    assert rows["0102"].duties == (DutyRow(unit="water"), DutyRow(unit="city", part="co"))
    assert rows["0201"].duties == (DutyRow(unit="city", area="W"), DutyRow(unit="water"))
    assert rows["01"].conditions == ()


def test_a_tree_of_columns_without_codes() -> None:
    head: list[Raw] = ["一级分类", "二级分类", "三级分类"]
    lines: list[list[Raw]] = [
        ["城建", "安全", "隐患"],
        ["城建", "安全", "其他"],
        ["城建", "市政", "其他"],
    ]
    first = read(head, *lines)
    rows = items(first)
    assert list(rows) == ["01", "0101", "010101", "010102", "0102", "010201"]
    # A leaf that comes between the others later does not change their codes.
    again = items(
        read(head, lines[0], ["城建", "安全", "管理"], *lines[1:], edition=tuple(first.rows))
    )
    assert {code: row.name for code, row in again.items()} == {
        code: row.name for code, row in rows.items()
    } | {"010103": "管理"}


def test_stages_in_one_cell_in_a_column_and_under_a_merged_heading() -> None:
    expected = [("停止", 4, OFFICE), ("处罚", 7, WORK), ("清除", 20, WORK)]
    in_a_cell = read(
        ["事项名称", "立案条件", "处置时限"],
        ["违建", "在建", "停止 4 工作时；处罚 7 工作日；清除 20 工作日"],
    )
    in_a_column = read(
        ["事项名称", "立案条件", "阶段", "处置时限"],
        ["违建", "在建", "停止", "4 工作时"],
        [None, "在建", "处罚", "7 工作日"],
        [None, "在建", "清除", "20 工作日"],
    )
    merged = read(
        ["事项名称", "立案条件", "处置时限", None, None, "结案条件"],
        [None, None, "停止", "处罚", "清除", None],
        ["违建", "在建", "4工作时", "7工作日", "20工作日", None],
        merged="C1:E1 A1:A2",
    )
    for reading in (in_a_cell, in_a_column, merged):
        (item,) = items(reading).values()
        assert [(c.stage, c.limit_amount, c.limit_unit) for c in item.conditions] == expected
        assert {c.text for c in item.conditions} == {"在建"}


def test_bare_numbers_take_the_unit_of_the_heading() -> None:
    reading = read(["事项名称", "处置时限（工作日）"], ["路灯", 5], ["积水", "2紧急工作时"])
    assert [row.conditions[0].limit_unit for row in items(reading).values()] == [WORK, URGENT]


def test_every_other_field() -> None:
    rows = items(
        read(
            [
                "编码",
                "事项名称",
                "等级",
                "核查方式",
                "证据要求",
                "关键词",
                "保密",
                "启用",
                "指引",
                "备注",
            ],
            [
                "A01",
                "占道",
                "二级",
                "现场",
                "处置前后照片、处置后照片",
                "占道、人行道+摆摊/卖东西",
                "否",
                "是",
                "去看",
                "重要",
            ],
            ["B02", "建议", 4, "无需核查", None, None, None, "否", None, None],
        )
    )
    assert rows["A01"] == ItemRow(
        code="A01", name="占道", level=2, check_way="on_spot", guide="去看",
        evidence=("after_photo",), keywords=("占道", "人行道+摆摊/卖东西"), attributes={"备注": "重要"},
    )  # fmt: skip
    assert rows["B02"] == ItemRow(code="B02", name="建议", level=4, check_way="none", active=False)


def test_faults_name_row_column_value_and_nothing_is_given() -> None:
    reading = read(
        ["大类", "小类", "等级", "处置时限", "核查方式", "责任单位", "立案条件"],
        [None, None, "一级", None, None, None, None],
        ["市容", "占道", "九级", "尽快", "派人", "北村：城管科", "占"],
        [None, None, None, "4工作时", None, None, "占"],
        [None, None, None, "5工作时", None, None, "占"],
    )
    assert reading.rows == []
    assert [(fault.row, fault.column, fault.value) for fault in reading.faults] == [
        (2, "", ""),
        (3, "等级", "九级"),
        (3, "核查方式", "派人"),
        (3, "责任单位", "北村：城管科"),
        (3, "处置时限", "尽快"),
        (4, "", ""),
        (5, "", ""),
    ]
    assert all(fault.sentence for fault in reading.faults)


def test_a_unit_the_town_lacks_is_kept_as_text() -> None:
    reading = read(["事项名称", "责任主体"], ["供水", "市节水中心"])
    (item,) = items(reading).values()
    assert item.duties == ()
    assert item.attributes == {"责任主体": "市节水中心"}
    assert "市节水中心" in reading.remarks[0].sentence


def test_what_the_sheet_has_no_column_for_stays() -> None:
    known = ItemRow(
        code="A01", name="占道", level=1, keywords=("摆摊",), guide="旧",
        conditions=(ConditionRow(text="占", limit_amount=4, limit_unit=OFFICE),),
        duties=(DutyRow(unit="city"),), attributes={"rules": [{"channels": ["x"]}]},
    )  # fmt: skip
    reading = read(["编码", "事项名称", "指引"], ["A01", "占道经营", None], edition=(known,))
    assert items(reading)["A01"] == known.model_copy(update={"name": "占道经营", "guide": ""})


def test_parents_on_the_way_keep_what_they_have() -> None:
    top = ItemRow(code="01", name="市容", duties=(DutyRow(unit="city"),))
    reading = read(
        ["大类代码", "大类", "小类代码", "小类", "主办单位"],
        ["01", "市容", "01", "占道", None],
        edition=(top,),
    )
    assert items(reading)["01"] == top


def test_a_sheet_that_is_no_catalogue() -> None:
    with pytest.raises(Invalid) as refusal:
        read(["立案条件", "处置时限"], ["缺失", "4工作时"])
    assert refusal.value.code == "no_levels"
    with pytest.raises(Invalid):
        read(["甲", "乙"], ["1", "2"])


def test_the_template_can_be_filled_and_read() -> None:
    file = io.BytesIO()
    write_template(file)
    rows = items(read_catalogue(file, (), DIRECTORY))
    assert [c.stage for c in rows["0101"].conditions] == ["制止", "处罚"]


texts = (
    st.text("占道经营路灯积水ABC（）12 ", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text not in ("", "-"))
)
conditions = st.lists(
    st.builds(
        lambda text, stage, limit, closing: ConditionRow(
            text=text, stage=stage, close_condition=closing,
            limit_amount=limit.amount if limit else None, limit_unit=limit.unit if limit else None,
        ),
        texts, st.sampled_from(["", "停止", "处罚"]),
        st.none() | st.builds(Limit, st.integers(1, 99), st.sampled_from(LimitUnit)),
        st.just("") | texts,
    ),
    max_size=3, unique_by=lambda row: row.key,
).map(tuple)  # fmt: skip
duties = st.lists(
    st.builds(
        DutyRow, unit=st.sampled_from(sorted(NAMES)), area=st.sampled_from(["", "W", "E"]),
        part=st.sampled_from(["lead", "co", "fallback"]),
    ),
    max_size=4, unique_by=lambda row: (row.area, row.part) if row.part == "lead" else row,
).map(lambda found: tuple(sorted(found, key=lambda d: ["lead", "co", "fallback"].index(d.part))))  # fmt: skip


@st.composite
def editions(draw: st.DrawFn) -> list[ItemRow]:
    rows: list[ItemRow] = []
    for number in range(draw(st.integers(1, 6))):
        parent = draw(st.sampled_from(["", *(row.code for row in rows)]))
        rows.append(
            ItemRow(
                code=f"{parent}{number + 10}", name=draw(texts), parent=parent,
                level=draw(st.integers(1, 4)), guide=draw(st.just("") | texts),
                keywords=tuple(dict.fromkeys(draw(st.lists(texts, max_size=3)))),
                check_way=draw(st.sampled_from(["on_spot", "phone", "document", "none"])),
                evidence=draw(st.sampled_from([(), ("after_photo",), ("before_photo", "document")])),
                secret=draw(st.booleans()), active=draw(st.booleans()),
                attributes=draw(st.dictionaries(st.sampled_from(["备注", "依据"]), texts)),
                conditions=draw(conditions), duties=draw(duties),
            )
        )  # fmt: skip
    return in_tree_order(rows)


@settings(max_examples=60, deadline=None)
@given(editions(), st.sampled_from(["xlsx", "csv"]))
def test_what_is_written_is_read_back_the_same(edition: list[ItemRow], form: str) -> None:
    file = io.BytesIO()
    write_catalogue(file, edition, DIRECTORY, form=form)
    for against in ((), edition):
        reading = read_catalogue(file, against, DIRECTORY)
        assert reading.faults == []
        assert reading.rows == edition


printable = st.text(st.characters(exclude_categories=["C"]), max_size=5)
cells = st.one_of(st.none(), printable, st.integers(), st.sampled_from(["一", "4工作时"]))
titles = st.sampled_from(
    [
        "大类",
        "小类代码",
        "编码",
        "等级",
        "处置时限",
        "立案条件",
        "主办单位",
        "关键词",
        "启用",
        "事项名称",
    ]
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(titles, min_size=2, max_size=6, unique=True),
    st.lists(st.lists(cells, max_size=6), max_size=8),
)
def test_any_sheet_is_rows_faults_or_a_refusal(head: list[str], rows: list[list[Raw]]) -> None:
    try:
        reading = read(list(head), *rows)
    except Invalid as refusal:
        assert refusal.code in ("no_levels", "no_header")  # noqa: PT017
        return
    assert reading.faults or len({row.code for row in reading.rows}) == len(reading.rows)
