"""The handler contacts the requester first (Shenzhen: within 24 hours); only a contact counts."""

from datetime import date

import pytest

from jiedao.engines.cases.actions import residents
from jiedao.engines.cases.models import Clock
from jiedao.engines.cases.rates import Period, rates
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import history
from tests.cast import SmallTown
from tests.engines.cases.desk import Desk, at, reported

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def counted(town: SmallTown) -> tuple[int, int]:
    """Contacts made in time, of those that were due."""
    with at(days=20):
        whole = rates(reach_of(town.supervisor), MARCH).whole
    return whole.contacted_in_time, whole.to_contact


def clock_of(desk: Desk) -> Clock:
    return desk.case.clocks.get(kind="first_contact")


def test_work_done_without_a_contact_is_not_a_contact_in_time(town: SmallTown) -> None:
    with at():
        silent, spoken = reported(town), reported(town, "平安路垃圾")
        spoken.do("contact", town.handler, reached=True)
        silent.to_handled()
        spoken.photo("after")
        spoken.do("handle", town.handler, result="已清理")
    assert clock_of(silent).stopped_at is not None, "done work has no clock that runs on"
    assert counted(town) == (1, 2)


def test_an_attempt_that_reached_nobody_leaves_the_clock_running(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.do("contact", town.handler, reached=False, note="无人接听")
    assert (desk.case.state, desk.case.contacted_at) == ("handling", None)
    assert clock_of(desk).running
    assert history.timeline(town.id, "case", desk.case.pk)[-1].note == "无人接听"
    assert counted(town) == (0, 1)
    with at(1):
        desk.do("contact", town.handler, reached=True, note="已接通")
    assert not clock_of(desk).running
    assert counted(town) == (1, 1)


def test_a_contact_made_when_the_check_gave_it_back_counts_by_its_time(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handled()
        desk.do("check_fail", town.checker, reason="还有垃圾没有清")
    assert counted(town) == (0, 1)
    with at(2):
        desk.do("contact", town.handler, reached=True)
    assert counted(town) == (1, 1)


@pytest.mark.parametrize("hours", [1, 30])
def test_what_is_declined_or_withdrawn_owes_no_contact_unless_it_was_late(
    town: SmallTown, hours: int
) -> None:
    with at():
        declined, withdrawn = reported(town), reported(town, "平安路垃圾")
        declined.do("return", town.handler, reason="地址不清，无法处置")
    with at(hours):
        declined.do("decline", town.dispatcher, reason="请向法院起诉", outcome="statutory_route")
        residents.withdraw(withdrawn.receipt.request)
    assert counted(town) == ((0, 0) if hours < 24 else (0, 2))


def test_who_is_joined_to_another_case_is_contacted_there(town: SmallTown) -> None:
    with at():
        desk, other = reported(town), reported(town, "垃圾成堆", contact_phone="13900001234")
        other.do("merge", town.dispatcher, into=desk.number)
    assert desk.case.clocks.filter(kind="first_contact", stopped_at=None).count() == 2
    with at(1):
        desk.do("contact", town.handler, reached=True)
    assert counted(town) == (2, 2)


def test_nobody_contacts_somebody_unknown(town: SmallTown) -> None:
    with at():
        desk = reported(town, contact_name="", contact_phone="")
        desk.to_handled()
    assert counted(town) == (0, 0)
