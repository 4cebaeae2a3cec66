"""Who a plan makes responsible, by when, and what numbers it promises, however it is laid out."""

import pytest

from jiedao.engines.reports.reading import Commitment, read

HEAD = "二、2025年工作计划\n(一)提升城区品质,建设美好家园。"


def read_of(text: str) -> list[Commitment]:
    return read(HEAD + text).commitments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由城建办牵头打通春晖路。", [("由城建办牵头打通春晖路", ("城建办",))]),
        (
            "由城建办牵头，执法队、各社区配合，打通春晖路，建成驿站。",
            [("打通春晖路", ("城建办", "执法队", "各社区")), ("建成驿站", ("城建办", "执法队", "各社区"))],
        ),
        (
            "城市建设办公室要加快打通春晖路，建成驿站。",
            [
                ("城市建设办公室要加快打通春晖路", ("城市建设办公室",)),
                ("建成驿站", ("城市建设办公室",)),
            ],
        ),
        ("城建办会同水务科：清理淤塞河道。", [("清理淤塞河道", ("城建办", "水务科"))]),
        (
            "打通春晖路，建成驿站，由卫生与健康科牵头、执法队和水务科配合。",
            [
                ("打通春晖路", ("卫生与健康科", "执法队", "水务科")),
                ("建成驿站", ("卫生与健康科", "执法队", "水务科")),
            ],
        ),
        ("打通春晖路（责任单位：城建办、执法队）。", [("打通春晖路", ("城建办", "执法队"))]),
        ("打通春晖路（城建办牵头，执法队配合）。", [("打通春晖路", ("城建办", "执法队"))]),
        (
            "整修12条小巷。建成驿站；责任单位：城建办；配合单位：执法队。清理河道。",
            [("整修12条小巷", ("城建办", "执法队")), ("建成驿站", ("城建办", "执法队")), ("清理河道", ())],
        ),
        (
            "整修12条小巷。建成驿站。\n责任单位：城建办\n清理淤塞河道。",
            [("整修12条小巷", ("城建办",)), ("建成驿站", ("城建办",)), ("清理淤塞河道", ())],
        ),
        # What is no unit, and what only sounds like one.
        ("落实人防、物防、技防措施。", [("落实人防、物防、技防措施", ())]),
        ("深化需要部门联合的专项执法。", [("深化需要部门联合的专项执法", ())]),
    ],
)  # fmt: skip
def test_who_is_responsible(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = [(one.task.partition("，")[0], one.responsible) for one in read_of(text)]
    assert [who for _task, who in found] == [who for _task, who in expected]
    assert [task.removeprefix("并") for task, _who in found] == [task for task, _who in expected]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("整修12条小巷、举办5场邻里节。", ["12条", "5场"]),
        ("每月至少开展一次消防检查。", ["每月至少开展一次"]),
        ("每季度召开不少于2次议事会。", ["每季度召开不少于2次"]),
        ("确保有限空间作业事故零发生。", ["零发生"]),
        ("完善巡查机制，实现较大火灾零事故。", ["", "零事故"]),
    ],
)
def test_what_is_promised_in_numbers(text: str, targets: list[str]) -> None:
    assert [one.target for one in read_of(text)] == targets


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("6月底前整修12条小巷、8座天桥。", ["2025-06", "2025-06"]),
        ("6月底前完成南路改造、北路改造和东路改造。", ["2025-06", "2025-06"]),
        ("9月底前建成文体中心，打通春晖路，持续开展巡查。", ["2025-09", "2025-09", ""]),
        ("9月底前建成文体中心，打通春晖路，12月底前建成驿站。", ["2025-09", "2025-09", "2025-12"]),
        ("打通春晖路；完成时限：6月底前；责任单位：城建办。", ["2025-06"]),
        ("打通春晖路。\n完成时限：三季度", ["2025Q3"]),
    ],
)
def test_a_date_holds_for_all_that_it_is_said_of(text: str, dues: list[str]) -> None:
    assert [one.due for one in read_of(text)] == dues
