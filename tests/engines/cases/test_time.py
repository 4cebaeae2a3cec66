"""Extension, suspension, warning, escalation: exact, told to both sides, never erasing lateness."""

from datetime import timedelta

import pytest

from jiedao.engines.cases import clocks, worker
from jiedao.engines.cases.models import Approval, Clock, Message
from jiedao.engines.cases.queries import CaseFilter, open_by_unit, page
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, history, towns
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, reported

pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = (MONDAY + timedelta(days=30)).date()


def verbs(desk: Desk) -> list[str]:
    return [line.verb for line in history.timeline(desk.town.id, "case", desk.case.pk)]


def dues(desk: Desk) -> dict[str, Clock]:
    return {row.stage or row.kind: row for row in desk.case.clocks.all()}


def extended(desk: Desk, **wish: object) -> None:
    desk.do("ask_extension", desk.town.handler, reason="需要多次夜间监测", **wish)
    desk.do("decide_extension", desk.town.supervisor, upheld=True)


def test_of_staged_limits_one_is_extended_by_at_most_itself(town: SmallTown) -> None:
    with at():
        desk = reported(town, "幸福路占道摆摊")
        desk.to_handling()
        before = dues(desk)
        for wish in ({"amount": 1}, {"amount": 1, "stage": "没有的"}):
            with pytest.raises(Invalid) as refused:
                extended(desk, **wish)
            assert refused.value.code == "which_stage"
        with pytest.raises(Invalid, match="4"):
            extended(desk, amount=7, stage="制止")
        extended(desk, amount=4, stage="制止")
    after = dues(desk)
    assert after["制止"].due_at > before["制止"].due_at
    for stage in ("处罚", "拆除"):
        assert after[stage].due_at == before[stage].due_at
    with at(1):
        desk.do("ask_extension", town.handler, reason="需要再劝导一次", amount=1, stage="制止")
        desk.do("stage_done", town.handler, stage="制止")
    assert Approval.objects.get(reason="需要再劝导一次").state == "lapsed"


def test_an_extension_is_told_to_the_requester_and_the_dispatcher(town: SmallTown) -> None:
    with at():
        desk = reported(town, "晚上噪音扰民")
        desk.to_handling()
        extended(desk, amount=1)
    why = "需要多次夜间监测"
    assert Message.objects.filter(request__case=desk.case, text__contains=why).count() == 1
    told = Notice.objects.filter(kind="extension", text__contains=why)
    assert [row.unit for row in told] == [town.units.centre], "the catalogue dispatched it"


def test_who_dispatched_it_is_told_in_the_own_unit(town: SmallTown) -> None:
    with at():
        desk = reported(town, "说不清的事")
        desk.do("dispatch", town.clerk_west, item=town.items.noise.pk)
        desk.to_handling()
        extended(desk, amount=1)
    told = Notice.objects.filter(kind="extension", text__contains="夜间监测")
    assert [row.unit for row in told] == [town.units.west]


def test_an_extension_granted_late_warns_anew_and_leaves_the_lateness(town: SmallTown) -> None:
    with at():
        desk = reported(town, "晚上噪音扰民")
        desk.to_handling()
        desk.do("contact", town.handler, reached=True)
        desk.do("ask_extension", town.handler, reason="需要多次夜间监测", amount=2)
    with at(days=2, hours=12):
        worker.mind_clocks()
    assert (desk.case.escalation, verbs(desk)[-1]) == (1, "escalated")
    with at(days=2, hours=23):
        desk.do("decide_extension", town.supervisor, upheld=True)
    inner = desk.case.clocks.get(kind="inner")
    assert inner.due_at == MONDAY + timedelta(days=4, hours=8.5)
    assert inner.lapsed_at is not None, "that it was late is not erased"
    with at(days=4, hours=4):
        worker.mind_clocks()
        assert worker.mind_clocks() == 0
    assert (desk.case.escalation, verbs(desk)[-1]) == (1, "warned")
    with at(days=4, hours=9):
        worker.mind_clocks()
        assert worker.mind_clocks() == 0
    assert (desk.case.escalation, verbs(desk)[-2:]) == (2, ["lapsed", "escalated"])


def test_at_the_desk_the_desk_is_warned_and_its_superior_told(town: SmallTown) -> None:
    due = MONDAY + timedelta(days=3)
    with at():
        desk = reported(town, "说不清的事", channel="hotline_12345", platform_due_at=due)
    assert desk.case.unit is None
    with at(days=2.5):
        worker.mind_clocks()
    assert [row.unit for row in Notice.objects.filter(kind="warning")] == [town.units.centre]
    with at(days=3, hours=1):
        worker.mind_clocks()
    assert [row.unit for row in Notice.objects.filter(kind="escalated")] == [town.units.office]
    with at(days=6):
        worker.mind_clocks()
        assert worker.mind_clocks() == 0
    assert desk.case.escalation == 2


def test_a_worker_that_comes_late_escalates_once(town: SmallTown) -> None:
    with at():
        desk = reported(town)
    with at(7):
        assert worker.mind_clocks() == 1, "nobody was there to warn"
        assert worker.mind_clocks() == 0
    assert desk.case.escalation == 1


def test_one_late_stage_leaves_the_warnings_of_the_others(town: SmallTown) -> None:
    with at():
        desk = reported(town, "幸福路占道摆摊")
        desk.to_handling()
    with at(7):
        worker.mind_clocks()
    assert desk.case.escalation == 1
    later = dues(desk)["处罚"]
    assert later.act_at == later.warn_at


@pytest.mark.parametrize(
    ("settings", "shares"),
    [
        ({}, (0.25, 0.25)),
        ({"warn_share": 0.5}, (0.5, 0.5)),
        ({"warn_share": 0.5, "warn_shares": {"inner": 0.1}}, (0.5, 0.1)),
    ],
)
def test_when_a_clock_warns_is_a_setting_of_its_kind(
    town: SmallTown, settings: dict[str, object], shares: tuple[float, float]
) -> None:
    town.town.settings = town.town.settings | settings
    town.town.save()
    towns.forget(town.id)
    with at():
        desk = reported(town)
    for kind, share in zip(("first_contact", "inner"), shares, strict=True):
        row = desk.case.clocks.get(kind=kind)
        assert row.warn_at is not None
        left = (row.due_at - row.warn_at) / (row.due_at - row.started_at)
        assert left == pytest.approx(share, abs=1e-6)


def suspended(town: SmallTown, **fields: object) -> Desk:
    desk = reported(town, channel="hotline_12345", **fields)
    desk.to_handling()
    desk.do("ask_suspension", town.handler, reason="等待配件到货", until=UNTIL)
    desk.do("decide_suspension", town.supervisor, upheld=True)
    return desk


def test_a_platforms_clock_leads_a_suspended_case_when_it_is_nearer(town: SmallTown) -> None:
    due = MONDAY + timedelta(days=8)
    with at():
        plain = suspended(town)
        desk = suspended(town, text="平安路垃圾", platform_due_at=due)
    assert plain.case.due_clock == clocks.SUSPENSION
    assert (desk.case.due_clock, desk.case.due_at) == ("platform", due)
    reach = reach_of(town.supervisor)
    for days, tone in ((1, "violet"), (7, "amber"), (9, "red")):
        with at(days=days):
            assert clocks.tone(desk.case, clock.now()) == tone
            assert clocks.tone(plain.case, clock.now()) == "violet"
            for other in ("violet", "amber", "red", "green"):
                found = {row.pk for row in page(reach, CaseFilter(tone=other)).items}
                assert (desk.case.pk in found) is (other == tone), (days, other)
                assert (plain.case.pk in found) is (other == "violet")
            (tally,) = open_by_unit(reach)
            counted = (tally.violet, tally.amber, tally.red)
            assert counted == (1 + (tone == "violet"), tone == "amber", tone == "red")
