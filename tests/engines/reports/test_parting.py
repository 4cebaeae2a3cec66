"""Headings and paragraphs that begin the part of results or of plans."""

import pytest

from jiedao.engines.reports.reading import read
from jiedao.engines.reports.reading.parting import (
    Part,
    part_of_heading,
    part_of_paragraph,
    year_of,
)


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("一、2024年工作总结", Part(False, "2024")),
        ("一、2024年主要工作完成情况", Part(False, "2024")),
        ("一、上半年工作情况", Part(False, "2024H1")),
        ("二、存在的问题和不足", Part(False, "2024")),
        ("二、下半年工作计划", Part(True, "2024H2")),
        ("二、2025年工作思路", Part(True, "2025")),
        ("三、2025年重点任务", Part(True, "2025")),
        ("三、下一步工作打算", Part(True, "2025")),
        ("2025年工作安排", Part(True, "2025")),
        ("三、2024年重点任务", None),
        ("2024年工作总结和2025年工作计划", None),
        ("三、聚焦民生改善，增进群众福祉", None),
        ("五、补齐服务短板不足", None),
    ],
)
def test_headings(title: str, part: Part | None) -> None:
    assert part_of_heading(title, "2024", chapter=True) == part


def test_a_minor_heading_begins_a_part_only_by_its_plain_name() -> None:
    assert part_of_heading("（二）2025年工作计划", "2024", chapter=False) == Part(True, "2025")
    assert part_of_heading("（二）落实五年工作计划和安排", "2024", chapter=False) is None


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("下一步，街道将继续努力。", True),
        ("2025年是关键之年。街道将推进四项工作。", True),
        ("2024年，街道将责任压实到岗。", False),
        ("下半年以来，各项工作有序推进。", False),
        ("今年以来，街道狠抓落实。", False),
    ],
)
def test_paragraphs(text: str, plan: bool) -> None:
    assert (part_of_paragraph(text, "2024") is not None) is plan


def test_the_year_is_that_of_the_title() -> None:
    assert year_of("发布时间：2025年1月15日\n2024年工作总结") == "2024"
    assert year_of("截至2023年底，建成公园2个。") == "2023"
    assert year_of("没有年份") == ""


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2022年建成驿站3个，新增泊位20个，2024年新增泊位30个。", ["2022", "2022", "2024"]),
        ("去年新增泊位20个，今年新增泊位30个；建成驿站3个。", ["2023", "2024", "2024"]),
        ("新增泊位20个，比2023年增长9%，较去年多5个。", ["2024", "2024", "2024"]),
        ("上半年新增泊位20个，其中二季度新增泊位9个。", ["2024H1", "2024Q2"]),
        ("2023年上半年，新增泊位20个。建成驿站3个。", ["2023H1", "2024"]),
        ("荣获“2023年度好街区”称号，新增泊位20个。", ["2024"]),
        ("2022年以来新增泊位20个。去年同期新增泊位9个。", ["2024", "2023"]),
        ("新增泊位30个（2023年20个）。", ["2024", "2023"]),
    ],
)
def test_a_sentence_may_name_a_period_of_its_own(text: str, periods: list[str]) -> None:
    found = read("2024年工作总结\n一、2024年工作总结\n" + text).figures
    assert [figure.period for figure in found] == periods


def test_what_a_plan_tells_of_the_year_before_is_no_target() -> None:
    text = "一、2024年工作总结\n建成驿站1个。\n二、2025年工作计划\n2024年新增泊位20个，今年新增泊位30个。"
    told = [(figure.period, figure.status) for figure in read(text).figures]
    assert told == [("2024", "result"), ("2024", "result"), ("2025", "target")]


def test_last_year_is_counted_from_the_period_given_where_the_text_names_no_year() -> None:
    assert [figure.period for figure in read("去年新增泊位20个。", "2024H2").figures] == ["2023"]
    assert [figure.period for figure in read("去年新增泊位20个。").figures] == [""]
