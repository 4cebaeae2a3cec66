"""The applications' part of the demo town's year: through the actions, in order, repeatable."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from jiedao.applications.livelihood import sample as livelihood
from jiedao.applications.livelihood.kinds import ORDER, PROJECT
from jiedao.applications.plan.names import TASK
from jiedao.applications.safety import names
from jiedao.applications.safety.sample import places
from jiedao.config.demo import loading, samples, year
from jiedao.config.demo.settings import DemoSettings
from jiedao.engines.cases.models import Case, Clock
from jiedao.foundation.records.families import families
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.staff.models import Notice
from jiedao.kernel import clock, history, outbox, registry
from jiedao.kernel.errors import Invalid
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import durable
from tests.demo.tiny import tiny_plan

END = datetime(2026, 3, 20, 12, tzinfo=clock.TOWN_ZONE)


def made(key: str = "tiny", prefix: str = "") -> tuple[Town, year.Run]:
    """A tiny town with its time set, and nothing lived yet."""
    size = DemoSettings(key, "云湾街道", "Yunwan", requests=0, first_requests=0)
    with clock.at(END - timedelta(days=400)), durable():
        town = loading.make_town(size)
        loading.load(town, tiny_plan(prefix), lambda _title, _total: lambda _count: None)
    with clock.at(END), durable():
        return town, year.begin(town, seed=3, scale=0.0)


def teller(town: Town, run: year.Run, *, first: bool) -> samples.Teller:
    recent = run.until - year.RECENT_IN_APPLICATIONS
    span = samples.Span(run.seed, run.until - year.YEAR, recent, run.until, run.sample_ids)
    return samples.Teller(town, span, first=first)


def live(town: Town, run: year.Run) -> None:
    """All of it; no rule forbids a single step."""
    for first in (True, False):
        part = teller(town, run, first=first)
        assert part.run()
        assert part.refused == 0


def rows_of(town: Town) -> list[Record]:
    models = {family.model for family in families}
    return [row for model in models for row in model._default_manager.filter(town_id=town.pk)]


def states(town: Town, kind: str) -> set[str]:
    return {row.state for row in rows_of(town) if row.kind == kind}


def lived(town: Town) -> list[tuple[Any, ...]]:
    """What was written, without ids."""
    found: list[tuple[Any, ...]] = [
        (row.kind, row.number, row.state, row.title, row.closed_at, row.due_at)
        for row in rows_of(town)
    ]
    cases = Case.objects.filter(town=town)
    return sorted([*found, *cases.values_list("kind", "number", "state", "text", "closed_at",
                                              "due_at")], key=str)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_year_leaves_records_in_every_state_and_nothing_for_the_worker() -> None:
    town, run = made()
    live(town, run)
    assert states(town, names.PREMISES) >= {"in_use"}
    assert states(town, names.CHECK) == {"planned", "done", "not_done"}
    assert states(town, names.CAMPAIGN) >= {"draft", "running", "ended"}
    assert states(town, names.SWEEP) == {"running", "ended"}
    assert states(town, names.FIRE_LISTED) == {"struck_off", "acceptance"}
    assert states(town, names.TRAINING) == {"held", "announced"}
    assert states(town, PROJECT) >= {"collected", "decided", "implementing", "accepted", "rejected"}
    assert states(town, ORDER) >= {"assigned", "given", "rated", "refused"}
    assert states(town, TASK) == {
        "proposed", "challenge", "assigned", "under_way", "closing", "closed", "dropped",
    }  # fmt: skip
    hazards = Case.objects.filter(town=town, kind=names.HAZARD)
    assert {"told", "struck_off"} <= set(hazards.values_list("state", flat=True))
    assert hazards.filter(attributes__grade="major").exists()
    assert hazards.filter(supervised=True).exists(), "what lapsed is supervised"
    for row in rows_of(town):
        assert row.lon is None or (115.06 <= row.lon <= 115.10 and 22.43 <= row.lat <= 22.44)
    assert not Clock.objects.filter(act_at__lte=END).exists()
    written = History.objects.count()
    while outbox.deliver_due():
        pass
    assert History.objects.count() == written, "what the worker hears of late is done already"
    assert not History.objects.filter(town=town, at__gt=END, kind="case").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_told_later_lies_before_what_is_there_at_first() -> None:
    town, run = made()
    assert teller(town, run, first=True).run()
    recent = END - year.RECENT_IN_APPLICATIONS
    newest = {r.pk for r in rows_of(town) if r.kind == names.CHECK and r.created_at >= recent}
    known = {row.pk: row.attributes for row in rows_of(town) if row.kind == names.PREMISES}
    assert teller(town, run, first=False).run()
    checks = [row for row in rows_of(town) if row.kind == names.CHECK and row.pk not in newest]
    assert max(row.pk for row in checks) < min(newest)
    for row in rows_of(town):
        lines = history.timeline(town.pk, row.kind, row.pk)
        moments = [line.at for line in lines]
        assert moments == sorted(moments), (row.kind, row.number)
        if row.kind == names.PREMISES:
            seen = known[row.pk]["checked_on"]
            assert row.attributes["checked_on"] >= seen, "an older check teaches nothing"
    unread = Notice.objects.filter(town=town, read_at=None)
    assert all(notice.at >= END - samples.READ_AFTER for notice in unread)
    lying = Case.objects.filter(town=town, kind=names.HAZARD, state__in=("found", "told"))
    assert all(case.reported_at > END - timedelta(days=60) for case in lying)
    for first in (True, False):
        assert teller(town, run, first=first).run() == 0, "every chapter is told once"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_lives_the_same_year_also_after_a_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "PLACES", 12)
    monkeypatch.setattr(livelihood, "PROJECTS", 9)
    monkeypatch.setattr(livelihood, "ORDERS", 24)
    town, run = made()
    live(town, run)
    once = lived(town)
    twin, twin_run = made("twin", "twin.")

    class BrokenOff(Exception):
        pass

    def stop(_count: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise BrokenOff

    for first in (True, False):
        left = 20
        with pytest.raises(BrokenOff):
            teller(twin, twin_run, first=first).run(stop)
        assert teller(twin, twin_run, first=first).run()
    assert lived(twin) == once


@pytest.mark.django_db(transaction=True)
def test_a_chapter_that_a_rule_forbids_leaves_nothing_and_time_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town, run = made()
    told: list[str] = []

    def forbidden() -> None:
        Town.objects.filter(pk=town.pk).update(title="半途")
        raise Invalid("不行")

    def chapters(_stage: Stage) -> list[Chapter]:
        return [
            Chapter(END - timedelta(days=300), forbidden, first=True),
            Chapter(END - timedelta(days=1), lambda: told.append("later"), first=True),
        ]

    monkeypatch.setattr("jiedao.applications.safety.sample.sample", chapters)
    monkeypatch.setattr(registry, "applications", {"safety": registry.applications["safety"]})
    part = teller(town, run, first=True)
    part.run()
    assert (part.refused, told) == (1, ["later"])
    town.refresh_from_db()
    assert town.title == "云湾街道"
