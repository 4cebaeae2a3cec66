"""Return visits: every answer stays, the same person's second "no" counts, rates keep their past."""

from datetime import date, timedelta

from jiedao.engines.cases.models import Case, ReturnVisit
from jiedao.engines.cases.rates import PLATFORM, Period, Tally, rates
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, Desk, at, reported

UNCLE = {"contact_name": "李大爷", "contact_phone": "13900001234"}
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def done_again(desk: Desk) -> None:
    """Handled, checked and closed once more."""
    town = desk.town
    desk.photo("after")
    desk.do("handle", town.handler, result="再次清理")
    desk.photo("check")
    desk.do("check_pass", town.checker, note="已干净")
    desk.do("close", town.dispatcher, reply="已再次清理。")


def counted(town: SmallTown, period: Period = MARCH, basis: str = "inner") -> Tally:
    with clock.at(MONDAY + timedelta(days=80)):
        return rates(reach_of(town.supervisor), period, basis=basis).whole


def test_an_answer_after_the_redo_does_not_hide_the_first(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_closed()
        desk.do("visit", town.caller, demand="请再清理一次", answered=True, **UNHAPPY)
    before = counted(town)
    with at(days=35):
        done_again(desk)
        desk.do("visit", town.caller, answered=True, **HAPPY)
    assert [row.satisfaction for row in ReturnVisit.objects.order_by("id")] == [
        "dissatisfied",
        "satisfied",
    ]
    after = counted(town)
    assert (after.answered, after.satisfied) == (before.answered, before.satisfied) == (1, 0)
    april = counted(town, APRIL)
    assert (april.answered, april.satisfied, april.solved) == (1, 1, 1)
    html = browser(town.supervisor).get(f"/cases/{desk.number}/")
    assert "此前回访" in html
    assert "请再清理一次" in html


def test_two_who_are_dissatisfied_once_each_are_no_second_time(town: SmallTown) -> None:
    desk, other = reported(town), reported(town, "垃圾成堆", **UNCLE)
    other.do("merge", town.dispatcher, into=desk.number)
    mine, theirs = desk.receipt.request.number, other.receipt.request.number
    desk.to_closed()
    desk.do("visit", town.caller, request=mine, answered=True, **UNHAPPY)
    done_again(desk)
    desk.do("visit", town.caller, request=theirs, answered=True, **UNHAPPY)
    assert (desk.case.redo_count, desk.case.supervised) == (2, False)
    done_again(desk)
    desk.do("visit", town.caller, request=mine, answered=True, **UNHAPPY)
    assert Case.objects.get(pk=desk.case.pk).supervised


def test_closed_in_time_looks_at_the_closing(town: SmallTown) -> None:
    with at():
        quick, slow = reported(town), reported(town, "平安路垃圾")
        quick.to_closed()
        slow.to_checked()
    with at(days=10):
        slow.do("close", town.dispatcher, reply="已清理。")
    whole = counted(town)
    assert (whole.due, whole.handled_in_time) == (2, 2)
    assert (whole.closed, whole.closed_in_time) == (2, 1)


def test_the_platform_counts_handling_by_the_time_it_was_handled(town: SmallTown) -> None:
    platform = {"channel": "12345", "platform_due_at": MONDAY + timedelta(days=2)}
    with at():
        late_to_close = reported(town, foreign_number="A1", **platform)
        late_to_handle = reported(town, "平安路垃圾", foreign_number="A2", **platform)
        late_to_close.to_checked()
    with at(days=3):
        late_to_close.do("close", town.dispatcher, reply="已清理。")
        late_to_handle.to_closed()
    whole = counted(town, basis=PLATFORM)
    assert (whole.handled, whole.handled_in_time) == (2, 1)
    assert (whole.closed, whole.closed_in_time) == (2, 0)
