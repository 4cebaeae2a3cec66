"""A lone night shift may act, and is checked the next workday; day, company and returns forbid it."""

from datetime import timedelta

import pytest

from jiedao.engines.cases import worker
from jiedao.engines.cases.models import Approval
from jiedao.foundation.staff.models import Account, Notice
from jiedao.kernel import clock, history
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, MONDAY, UNHAPPY, Desk, also, at, reported

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = 14
"""Hours after Monday morning: 23:30."""


def done(town: SmallTown, text: str = "晚上噪音扰民") -> Desk:
    """Handled by 陈城管, who also holds a checker's post."""
    desk = reported(town, text)
    also(town, town.handler, "centre", "checker")
    desk.do("sign", town.handler)
    desk.photo("after")
    desk.do("handle", town.handler, result="已劝停")
    return desk


def passed(town: SmallTown) -> Desk:
    with at(NIGHT):
        desk = done(town)
        desk.do("check_pass", town.handler, note="已停", night_shift=True)
    return desk


@pytest.mark.parametrize(
    ("hours", "night"),
    [(3, False), (14, True), (16, True), (24 * 5 + 5, False), (24 * 5 + 14, True)],
    ids=["lunch", "23:30", "01:30", "Saturday afternoon", "Saturday night"],
)
def test_only_by_night(town: SmallTown, hours: int, night: bool) -> None:
    with at(hours):
        desk = done(town)
        if not night:
            with pytest.raises(Forbidden, match="办理人"):
                desk.do("check_pass", town.handler, note="已停", night_shift=True)
            return
        assert desk.do("check_pass", town.handler, note="已停", night_shift=True)


def test_only_alone(town: SmallTown) -> None:
    with at(NIGHT):
        desk = done(town)
        Account.objects.filter(pk=town.checker.pk).update(last_seen_at=clock.now())
        with pytest.raises(Forbidden, match="在岗"):
            desk.do("check_pass", town.handler, note="已停", night_shift=True)
        # Others may be about who could not check it anyhow.
        Account.objects.update(last_seen_at=clock.now())
        Account.objects.filter(pk=town.checker.pk).update(last_seen_at=None)
        assert desk.do("check_pass", town.handler, note="已停", night_shift=True)


def test_never_what_a_checker_gave_back(town: SmallTown) -> None:
    with at(NIGHT):
        desk = done(town)
        desk.do("check_fail", town.checker, reason="住户说没有停")
        desk.do("handle", town.colleague, result="再次劝停")
        with pytest.raises(Forbidden, match="退回"):
            desk.do("check_pass", town.handler, note="已停", night_shift=True)
        also(town, town.colleague, "centre", "checker")
        with pytest.raises(Forbidden, match="退回"):
            desk.do("check_pass", town.colleague, note="已停", night_shift=True)
        assert desk.do("check_pass", town.checker, note="已停").state == "checked"


def test_shown_in_the_way_the_item_asks(town: SmallTown) -> None:
    with at(NIGHT):
        desk = done(town, "幸福路垃圾")
        with pytest.raises(Invalid, match="现场"):
            desk.do("check_pass", town.handler, note="已清", night_shift=True)
        desk.photo("check")
        assert desk.do("check_pass", town.handler, night_shift=True).state == "checked"


def test_the_checkers_are_told_and_reminded_once_when_the_workday_is_over(town: SmallTown) -> None:
    desk = passed(town)
    told = Notice.objects.filter(unit=town.units.centre, kind="night_check")
    assert told.count() == 1
    with at(days=1, hours=8):
        assert worker.remind_of_night_checks() == 0, "the office closes at six"
    with at(days=1, hours=9):
        assert worker.remind_of_night_checks() == 1
        assert worker.remind_of_night_checks() == 0
    assert told.count() == 2
    assert Notice.objects.filter(unit=town.units.office, kind="night_check").exists()
    assert history.timeline(town.id, "case", desk.case.pk)[-1].verb == "night_check_overdue"
    with at(days=1, hours=10):
        desk.do("decide_night_check", town.checker, upheld=True)


def test_small_hours_belong_to_the_night_before(town: SmallTown) -> None:
    with at(16):
        desk = done(town)
        desk.do("check_pass", town.handler, note="已停", night_shift=True)
    row = Approval.objects.get(case=desk.case, kind="night_check")
    assert row.decide_by == MONDAY + timedelta(days=1, hours=8.5)


def test_what_is_done_anew_is_not_checked_for_the_night(town: SmallTown) -> None:
    desk = passed(town)
    with at(24):
        desk.do("close", town.dispatcher, reply="已劝停。")
        desk.do("visit", town.caller, answered=True, **UNHAPPY)
        with pytest.raises(Exception, match="补核查"):
            desk.do("decide_night_check", town.checker, upheld=True)
    assert Approval.objects.get(kind="night_check").state == "lapsed"
    with at(24 + NIGHT):
        desk.do("handle", town.handler, result="再次劝停")
        desk.do("check_pass", town.handler, note="已停", night_shift=True)
        desk.do("close", town.dispatcher, reply="已再次劝停。")
        desk.do("visit", town.caller, answered=True, **HAPPY)
        desk.do("reopen", town.supervisor, reason="又吵起来了")
    states = Approval.objects.filter(kind="night_check").values_list("state", flat=True)
    assert set(states) == {"lapsed"}
