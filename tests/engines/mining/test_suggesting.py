"""What is suggested of cases that wait, why, and what becomes of it."""

from datetime import timedelta

import pytest

from jiedao.engines.cases.actions.incoming import SAME_AS
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.workflow import DISPATCHED, REPORTED
from jiedao.engines.mining import actions, learning, suggesting
from jiedao.engines.mining.actions import Chosen
from jiedao.engines.mining.learners import LEARNERS
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.foundation.catalogue.models import Responsibility
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY, Desk, reported
from tests.engines.mining.confirming import confirm, deliver, dispatch, report, setting, words

LATER = MONDAY + timedelta(days=7)


def learn(town: SmallTown, count: int = 60) -> None:
    setting(town, learn_from=20)
    confirm(town, count)
    found = learning.learn(town.id, LEARNERS[0])
    assert found is not None
    actions.keep_version(town.id, found, actor=SYSTEM)


def suggest(town: SmallTown) -> int:
    """As the worker does, in this test's transaction."""
    cases = suggesting.waiting(town.id)
    return actions.keep_suggestions(suggesting.suggestions(town.id, cases))


def one(case: Case, task: Task = Task.ITEM) -> Suggestion:
    return Suggestion.objects.get(case=case, task=task)


@pytest.mark.data
def test_words_of_earlier_cases_suggest_item_and_unit(town: SmallTown) -> None:
    learn(town)
    (case,) = report(town, [words("lamp", 900)], LATER)
    suggest(town)
    item, unit = one(case), one(case, Task.UNIT)
    assert (item.source, item.model and item.model.number) == ("model", 1)
    assert item.offered[0]["id"] == town.items.lamp.pk
    assert 0.5 < item.offered[0]["p"] <= 1
    assert any(word in case.text for word in item.offered[0]["words"])
    assert unit.offered[0]["id"] == town.units.contractor.pk
    assert unit.offered[0]["words"] == ["清单写明此类事项由市政养护公司主办。"]


def test_before_anything_is_learned_the_catalogues_own_words_suggest(town: SmallTown) -> None:
    (case,) = report(town, ["车祸撞坏了灯，道路上没有路灯指引"], MONDAY)
    Case.objects.filter(pk=case.pk).update(state=REPORTED, item=None, unit=None)
    (other,) = report(town, ["道路上有水"], MONDAY)
    suggest(town)
    found = one(other)
    assert (found.source, found.model) == ("catalogue", None)
    assert found.offered[0]["id"] == town.items.flooding.pk


def test_what_waits_is_thought_over_when_the_first_version_is_there(town: SmallTown) -> None:
    (case,) = report(town, [words("lamp", 900)], MONDAY)
    suggest(town)
    assert one(case).source == "catalogue"
    learn(town)
    assert suggest(town) > 0
    assert one(case).source == "model"


def test_a_rule_that_names_one_item_comes_first(town: SmallTown) -> None:
    setting(town, auto_dispatch=False)
    with clock.at(MONDAY):
        case = reported(town).case
    suggest(town)
    found = one(case)
    assert (found.source, found.asks) == ("rule", False)
    assert found.offered[0] == {"id": town.items.rubbish.pk, "p": None, "words": ["垃圾"]}


def test_below_the_threshold_it_asks(town: SmallTown) -> None:
    learn(town)
    setting(town, wrong_cost=1000, asking_cost=0.0001)
    (case,) = report(town, ["不知道该找谁，想问一下"], LATER)
    suggest(town)
    assert one(case).asks
    assert len(one(case).offered) == 3


def test_who_solved_such_matters_here_is_said(town: SmallTown) -> None:
    for n in range(3):
        with clock.at(MONDAY + timedelta(hours=n)):
            reported(town, f"幸福路{n}号门前垃圾没人清理").to_closed()
    Responsibility.objects.filter(item=town.items.rubbish, part="lead").delete()
    towns.touch(town.id)
    setting(town, auto_dispatch=False)
    with clock.at(MONDAY + timedelta(days=1)):
        case = reported(town, "桥下的垃圾没人管").case
        suggest(town)
        offering = suggesting.Offering(town.id)
        past = suggesting.past_of(town.id, {town.items.rubbish.pk})
        said = offering._reasons(
            case, town.items.rubbish.pk, town.units.city.pk, past, listed=False
        )
    assert said == ["近一年此类事项在本社区 3 件中 3 件由城管科办结。"]


def test_upheld_objections_against_the_unit_are_said(town: SmallTown) -> None:
    with clock.at(MONDAY):
        desk = reported(town)
        desk.do(
            "object", town.handler, reason="是水务管道的问题", citation=town.items.rubbish.code,
            proposed_unit=town.units.water.pk,
        )  # fmt: skip
        desk.do("hear", town.co_handler, text="我们来办", agrees=True)
        desk.do("arbitrate", town.arbiter, upheld=True, reason="确属水务", precedent=True)
        setting(town, auto_dispatch=False)
        case = reported(town, "桥下的垃圾没人管").case
        suggest(town)
    assert one(case, Task.UNIT).offered[0]["words"] == [
        "清单写明此类事项由城管科主办。",
        "此类事项派给城管科曾被提出异议并获支持 1 次，改由水务科办理。",
    ]


def test_each_case_is_suggested_for_once(town: SmallTown) -> None:
    report(town, [words("lamp", n) for n in range(3)], MONDAY)
    assert suggest(town) > 0
    assert suggesting.waiting(town.id) == []


@pytest.mark.data
def test_another_workers_suggestion_stays(town: SmallTown) -> None:
    (case,) = report(town, [words("lamp", 1)], MONDAY)
    rows = suggesting.suggestions(town.id, [case])
    actions.keep_suggestions(rows)
    first = one(case).pk
    actions.keep_suggestions(suggesting.suggestions(town.id, [case]))
    assert one(case).pk == first


@pytest.mark.data
def test_dispatching_as_suggested_accepts_it(town: SmallTown) -> None:
    learn(town)
    (case,) = report(town, [words("lamp", 900)], LATER)
    suggest(town)
    with clock.at(LATER):
        dispatch(case, town.items.lamp, town.dispatcher)
    deliver()
    for task in (Task.ITEM, Task.UNIT):
        row = one(case, task)
        assert (row.decision, row.decided_by) == ("accepted", town.dispatcher), task
    assert one(case, Task.UNIT).chosen == town.units.contractor.pk


@pytest.mark.data
def test_choosing_another_changes_it_and_keeps_the_reason(town: SmallTown) -> None:
    learn(town)
    (case,) = report(town, [words("lamp", 900)], LATER)
    suggest(town)
    with clock.at(LATER):
        dispatch(case, town.items.flooding, town.dispatcher, unlike="说的是水")
    deliver()
    row = one(case)
    assert (row.decision, row.chosen) == ("changed", town.items.flooding.pk)
    assert row.reason == "说的是水"
    assert one(case, Task.UNIT).chosen == town.units.water.pk


def test_a_later_correction_counts(town: SmallTown) -> None:
    learn(town)
    (case,) = report(town, [words("lamp", 900)], LATER)
    suggest(town)
    with clock.at(LATER):
        dispatch(case, town.items.lamp, town.dispatcher)
    with clock.at(LATER + timedelta(hours=1)):
        desk = Desk(town, receipt=type("R", (), {"case": case})())
        desk.do("recall", town.dispatcher, reason="看错了，是垃圾")
        dispatch(Case.objects.get(pk=case.pk), town.items.rubbish, town.dispatcher)
    deliver()
    assert (one(case).decision, one(case).chosen) == ("changed", town.items.rubbish.pk)
    # An older line that is delivered late changes nothing any more.
    late = Chosen(case.pk, Task.ITEM, town.items.lamp.pk, LATER, town.dispatcher.pk)
    assert not actions.decide(town.id, late)


def test_what_the_system_dispatches_is_nobodys_decision(town: SmallTown) -> None:
    learn(town)
    setting(town, dispatches_alone=True, wrong_cost=2, asking_cost=1)
    (case,) = report(town, [words("lamp", 900)], LATER)
    rows = suggesting.suggestions(town.id, [case])
    actions.keep_suggestions(rows)
    item, unit = one(case), one(case, Task.UNIT)
    assert suggesting._is_sure(case, item, unit)
    item.source = "catalogue"
    assert not suggesting._is_sure(case, item, unit)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sure_one_goes_by_itself_only_where_the_town_wants_it() -> None:
    from tests.cast import small_town

    town = small_town()
    learn(town)
    setting(town, wrong_cost=2, asking_cost=1)
    (waits,) = report(town, [words("lamp", 900)], LATER)
    suggesting.suggest_town(town.id)
    assert Case.objects.get(pk=waits.pk).state == REPORTED
    setting(town, dispatches_alone=True)
    (goes,) = report(town, [words("lamp", 901)], LATER)
    suggesting.suggest_town(town.id)
    sent = Case.objects.get(pk=goes.pk)
    assert (sent.state, sent.unit_id) == (DISPATCHED, town.units.contractor.pk)
    deliver()
    assert one(goes).decision == ""
    (known,) = report(town, [words("lamp", 902)], LATER)
    known.requests.update(attributes={SAME_AS: goes.number})
    suggesting.suggest_town(town.id)
    assert Case.objects.get(pk=known.pk).state == REPORTED, "whoever sent it says it is known"
