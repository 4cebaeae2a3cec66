"""The demo town's time: everything through the actions, in order, repeatable."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from jiedao.config.demo import loading, year
from jiedao.config.demo.arrivals import Arrival, draw, storms
from jiedao.config.demo.matters import matters
from jiedao.config.demo.settings import DemoSettings
from jiedao.config.demo.simulate import Simulator
from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.models import Approval, Case, Clock, Request
from jiedao.foundation.staff.models import Notice
from jiedao.kernel import clock, history
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import durable
from tests.demo.tiny import tiny_plan

END = datetime(2026, 3, 20, 12, tzinfo=clock.TOWN_ZONE)
USES = ("estate", "village", "mixed", "industry", "site", "school", "market", "office")
TINY = DemoSettings(
    key="tiny", title="云湾街道", title_en="Yunwan", requests=40, first_requests=15,
    town={"demo": True},
)  # fmt: skip


def silent(_title: str, _total: int) -> object:
    return lambda _count: None


@pytest.fixture
def tiny(transactional_db: None) -> Town:
    with clock.at(END - timedelta(days=400)), durable():
        town = loading.make_town(TINY)
        loading.load(town, tiny_plan(), silent)  # type: ignore[arg-type]
    return town


def simulator(town: Town, count: int, seed: int = 7, batch: str = "t") -> Simulator:
    return Simulator(
        town.pk, seed=seed, start=END - timedelta(days=21), end=END, count=count, batch=batch
    )


def lived(town: Town) -> list[tuple[object, ...]]:
    """What a run has written, without ids."""
    rows = Case.objects.filter(town=town).order_by("number")
    return list(rows.values_list("number", "state", "text", "closed_at", "due_at", "redo_count"))


@pytest.mark.slow
def test_weeks_go_through_the_actions_and_history_tells_every_state(tiny: Town) -> None:
    run = simulator(tiny, 150)
    assert run.run() == 150
    assert run.refused <= 2
    assert Request.objects.filter(town=tiny).count() == 150
    cases = list(Case.objects.filter(town=tiny))
    assert {"archived", "merged"} <= {case.state for case in cases}
    for case in cases:
        lines = history.timeline(tiny.pk, "case", case.pk)
        changes = [line.changes["state"] for line in lines if "state" in line.changes]
        assert [old for old, _new in changes[1:]] == [new for _old, new in changes[:-1]]
        assert not changes or changes[-1][1] == case.state
        moments = [line.at for line in lines]
        assert moments == sorted(moments), case.number
        assert all(moment <= END for moment in moments)
        early = history.as_of({"state": case.state}, lines, lines[0].at)
        assert early["state"] in ("reported", "accepted", "dispatched")


@pytest.mark.slow
def test_nothing_is_left_for_the_worker_that_lies_in_the_past(tiny: Town) -> None:
    simulator(tiny, 120).run()
    assert not Clock.objects.filter(act_at__lte=END).exists()
    assert not Case.objects.filter(suspended_until__lte=END).exists()
    open_cases = Case.objects.filter(state__in=kinds.open_states())
    for case in open_cases.filter(state__in=workflow.AT_WORK, suspended_until=None):
        assert case.due_at is not None
    overdue = Approval.objects.filter(kind="objection", state="open", decide_by__lt=END)
    assert not overdue.exists()


@pytest.mark.slow
def test_a_run_that_was_broken_off_goes_on_and_doubles_nothing(tiny: Town) -> None:
    class BrokenOff(Exception):
        pass

    def stop(_count: int) -> None:
        if Request.objects.count() >= 20:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        simulator(tiny, 40).run(stop)
    assert 20 <= Request.objects.count() < 40
    simulator(tiny, 40).run()
    assert Request.objects.count() == 40
    assert simulator(tiny, 40).run() == 0


@pytest.mark.slow
def test_the_year_lies_before_the_recent_weeks_in_every_list(tiny: Town) -> None:
    with clock.at(END):
        with durable():
            run = year.begin(tiny, seed=3, scale=1.0)
        run = year.Run(**(run.__dict__ | {"recent": 12, "before": 30}))
        year.live_recent_weeks(tiny, run)
        recent = set(Case.objects.values_list("pk", flat=True))
        recent_lines = History.objects.filter(kind="case").order_by("pk").first()
        year.live_before(tiny, run)
    before = Case.objects.exclude(pk__in=recent)
    assert before.count() == 30
    assert max(before.values_list("pk", flat=True)) < min(recent)
    ids = list(before.order_by("reported_at").values_list("pk", flat=True))
    assert ids[0] == min(ids)
    assert recent_lines is not None
    past = History.objects.filter(kind="case", record_id__in=before)
    assert max(past.values_list("pk", flat=True)) < recent_lines.pk
    assert year.progress(tiny, run) == (30, 30)
    unread = Notice.objects.filter(town=tiny, read_at=None)
    assert all(notice.at >= END - timedelta(hours=30) for notice in unread)
    assert year.live_before(tiny, run) == 0


@pytest.mark.slow
def test_the_same_seed_lives_the_same_weeks(tiny: Town) -> None:
    simulator(tiny, 40).run()
    once = lived(tiny)
    with clock.at(END - timedelta(days=400)), durable():
        twin = loading.make_town(DemoSettings("twin", "云湾街道", "Yunwan"))
        loading.load(twin, tiny_plan("twin."), silent)  # type: ignore[arg-type]
    simulator(twin, 40).run()
    assert lived(twin) == once


def test_the_same_seed_draws_the_same_year() -> None:
    def year_of(seed: int) -> list[Arrival]:
        return draw(random.Random(seed), matters(), USES, END - timedelta(days=365), END, 500)

    assert year_of(3) == year_of(3)
    assert year_of(3) != year_of(4)
    moments = [arrival.at for arrival in year_of(3)]
    assert moments == sorted(moments)
    assert len(moments) == 500


def test_matters_happen_where_and_when_they_can() -> None:
    known = matters()
    arrivals = draw(random.Random(2), known, USES, END - timedelta(days=365), END, 6000)
    for arrival in arrivals:
        if known[arrival.matter].where == "site":
            assert USES[arrival.spot] == "site"
        if arrival.channel == "snap":
            assert known[arrival.matter].check == "on_spot"
        assert arrival.same_as is None or arrivals[arrival.same_as].at <= arrival.at
    wet = {day + timedelta(days=n) for day in storms(END.date()) for n in (0, 1)}
    floods = Counter(
        arrival.at.date() in wet
        for arrival in arrivals
        if known[arrival.matter].name in ("道路积水", "树木倒伏")
    )
    assert floods[True] > floods[False] / 3, "storms bring floods and fallen trees"
    shared = sum(arrival.same_as is not None for arrival in arrivals) / len(arrivals)
    assert 0.02 < shared < 0.08


def test_every_matter_names_a_unit_of_the_town_and_has_phrases_and_words() -> None:
    units = {unit.code for unit in tiny_plan().units} | {"community"}
    for matter in matters():
        assert matter.lead in units
        assert not matter.co or matter.co in units
        assert matter.phrases
        assert matter.keywords
        assert matter.limits
        assert matter.kind.guide
    assert len({matter.name for matter in matters()}) == len(matters())
    assert 160 <= len(matters()) <= 220
