"""Versions: what they learn from, how they are tried, when they are not put in use, going back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from jiedao.engines.cases.models import Case
from jiedao.engines.mining import actions, confirmed, learning
from jiedao.engines.mining.classifying import Classifier
from jiedao.engines.mining.learners import LEARNERS, usable
from jiedao.engines.mining.models import LearnedModel, Task
from jiedao.engines.mining.packing import packed
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.models import History, Town
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, reported
from tests.engines.mining.confirming import confirm, dispatch, report, setting, words

ITEMS = LEARNERS[0]
LATER = MONDAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _few_suffice(town: SmallTown) -> None:
    setting(town, learn_from=20)


def learned(town: SmallTown, at: Any = LATER) -> LearnedModel:
    with clock.at(at):
        found = learning.learn(town.id, ITEMS)
        assert found is not None
        version = actions.keep_version(town.id, found, actor=SYSTEM)
    assert version is not None
    return version


@pytest.mark.data
def test_what_people_dispatched_is_learned_and_tried_on_the_newest(town: SmallTown) -> None:
    confirm(town, 60)
    version = learned(town)
    assert (version.number, version.active, version.learned_from) == (1, True, 60)
    assert version.scores["tested"] == 12
    assert version.scores["classes"] == 4
    assert version.scores["accuracy"] > 0.7
    assert version.scores["top3"] >= version.scores["accuracy"]
    line = History.objects.filter(kind="learned_model", record_id=version.pk).get()
    assert line.verb == "learned"


def test_too_few_are_not_learned_from(town: SmallTown) -> None:
    confirm(town, 19)
    assert learning.learn(town.id, ITEMS) is None


def test_what_a_rule_sent_and_nobody_touched_is_not_confirmed(town: SmallTown) -> None:
    with clock.at(MONDAY):
        by_rule = reported(town)
    (by_hand,) = report(town, [words("lamp", 1)], MONDAY)
    with clock.at(MONDAY):
        dispatch(by_hand, town.items.lamp, town.dispatcher)
    assert by_rule.case.item_id == town.items.rubbish.pk
    assert [one.case_id for one in confirmed.items(town.id)] == [by_hand.pk]


def test_of_a_misdispatched_case_the_corrected_item_counts(town: SmallTown) -> None:
    (case,) = report(town, [words("lamp", 1)], MONDAY)
    with clock.at(MONDAY):
        dispatch(case, town.items.stall, town.dispatcher)
        desk = Desk(town, receipt=type("R", (), {"case": case})())
        desk.do("return", town.handler, reason="不归我们，是路灯")
        assert confirmed.items(town.id) == []
        dispatch(Case.objects.get(pk=case.pk), town.items.lamp, town.dispatcher)
    assert [one.item for one in confirmed.items(town.id)] == [town.items.lamp.code]


def test_the_unit_that_closed_it_is_who_solved_it(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town)
        desk.to_closed()
    (one,) = confirmed.solved(town.id)
    assert (one.unit, one.item) == (str(town.units.city.pk), town.items.rubbish.code)
    assert set(one.row) == {"community", "grid", "building", "channel", "item"}
    assert (one.late, one.known_at) == (False, desk.case.closed_at)


def test_scores_are_of_cases_that_were_not_learned_from(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(town, 60)
    seen: list[set[int]] = []
    tried: list[set[int]] = []
    learn, try_out = type(ITEMS).learn, type(ITEMS).try_out

    def watch(self: Any, town_id: int, examples: Any) -> Any:
        seen.append({one.case_id for one in examples})
        return learn(self, town_id, examples)

    def watch_trial(self: Any, town_id: int, model: Any, examples: Any, base: float) -> Any:
        tried.append({one.case_id for one in examples})
        return try_out(self, town_id, model, examples, base)

    monkeypatch.setattr(type(ITEMS), "learn", watch)
    monkeypatch.setattr(type(ITEMS), "try_out", watch_trial)
    learned(town)
    assert len(tried[0]) == 12
    assert not seen[0] & tried[0]
    assert len(seen[1]) == 60


def test_what_was_not_known_before_the_newest_came_is_left_out(town: SmallTown) -> None:
    early, *_rest = cases = report(town, [words("lamp", n) for n in range(10)], MONDAY)
    for case in cases[1:]:
        with clock.at(case.reported_at):
            dispatch(case, town.items.lamp, town.dispatcher)
    with clock.at(MONDAY + timedelta(days=2)):
        dispatch(early, town.items.lamp, town.dispatcher)
    earlier, newest = confirmed.held_back(confirmed.items(town.id))
    assert [one.case_id for one in newest] == [case.pk for case in cases[-2:]]
    assert early.pk not in {one.case_id for one in earlier}
    assert len(earlier) == 7


def test_features_say_nothing_of_what_came_after_the_dispatch(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town)
        before = confirmed.features(_catalogue(town), desk.case.item_id, desk.case)
        desk.to_closed()
    (one,) = confirmed.solved(town.id)
    assert one.row == before


def test_learning_again_from_the_same_makes_no_version(town: SmallTown) -> None:
    confirm(town, 30)
    learned(town)
    again = learning.learn(town.id, ITEMS)
    assert again is not None
    assert actions.keep_version(town.id, again, actor=SYSTEM) is None
    assert LearnedModel.objects.count() == 1


def test_a_worse_version_is_kept_but_not_put_in_use(town: SmallTown) -> None:
    confirm(town, 160)
    good = learned(town, MONDAY + timedelta(days=2))
    confirm(town, 280, MONDAY + timedelta(days=3), wrong=True)
    confirm(town, 140, MONDAY + timedelta(days=5))
    bad = learned(town)
    assert (bad.number, bad.active) == (2, False)
    assert "没有启用" in bad.note
    assert usable(town.id, Task.ITEM) == good


@pytest.mark.data
def test_bodies_of_old_versions_are_emptied(town: SmallTown) -> None:
    for number in range(1, 8):
        _keep(town, bytes([number]))
    kept = LearnedModel.objects.exclude(body=None).order_by("number")
    assert [row.number for row in kept] == [3, 4, 5, 6, 7]
    assert [row.number for row in LearnedModel.objects.filter(active=True)] == [7]


def _body(number: int) -> bytes:
    return Classifier.learn(["路灯不亮" * number, "井盖破损"], ["lamp", "lid"]).to_bytes()


def _keep(town: SmallTown, body: bytes) -> LearnedModel:
    found = actions.Learned(Task.ITEM, body, 1, None)
    version = actions.keep_version(town.id, found, actor=SYSTEM)
    assert version is not None
    return version


@pytest.mark.data
def test_the_catalogue_owner_goes_back_to_an_older_version(town: SmallTown) -> None:
    old, new = _keep(town, _body(1)), _keep(town, _body(2))
    actions.activate(town.id, old.pk, actor=actor_of(town.catalogue_owner))
    assert usable(town.id, Task.ITEM) == old
    assert not LearnedModel.objects.get(pk=new.pk).active
    line = History.objects.filter(kind="learned_model", verb="put_in_use").get()
    assert (line.actor_id, line.data["before"]) == (town.catalogue_owner.pk, 2)


@pytest.mark.parametrize("who", ["dispatcher", "leader", "nobody", "stranger"])
def test_nobody_else_may_go_back(town: SmallTown, who: str) -> None:
    old, new = _keep(town, _body(1)), _keep(town, _body(2))
    account: Account = getattr(town, who)
    with pytest.raises(Forbidden):
        actions.activate(town.id, old.pk, actor=actor_of(account))
    assert usable(town.id, Task.ITEM) == new


def test_what_another_release_wrote_is_neither_used_nor_chosen(town: SmallTown) -> None:
    old = _keep(town, packed(1, {"labels": []}, {}))
    assert usable(town.id, Task.ITEM) is None
    new = _keep(town, _body(1))
    with pytest.raises(Invalid, match="请重新学习"), transaction.atomic():
        actions.activate(town.id, old.pk, actor=actor_of(town.catalogue_owner))
    assert usable(town.id, Task.ITEM) == new


def test_an_emptied_version_or_the_one_in_use_cannot_be_chosen(town: SmallTown) -> None:
    rows = [_keep(town, bytes([n])) for n in range(1, 8)]
    owner = actor_of(town.catalogue_owner)
    for row in (rows[0], rows[-1]):
        with pytest.raises(Conflict), transaction.atomic():
            actions.activate(town.id, row.pk, actor=owner)


def test_learning_is_due_once_a_day_from_the_hour_on(town: SmallTown) -> None:
    row = Town.objects.get(pk=town.id)
    night = MONDAY.replace(hour=1)
    with clock.at(night):
        assert not learning.is_due(row)
    with clock.at(night + timedelta(hours=1)):
        assert learning.is_due(row)
        actions.ask_to_learn(town.id, actor=SYSTEM)
        assert not learning.is_due(row)
    with clock.at(night + timedelta(days=1)):
        assert not learning.is_due(row)
    with clock.at(night + timedelta(days=1, hours=2)):
        assert learning.is_due(row)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_units_and_lateness_are_learned_from_closed_cases(town: SmallTown) -> None:
    setting(town, learn_from=20)
    for n in range(60):
        text = f"幸福路{n}号门前垃圾没人清理" if n % 2 else "平安路口路灯坏了"
        with clock.at(MONDAY + timedelta(hours=24 * n)):
            desk = reported(town, text)
            if n % 2 == 0:
                Case.objects.filter(pk=desk.case.pk).update(
                    state="closed", closed_at=clock.now() + timedelta(days=2)
                )
        if n % 2:
            # Handled within half a day, or after the limit of four office hours.
            with clock.at(MONDAY + timedelta(hours=24 * n + (1 if n % 4 == 1 else 12))):
                desk.to_closed()
    with clock.at(MONDAY + timedelta(days=90)):
        made = {version.task: version for version in learning.learn_town(town.id)}
        again = learning.learn_town(town.id)
    assert set(made) == {Task.UNIT, Task.TIME}
    assert made[Task.UNIT].scores["duty"] == 1.0
    assert made[Task.TIME].scores["examples"] == 60
    assert again == []


def _catalogue(town: SmallTown) -> Any:
    from jiedao.foundation.catalogue.lookup import catalogue_for

    return catalogue_for(town.id)
