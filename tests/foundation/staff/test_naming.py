"""A unit is known by its name, a shorter one or its abbreviation, and never taken for another."""

from datetime import date

import pytest

from jiedao.foundation.staff.naming import unit_called
from jiedao.foundation.staff.structure import UnitNode

NAMES = (
    "清溪街道办事处", "城市建设办公室", "城市管理科", "综合行政执法队", "应急管理办公室", "公共卫生与健康科",
    "水务管理科", "劳动管理科", "党政综合办公室", "综合治理办公室", "河东社区", "河西社区工作站", "河西派出所",
    "河西第一网格",
)  # fmt: skip
UNITS = [
    UnitNode(n, f"u{n}", name, "department", None, None, date(2024, 1, 1), None, None)
    for n, name in enumerate(NAMES)
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("城市建设办公室", "城市建设办公室"),
        ("街道城市建设办公室", "城市建设办公室"),
        ("清溪街道城市建设办公室", "城市建设办公室"),
        ("城市建设办", "城市建设办公室"),
        ("城建办", "城市建设办公室"),
        ("城建部门", "城市建设办公室"),
        ("城管科", "城市管理科"),
        ("执法队", "综合行政执法队"),
        ("应急办", "应急管理办公室"),
        ("卫健科", "公共卫生与健康科"),
        ("水务科", "水务管理科"),
        ("党政办", "党政综合办公室"),
        ("综治办", "综合治理办公室"),
        ("街道办事处", "清溪街道办事处"),
        ("河西社区", "河西社区工作站"),
        ("河东社区党委", "河东社区"),
        # Nobody's, or somebody's among several.
        ("管理科", None),
        ("社区", None),
        ("各社区", None),
        ("相关部门", None),
        ("部门", None),
        ("区城管局", None),
        ("办", None),
        ("", None),
        ("张三", None),
    ],
)
def test_names(words: str, expected: str | None) -> None:
    found = unit_called(UNITS, words)
    assert (found.name if found else None) == expected


def test_a_department_is_meant_rather_than_its_teams() -> None:
    rows = [("城管科", "department"), ("城管一队", "team"), ("城管二队", "team")]
    units = [
        UnitNode(n, f"u{n}", name, kind, None, None, date(2024, 1, 1), None, None)
        for n, (name, kind) in enumerate(rows)
    ]
    found = unit_called(units, "城管部门")
    assert found is not None
    assert found.name == "城管科"
    assert unit_called(units, "城管队") is None
    assert unit_called(units[1:2], "城管部门") is None
