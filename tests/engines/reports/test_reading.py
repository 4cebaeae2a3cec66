"""Reports as a whole: parts, periods, status, quotes; nothing makes reading fail."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedao.engines.reports.reading import is_cut_off, read

REPORT = """青山街道2024年工作总结和2025年工作计划

一、2024年工作总结
（一）经济发展稳中有进
全年完成固定资产投资45亿元，增长12%；走访企业300家次，签约项目预计年产值超8亿元。
二、2025年工作计划
2025年是承上启下的一年，街道将重点推进4个方面工作。
（一）聚焦产业，激发经济活力
围绕主导产业，引进优质项目20个以上，6月底前建成创业中心，营造良好氛围。
（二）聚焦民生，增进百姓福祉
打通文景路、学府路，新增停车位300个。持续完善2个服务站点功能。
网站首页
"""


def test_parts_give_status_and_period() -> None:
    read_out = [(f.value, f.status, f.period) for f in read(REPORT).figures]
    assert read_out == [
        (45, "result", "2024"),
        (12, "result", "2024"),
        (300, "result", "2024"),
        (8, "target", "2024"),
        (20, "target", "2025"),
        (300, "target", "2025"),
        (2, "result", "2025"),
    ]


def test_commitments_are_those_of_the_plan_part() -> None:
    found = [(c.quote, c.target, c.due) for c in read(REPORT).commitments]
    assert found == [
        ("引进优质项目20个以上", "20个以上", ""),
        ("6月底前建成创业中心", "", "2025-06"),
        ("打通文景路", "", ""),
        ("学府路", "", ""),
        ("新增停车位300个", "300个", ""),
        ("持续完善2个服务站点功能", "2个", ""),
    ]


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("2025年1—8月处置事件300宗。", "2025-01..2025-08"),
        ("今年1至10月，处置事件300宗。", "2025-01..2025-10"),
        ("前三季度，共受理诉求800件，处置事件300宗。", "2025-01..2025-09"),
        ("前十一个月处置事件300宗。", "2025-01..2025-11"),
        ("2024年前三季度处置事件300宗。", "2024-01..2024-09"),
        ("1-6月处置事件300宗。", "2025H1"),
        ("1月至12月处置事件300宗。", "2025"),
        ("第三季度处置事件300宗。", "2025Q3"),
        ("1月5日处置事件300宗。", "2025"),
        ("一至三级处置事件300宗。", "2025"),
    ],
)
def test_the_year_up_to_a_month_is_its_own_period(said: str, period: str) -> None:
    found = read(f"2025年工作总结\n一、平安建设\n{said}").figures
    assert [(one.value, one.period) for one in found if one.value == 300] == [(300, period)]


def test_a_half_year_has_its_own_period() -> None:
    text = "2024年上半年工作总结及下半年工作计划\n一、上半年工作情况\n建成公园2个。\n二、下半年工作计划\n新建公园1个。"
    assert [(f.period, f.status) for f in read(text).figures] == [
        ("2024H1", "result"),
        ("2024H2", "target"),
    ]


def test_a_paragraph_may_begin_the_plans() -> None:
    text = "2024年，建成公园2个。\n下一步，街道将建成公园3个。"
    assert [f.status for f in read(text).figures] == ["result", "target"]


def test_a_title_with_both_words_begins_no_part() -> None:
    assert read("2024年工作总结及2025年工作计划\n全年建成公园2个。").figures[0].status == "result"


def test_sections_may_have_headings_without_a_number() -> None:
    text = (
        "二、2025年工作计划\n一、持之以恒优环境\n城区更新\n9月底前建成文化公园。\n"
        "（二）坚持民生为本，办好群众身边的每一件实事，年底前新建幼儿园2所、小学1所，改造农贸市场3个，扩建社区食堂，新设书吧，打通求学路，美化河岸。"
    )
    quotes = [each.quote for each in read(text).commitments]
    assert quotes[0] == "9月底前建成文化公园"
    assert "打通求学路" in quotes


def test_items_may_stand_in_lines() -> None:
    text = "二、2025年工作计划\n1.新建公园3个；\n2.打通求学路；\n3.举办读书节。"
    quotes = [each.quote for each in read(text).commitments]
    assert quotes == ["新建公园3个", "打通求学路", "举办读书节"]


def test_lines_are_flat_objects() -> None:
    lines = list(read(REPORT).lines())
    assert {"type", "quote", "start", "indicator", "key", "value", "unit"} <= lines[0].keys()
    assert {line["type"] for line in lines} == {"figure", "commitment"}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("全年建成公园2个。", False),
        ("全年建成公园2个。\n网站首页", False),
        ("全年建成公园2个，新增停", True),
        ("", False),
    ],
)
def test_a_text_that_breaks_off_is_told(text: str, cut: bool) -> None:
    assert is_cut_off(text) is cut


PIECES = st.sampled_from(
    "。,，;；:、“”()（）\n 一二三十百万亿两半第前全区年月个家次%0123456789.+分别均达超近约增长下降零清排名最低"
    "以为抓手推动打造建设计划总结Ⅲ类水质连续双百分百双《》\r\t"
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=120).map("".join) | st.text(max_size=120))
def test_quotes_are_of_the_text_whatever_it_is(text: str) -> None:
    for before in ("", "二、2025年工作计划\n(一)一事。"):
        whole = before + text
        found = read(whole)
        for each in (*found.figures, *found.commitments):
            assert each.quote
            assert whole[each.start : each.start + len(each.quote)] == each.quote


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1个", "第一", "、", "“", "均达1亿元,", "(一)", "全区第一,均"])
def test_a_long_text_without_a_stop_is_read_in_time(piece: str) -> None:
    read(piece * (9_000 // len(piece)))
