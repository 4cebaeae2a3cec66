"""Facts: with a source or not at all, checked by somebody else, compared with their series."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from jiedao.applications.plan.kinds import FACT
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.series import Comparison, compare, series_of
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(datetime(2026, 3, 2, 10, tzinfo=clock.TOWN_ZONE)):
        yield


def gdp(year: int, value: str | None, rank: int | None = None, **more: Any) -> dict[str, Any]:
    return {"indicator": "gdp", "field": "economy", "day": date(year, 12, 31), "value": value,
            "rank": rank, "scope": "district" if rank else None, "issued_by": "区统计局",
            "source_title": "统计公报", "source_number": f"{year}-1", "source_date": TODAY} | more  # fmt: skip


def published(town: SmallTown, who: Account | None = None, **values: Any) -> Fact:
    figure = gdp(values.pop("year", 2025), values.pop("value", "900"), values.pop("rank", None))
    row = add(town.id, FACT, figure | values, actor=actor_of(who or town.dispatcher))
    assert isinstance(row, Fact)
    return row


def said(fact: Fact) -> Comparison:
    return compare(fact, series_of(fact, Fact.objects.filter(town=fact.town_id, kind=FACT)))


def test_it_is_named_after_its_indicator(town: SmallTown) -> None:
    fact = published(town)
    assert (fact.title, fact.value_unit, fact.value) == ("地区生产总值", "亿元", Decimal(900))
    assert fact.owner_id == town.dispatcher.pk


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"indicator": "no_such"}, "indicator"),
        ({"indicator": "", "title": ""}, "title"),
        ({"indicator": "", "title": "某数"}, "value_unit"),
        ({"period_from": date(2026, 1, 1)}, "day"),
        ({"value": None}, "value"),
        ({"rank": 5, "rank_of": 4, "scope": "city"}, "rank"),
        ({"rank": 1, "scope": None}, "scope"),
        ({"source_number": ""}, "source_number"),
        ({"source_url": "ftp://a"}, "source_url"),
        ({"source_date": date(2026, 3, 3)}, "source_date"),
        ({"issued_by": ""}, "issued_by"),
        ({"source_title": ""}, "source_title"),
    ],
)
def test_what_is_no_fact(town: SmallTown, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as info:
        published(town, **more)
    assert list(info.value.errors) == [field]
    assert not Fact.objects.exists()


def test_somebody_else_checks_it(town: SmallTown) -> None:
    fact = published(town, unit=town.units.city.pk)
    with pytest.raises(Forbidden, match="责任人不能给自己"), transaction.atomic():
        make_move(town.id, FACT, fact.number, "verify", actor=actor_of(town.dispatcher))
    make_move(town.id, FACT, fact.number, "verify", actor=actor_of(town.handler))
    assert Fact.objects.get(pk=fact.pk).state == "verified"


def test_a_figure_of_a_period_is_there_once(town: SmallTown) -> None:
    first = published(town)
    with pytest.raises(Invalid, match=first.number):
        published(town, value="901")
    assert published(town, scope="city", rank=3).pk != first.pk
    named = published(town, title="地区生产总值快报", day=date(2025, 6, 30))
    assert published(town, title="地区生产总值快报", day=date(2025, 6, 30)).pk == named.pk


def test_growth_best_and_first_in_a_row(town: SmallTown) -> None:
    for year, value, rank in ((2022, "700", 2), (2023, "800", 1), (2024, "850", 1)):
        published(town, year=year, value=value, rank=rank)
    last = published(town, year=2025, value="901", rank=1)
    found = said(last)
    assert found.growth == Decimal(6)
    assert found.before is not None
    assert found.before.value == 850
    assert (found.best, found.firsts, found.runs) == (True, 3, 4)
    page = body(browser(town.reader).get(f"/r/{FACT}/{last.number}/"))
    for words in ("上年同期", "850 亿元", "+6.0 %", "有记录以来最好", "连续第一", "3 年"):
        assert words in page, words


def test_a_gap_ends_a_row_and_a_withdrawn_one_does_not_count(town: SmallTown) -> None:
    published(town, year=2022, rank=1)
    wrong = published(town, year=2023, rank=1)
    published(town, year=2024, rank=1)
    last = published(town, year=2025, rank=1)
    assert said(last).firsts == 4
    make_move(town.id, FACT, wrong.number, "withdraw", {"reason": "登记错误"},
              actor=actor_of(town.dispatcher))  # fmt: skip
    assert said(last).firsts == 2


def test_only_like_is_compared(town: SmallTown) -> None:
    """Another length of period, unit or scope is another series."""
    published(town, year=2024, value="100", period_from=date(2024, 12, 1))
    published(town, year=2024, value="8", value_unit="万亿元", title="另名")
    last = published(town, year=2025, value="900")
    assert (said(last).growth, said(last).best) == (None, False)


def test_a_month_against_the_month_before(town: SmallTown) -> None:
    for month, rank in ((10, 2), (11, 1), (12, 1)):
        last = published(town, value=None, rank=rank, day=date(2025, month, 28),
                         period_from=date(2025, month, 1))  # fmt: skip
    assert said(last).firsts == 2
