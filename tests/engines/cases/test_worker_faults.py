"""One case that cannot be acted on keeps no other waiting, and is not tried for ever."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import making, residents, time
from jiedao.engines.cases.models import Approval
from jiedao.foundation.catalogue.models import Responsibility
from jiedao.kernel import towns
from jiedao.kernel.errors import Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, at, reported

pytestmark = pytest.mark.django_db(transaction=True)


def suspended(town: SmallTown, days: int = 7) -> Desk:
    desk = reported(town)
    until = (MONDAY + timedelta(days=days)).date()
    desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
    desk.do("decide_suspension", town.supervisor, upheld=True)
    return desk


def objected(town: SmallTown) -> Desk:
    desk = reported(town)
    desk.to_handling()
    desk.do(
        "object", town.handler, reason="属于水务设施", citation="B02",
        proposed_unit=town.units.water.pk,
    )  # fmt: skip
    return desk


def test_a_withdrawn_case_does_not_resume(
    town: SmallTown, caplog: pytest.LogCaptureFixture
) -> None:
    with at():
        desk = suspended(town)
        desk.do("remark", town.handler, note="配件已订")
        residents.withdraw(desk.receipt.request)
    assert (desk.case.state, desk.case.suspended_until) == ("withdrawn", None)
    assert desk.case.due_at is None
    with at(days=8), caplog.at_level(logging.ERROR):
        assert worker.resume_suspended() == 0
        assert worker.mind_clocks() == 0
    assert not caplog.records


def test_what_a_withdrawn_case_asked_lapses(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.do("ask_extension", town.handler, reason="需要多次清理", amount=1)
        residents.withdraw(desk.receipt.request)
    assert Approval.objects.get().state == "lapsed"


def test_a_fallback_that_may_not_be_given_it_leaves_it_where_it_is(town: SmallTown) -> None:
    with at():
        first, second = objected(town), objected(town)
        Responsibility.objects.filter(item=town.items.rubbish, part="fallback").delete()
        # A community whose duty list does not hold the matter may not be given it (准入).
        Responsibility.objects.create(
            item=town.items.rubbish, unit=town.units.west, part="fallback"
        )
        town.units.west.valid_to = MONDAY.date()
        town.units.west.save()
        towns.touch(town.id)
    with at(days=3):
        assert worker.rule_by_default() == 2
        assert worker.rule_by_default() == 0
    for desk in (first, second):
        assert (desk.case.unit, desk.case.arbitrated) == (town.units.city, True)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make an act refuse for one case."""

    def install(module: Any, name: str, desk: Desk) -> None:
        real, pk = getattr(module, name), desk.case.pk

        def act(work: Any, *args: Any, **kwargs: Any) -> Any:
            if work.case.pk == pk:
                raise Invalid("日期超出了工作日历的范围。")
            return real(work, *args, **kwargs)

        monkeypatch.setattr(module, name, act)

    return install


def test_clocks_of_one_case_do_not_stop_those_of_the_next(town: SmallTown, faulty: Any) -> None:
    with at():
        bad, good = reported(town), reported(town, "平安路垃圾")
    faulty(time, "lapse", bad)
    with at(7):
        assert worker.mind_clocks() == 1
        assert worker.mind_clocks() == 0, "tried again after a while, not at once"
    assert (bad.case.escalation, good.case.escalation) == (0, 1)
    with at(7.5):
        assert worker.mind_clocks() == 0


def test_one_case_does_not_keep_the_next_from_resuming(town: SmallTown, faulty: Any) -> None:
    with at():
        bad, good = suspended(town, days=6), suspended(town)
    real = making.EFFECTS["resume"]

    class Faulty:
        resume = staticmethod(real)

    faulty(Faulty, "resume", bad)
    making.EFFECTS["resume"] = lambda *args: Faulty.resume(*args)
    try:
        with at(days=8):
            assert worker.resume_suspended() == 1
    finally:
        making.EFFECTS["resume"] = real
    assert bad.case.suspended_until is not None
    assert good.case.suspended_until is None


def test_one_objection_does_not_keep_the_next_from_its_ruling(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at():
        bad, good = objected(town), objected(town)
    real = worker._fallback

    def fallback(work: Any) -> int | None:
        if work.case.pk == bad.case.pk:
            raise Invalid("没有这个单位。")
        return real(work)

    monkeypatch.setattr(worker, "_fallback", fallback)
    with at(days=3):
        assert worker.rule_by_default() == 1
    assert (bad.case.arbitrated, good.case.arbitrated) == (False, True)
