"""What classes are called, how hot they are: plain data, no database."""

from datetime import datetime, timedelta

import pytest

from jiedao.engines.mining.grouping.reports import Group
from jiedao.engines.mining.matters.measures import growth_of, heat_of, state_of, weeks_of
from jiedao.engines.mining.matters.naming import Background, named, place_of
from jiedao.engines.mining.matters.reading import Told
from jiedao.kernel import clock

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=clock.TOWN_ZONE)
GROUP = Group(0, (1, 2, 3), (1.0, 1.0, 1.0), (), "来电反映搅拌站太吵")


def told(number: int, text: str, where: str = "", item: str = "噪音扰民") -> Told:
    return Told(
        number, text, NOW, frozenset({str(number)}), 1, 5, item, 1, 2, where, "西岭社区", None, None
    )


LOUD = [
    told(1, "来电反映，搅拌站夜里轰鸣，睡不着", "幸福花园3号楼"),
    told(2, "搅拌站夜里轰鸣，吵得很，请处理", "幸福花园12栋"),
    told(3, "来电反映，又是搅拌站夜里轰鸣", "平安路9号"),
]
OTHERS = [told(n, f"来电反映，第{n}盏路灯坏了，请处理") for n in range(10, 90)]


def test_it_is_called_by_matter_and_place_and_what_its_cases_share() -> None:
    found = named(LOUD, GROUP, Background.of([*LOUD, *OTHERS], frozenset()))
    assert found["title"] == "噪音扰民 · 幸福花园"
    assert found["words"] == ["搅拌站夜里轰鸣"]


def test_without_an_item_it_is_called_by_its_likest_report() -> None:
    rows = [told(n, "搅拌站夜里轰鸣", item="") for n in range(3)]
    assert named(rows, GROUP, Background.of(OTHERS, frozenset()))["title"] == "来电反映搅拌站太吵"


def test_where_no_item_has_the_half_both_first_are_named() -> None:
    rows = [
        told(n, "搅拌站夜里轰鸣", item=item)
        for n, item in enumerate(("噪音", "噪音", "扬尘", "占道", "其他"))
    ]
    assert named(rows, GROUP, Background.of(OTHERS, frozenset()))["title"].startswith("噪音、其他")


def test_what_is_said_of_every_matter_is_no_word_of_one() -> None:
    wish = "请接单后先联系市民"
    rows = [told(n, f"搅拌站夜里轰鸣，{wish}") for n in range(3)]
    assert named(rows, GROUP, Background.of(OTHERS, frozenset({wish})))["words"] == [
        "搅拌站夜里轰鸣"
    ]


@pytest.mark.parametrize(
    ("wheres", "place"),
    [
        (("和悦路19号", "和悦路21号", "平安路2号"), "和悦路"),
        (("望屿村二十巷2号", "望屿村十三巷7号"), "望屿村"),
        (("中泰智造园5栋", "中泰智造园5栋1203"), "中泰智造园"),
        (("甲路1号", "乙路2号", "丙路3号"), "西岭社区"),
    ],
)
def test_the_place_is_the_street_or_estate_that_most_name(
    wheres: tuple[str, ...], place: str
) -> None:
    assert place_of([told(n, "", where) for n, where in enumerate(wheres)]) == place


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=one) for one in days]


def test_weeks_growth_and_state_follow_the_calendar() -> None:
    times = days_ago(1, 2, 3, 9, 40, 60, 200)
    weeks = weeks_of(times, NOW)
    assert weeks[-2:] == [1, 3]
    assert sum(weeks) == 6  # the oldest lies before the twelve weeks
    growth = growth_of(weeks)
    assert growth == pytest.approx((2 + 1) / (0.2 + 1))
    assert state_of(times, weeks, growth, NOW) == "growing"
    assert state_of(times[:4], weeks, growth, NOW) == "new"
    old = days_ago(40, 60, 80)
    assert state_of(old, weeks_of(old, NOW), 0.5, NOW) == "quiet"
    steady = days_ago(5, 20, 35, 50, 65)
    assert state_of(steady, weeks_of(steady, NOW), 1.1, NOW) == "persisting"


def test_heat_rises_with_number_people_support_growth_and_youth() -> None:
    def heat(times: list[datetime], people: int = 4, support: int = 0, growth: float = 1) -> float:
        return heat_of(times, people, support, growth, NOW)

    usual = heat(days_ago(1, 2, 3, 4))
    assert heat(days_ago(1, 2, 3, 4, 5, 6), people=6) > usual
    assert heat(days_ago(1, 2, 3, 4), people=1) < usual
    assert heat(days_ago(1, 2, 3, 4), support=9) > usual
    assert heat(days_ago(1, 2, 3, 4), growth=3) > usual
    assert heat(days_ago(31, 32, 33, 34)) < usual
    assert heat([]) == 0
