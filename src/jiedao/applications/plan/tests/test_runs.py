"""Years in a row are counted from the facts on file, and end where one is missing."""

from datetime import date
from typing import Any

from jiedao.applications.plan.names import FACT, HONOUR
from jiedao.engines.indicators.listing import run_lines
from jiedao.engines.indicators.periods import Period
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of
from tests.cast import SmallTown

SOURCE = {"issued_by": "区统计局", "source_title": "统计公报", "source_number": "2号"}


def rank(town: SmallTown, key: str, place: int, until: date, begins: date | None = None) -> Any:
    values = {"indicator": key, "rank": place, "rank_of": 11, "scope": "district", "day": until,
              "period_from": begins, "field": "economy", "source_date": until}  # fmt: skip
    return add(town.id, FACT, SOURCE | values, actor=actor_of(town.dispatcher))


def honour(town: SmallTown, award: str, year: int) -> Any:
    values = {"title": f"{year}年{award}", "award": award, "level": "city", "work": "治理",
              "day": date(year, 12, 31), "source_date": date(year, 12, 31)}  # fmt: skip
    return add(town.id, HONOUR, SOURCE | values, actor=actor_of(town.dispatcher))


def runs(town: SmallTown, period: str) -> dict[tuple[str, str], float | None]:
    return {
        (line.key, str(line.filter.get("award", ""))): line.value
        for line in run_lines(town.id, Period.parse(period))
    }


def test_years_first_end_where_one_was_second(town: SmallTown) -> None:
    for year, place in ((2020, 1), (2021, 2), (2022, 1), (2023, 1)):
        last = rank(town, "gdp_rank", place, date(year, 12, 31))
    assert runs(town, "2023") == {("gdp_first_years", ""): 2}
    assert runs(town, "2021") == {}, "second that year"
    assert runs(town, "2024") == {}, "nothing is known of it yet"
    make_move(town.id, FACT, last.number, "withdraw", {"reason": "数据有误"},
              actor=actor_of(town.dispatcher))  # fmt: skip
    assert runs(town, "2023") == {}


def test_months_first_are_of_monthly_facts(town: SmallTown) -> None:
    for month, days in ((8, 31), (10, 31), (11, 30), (12, 31)):
        until, begins = date(2023, month, days), date(2023, month, 1)
        rank(town, "request_satisfaction_rank", 1, until, begins)
    assert runs(town, "2023") == {("request_satisfaction_first_months", ""): 3}
    assert runs(town, "2023-10") == {("request_satisfaction_first_months", ""): 1}


def test_an_award_given_again_counts_its_years(town: SmallTown) -> None:
    for year in (2019, 2021, 2022):
        honour(town, "平安街道", year)
    for year in (2021, 2022):
        honour(town, "河长制考核优秀", year)
    assert runs(town, "2022") == {
        ("honour_title_years", "平安街道"): 2,
        ("honour_title_years", "河长制考核优秀"): 2,
        ("river_chief_excellent_years", ""): 2,
    }
