"""Rates: exact numerators and denominators, by unit, community and month; lateness stays."""

from datetime import date, timedelta

import pytest

from jiedao.engines.cases.rates import RATES, Period, Table, Tally, rates
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, Desk, reported

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def close(desk: Desk, hours: float) -> None:
    """Take rubbish through the loop; reported done so many hours after Monday morning."""
    with clock.at(MONDAY + timedelta(hours=hours)):
        desk.to_closed()


def count(town: SmallTown, **chosen: str) -> Table:
    with clock.at(MONDAY + timedelta(days=20)):
        return rates(reach_of(town.supervisor), MARCH, **chosen)


def test_the_last_deadline_decides_and_lateness_is_a_fact(town: SmallTown) -> None:
    with clock.at(MONDAY):
        in_time = reported(town, contact_phone="", contact_name="")
        late = reported(town, "平安路垃圾", contact_phone="", contact_name="")
        reported(town, "北门垃圾", contact_phone="", contact_name="")
    close(in_time, 1)
    close(late, 8)
    whole = count(town).whole
    assert (whole.due, whole.handled, whole.handled_in_time) == (3, 2, 1)
    assert (whole.closed, whole.closed_in_time, whole.late) == (2, 1, 2)
    assert (whole.dispatched, whole.dispatched_right) == (3, 3)


def test_an_exempted_case_leaves_the_rate_and_stays_late(town: SmallTown) -> None:
    with clock.at(MONDAY):
        late = reported(town, contact_phone="", contact_name="")
    close(late, 8)
    with clock.at(MONDAY + timedelta(days=1)):
        late.do("ask_appeal", town.handler, reason="现场被施工围挡，无法进入", clock="inner")
        late.do("decide_appeal", town.supervisor, upheld=True, note="情况属实")
    whole = count(town).whole
    assert (whole.due, whole.handled_in_time) == (0, 0)
    assert (whole.exempted, whole.exempted_late, whole.late) == (1, 1, 1)


def test_by_unit_and_community_add_up_to_the_whole(town: SmallTown) -> None:
    with clock.at(MONDAY):
        reported(town)
        reported(town, "人行道井盖破损", longitude=114.335)
        reported(town, "东港垃圾", longitude=114.335)
    by_unit, by_community = count(town, by="unit"), count(town, by="community")
    assert {key: tally.due for key, tally in by_unit.rows.items()} == {
        town.units.city.pk: 2,
        town.units.water.pk: 1,
    }
    assert {key: tally.due for key, tally in by_community.rows.items()} == {
        town.places.west.pk: 1,
        town.places.east.pk: 2,
    }
    assert by_unit.whole == by_community.whole == count(town).whole


def test_by_month_the_deadline_counts_not_the_report(town: SmallTown) -> None:
    with clock.at(MONDAY + timedelta(days=29)):
        reported(town, "邻居漏水起纠纷")
    with clock.at(MONDAY):
        reported(town)
    with clock.at(MONDAY + timedelta(days=60)):
        table = rates(
            reach_of(town.supervisor), Period(date(2026, 3, 1), date(2026, 4, 30)), by="month"
        )
    assert {key: tally.due for key, tally in table.rows.items()} == {
        date(2026, 3, 1): 1,
        date(2026, 4, 1): 1,
    }


def test_answers_and_redo(town: SmallTown) -> None:
    with clock.at(MONDAY):
        first = reported(town)
        second = reported(town, "平安路垃圾", contact_name="李大爷", contact_phone="13900001234")
    close(first, 1)
    close(second, 1)
    with clock.at(MONDAY + timedelta(hours=2)):
        first.do("visit", town.caller, answered=True, **HAPPY)
        second.do("visit", town.caller, answered=True, **UNHAPPY)
    whole = count(town).whole
    assert (whole.answered, whole.satisfied) == (2, 1)
    assert whole.redone == 1


def test_first_contact_in_time(town: SmallTown) -> None:
    with clock.at(MONDAY):
        quick, slow = reported(town), reported(town, "平安路垃圾")
    with clock.at(MONDAY + timedelta(hours=1)):
        quick.do("contact", town.handler, reached=True)
    with clock.at(MONDAY + timedelta(hours=30)):
        slow.do("contact", town.handler, reached=True)
    whole = count(town).whole
    assert (whole.to_contact, whole.contacted_in_time) == (2, 1)


def test_a_return_is_a_wrong_dispatch(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town)
    with clock.at(MONDAY + timedelta(hours=1)):
        desk.do("return", town.handler, reason="不是我们管的路段")
        desk.do("dispatch", town.dispatcher, unit=town.units.water.pk)
    whole = count(town).whole
    assert (whole.dispatched, whole.dispatched_right) == (1, 0)


def test_the_platform_counts_by_its_own_clock(town: SmallTown) -> None:
    with clock.at(MONDAY):
        reported(town, channel="hotline_12345", platform_due_at=MONDAY + timedelta(days=3))
        reported(town, "平安路垃圾")
    assert count(town, basis="platform").whole.due == 1
    assert count(town, basis="inner").whole.due == 2


def test_each_reader_counts_within_the_own_reach(town: SmallTown) -> None:
    with clock.at(MONDAY):
        reported(town)
        reported(town, "人行道井盖破损")
    with clock.at(MONDAY + timedelta(days=20)):
        assert rates(reach_of(town.co_handler), MARCH).whole.due == 1
        assert rates(reach_of(town.nobody), MARCH).whole.due == 0


def test_every_rate_names_fields_of_the_tally() -> None:
    for rate in RATES:
        assert rate.of(Tally()) == (0, 0)
        assert rate.formula.zh
        assert rate.formula.en


@pytest.mark.parametrize("by", ["unit", "community", "month"])
def test_the_page_shows_numbers_and_formulas(town: SmallTown, by: str) -> None:
    with clock.at(MONDAY):
        reported(town)
    with clock.at(MONDAY + timedelta(days=5)):
        html = browser(town.supervisor).get(f"/cases/rates/?by={by}&period=month")
        assert "处置数 ÷ 应处置数" in html
        assert "0 / 1" in html
        nobody = browser(town.nobody)
        nobody.get("/cases/rates/")
        assert nobody.status == 403
