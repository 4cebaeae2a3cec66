"""A kind of case with a workflow of its own goes that way, and edits nothing in the engine."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from jiedao.engines.cases import kinds, layers, queries, rates, rules, worker, workflow
from jiedao.engines.cases.actions import (
    NewCase,
    NewRequest,
    make_move,
    open_case,
    open_many,
    report,
    residents,
)
from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Case, Clock, Request
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.files.checking import Upload
from jiedao.foundation.staff.models import Account, Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import RESIDENT, SYSTEM
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1, MONDAY, also, at, picture, reported
from tests.hazards import HAZARD, KEY, RECTIFY, declared

FIVE = {
    "measures": "更换线路",
    "responsible": "王老板",
    "money": 20000,
    "days": 10,
    "plan": "停电并疏散",
}


@dataclass
class Hazard:
    """The hazard that the test is about, and people making moves on it."""

    town: SmallTown
    id: int

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.id)

    def do(self, key: str, who: Account, **data: Any) -> Case:
        with transaction.atomic():
            return make_move(self.town.id, self.case.number, key, data, actor=actor_of(who))

    def ordered(self, **data: Any) -> None:
        self.do("order", self.town.dispatcher, unit=self.town.units.city.pk, **data)

    def rectified(self) -> None:
        self.do("begin", self.town.handler)
        self.photo()
        self.do("ask_recheck", self.town.handler, note="已更换")

    def photo(self, stage: str = "after") -> None:
        attach(self.case, [Upload("p.jpg", picture())], stage=stage)

    def clock(self, key: str = RECTIFY) -> Clock:
        return self.case.clocks.get(kind=key, stopped_at=None)

    def offered(self, who: Account) -> dict[str, bool]:
        work = Work(self.case, actor=actor_of(who))
        return {offer.move.key: offer.allowed for offer in rules.offers(work)}


def found(town: SmallTown, sort: str = "general", **more: Any) -> Hazard:
    """An inspector found something on the spot."""
    facts = {"sort": sort, **more.pop("attributes", {})}
    new = NewCase("配电箱线路老化", "staff", KEY, attributes=facts, **(IN_GRID_1 | more))
    with transaction.atomic():
        case = open_case(town.id, new, actor=actor_of(town.dispatcher))
    return Hazard(town, case.pk)


def verbs(case: Case) -> list[str]:
    return [line.verb for line in history.timeline(case.town_id, "case", case.pk)]


# Beginning


def test_it_begins_where_its_workflow_begins(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town, subject_kind="premises", subject_id=7, attributes={"visit": 3})
    case = hazard.case
    assert (case.state, case.kind, case.requests.count()) == ("found", KEY, 0)
    assert (case.subject_kind, case.subject_id) == ("premises", 7)
    assert case.attributes == {"sort": "general", "visit": 3}
    assert case.grid_id == town.places.grid_1.pk
    assert (case.due_clock, case.accepted_at) == ("tell", None)
    assert verbs(case) == ["reported"]


def test_its_model_refuses_what_it_does_not_know(town: SmallTown, hazards: Kind) -> None:
    for facts, field in (({"sort": "tiny"}, "sort"), ({"colour": "red"}, "colour")):
        with pytest.raises(Invalid) as refused:
            found(town, attributes=facts)
        assert field in refused.value.errors
    assert Case.objects.count() == 0


def test_what_a_resident_reports_keeps_its_number_and_code(town: SmallTown, hazards: Kind) -> None:
    new = NewRequest(
        "楼道堆放电动车", "snap", KEY, attributes={"sort": "general"},
        contact_phone="13800005678", contact_name="张阿姨", **IN_GRID_1,
    )  # fmt: skip
    receipt = report(town.id, new, actor=RESIDENT)
    assert (receipt.case.state, receipt.request.state) == ("found", "open")
    hazard = Hazard(town, receipt.case.pk)
    residents.add_text(receipt.request, "昨晚又多了两辆")
    hazard.ordered()
    hazard.rectified()
    hazard.do("strike_off", town.checker, note="已清走")
    request = Request.objects.get(pk=receipt.request.pk)
    assert request.state == "answered"
    with pytest.raises(Conflict), transaction.atomic():
        residents.give_rating(request, dict.fromkeys(residents.ASPECTS, "satisfied"))
    hazard.do("reopen", town.supervisor, reason="又堆满了电动车")
    assert Request.objects.get(pk=request.pk).state == "open"


def test_many_are_opened_in_one_go(
    town: SmallTown, hazards: Kind, django_assert_max_num_queries: Any
) -> None:
    def news(count: int) -> list[NewCase]:
        return [
            NewCase(f"第{n}处", "file", KEY, attributes={"sort": "general"}, **IN_GRID_1)
            for n in range(count)
        ]

    open_many(town.id, news(1), actor=SYSTEM)
    with django_assert_max_num_queries(9):
        cases = open_many(town.id, news(30), actor=SYSTEM)
    assert len({case.number for case in cases}) == 30


def test_all_about_one_record(town: SmallTown, hazards: Kind) -> None:
    old = found(town, subject_kind="premises", subject_id=7)
    new = found(town, subject_kind="premises", subject_id=7)
    found(town, subject_kind="premises", subject_id=8)
    found(town, subject_kind="project", subject_id=7)
    rows = queries.about(reach_of(town.dispatcher), "premises", 7)
    assert [row.pk for row in rows] == [new.id, old.id]
    assert not queries.about(reach_of(town.stranger), "premises", 7)


# Its moves


def test_the_whole_way(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town)
    hazard.ordered(workdays=7)
    assert (hazard.case.state, hazard.case.unit) == ("ordered", town.units.city)
    hazard.rectified()
    assert hazard.case.due_at is None, "no clock runs while it waits for the recheck"
    hazard.do("fail", town.checker, reason="插座仍无接地")
    assert (hazard.case.state, hazard.case.return_count) == ("rectifying", 1)
    with pytest.raises(Invalid, match="处置后照片"):
        hazard.do("ask_recheck", town.handler)
    hazard.photo()
    hazard.do("ask_recheck", town.handler)
    hazard.do("strike_off", town.checker)
    case = hazard.case
    assert case.state == "struck_off"
    assert case.closed_at is not None
    assert not case.clocks.filter(stopped_at=None)
    assert verbs(case)[-3:] == ["fail", "ask_recheck", "strike_off"]


def test_refusal_and_success_differ_only_in_the_person(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town)
    with pytest.raises(Forbidden):
        hazard.do("order", town.handler, unit=town.units.city.pk)
    hazard.ordered()
    with pytest.raises(Forbidden, match="开始整改"):
        hazard.do("begin", town.co_handler)
    hazard.rectified()
    also(town, town.handler, "centre", "checker")
    with pytest.raises(Forbidden, match="办理人不能给自己"):
        hazard.do("strike_off", town.handler)
    hazard.do("strike_off", town.checker)
    assert hazard.case.state == "struck_off"


def test_moves_of_the_loop_are_not_its_moves(town: SmallTown, hazards: Kind) -> None:
    hazard, plain = found(town), reported(town)
    with pytest.raises(NotFound):
        hazard.do("dispatch", town.dispatcher)
    with pytest.raises(NotFound):
        plain.do("order", town.dispatcher, unit=town.units.city.pk)
    assert plain.do("sign", town.handler).state == "handling"
    with pytest.raises(Conflict, match="已发现"):
        hazard.do("strike_off", town.checker)


def test_a_rule_of_its_own_is_asked(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town, "major")
    hazard.ordered()
    assert hazard.offered(town.handler)["begin"] is False
    with pytest.raises(Forbidden, match="重大隐患要先明确"):
        hazard.do("begin", town.handler)
    hazard.do("list_major", town.handler, **FIVE)
    assert hazard.case.attributes == {"sort": "major", **FIVE}
    hazard.do("begin", town.handler)
    general = found(town)
    general.ordered()
    with pytest.raises(Forbidden, match="一般隐患不需要"):
        general.do("list_major", town.handler, **FIVE)


def test_what_a_move_without_effect_is_told_is_kept(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town, "major")
    hazard.ordered()
    hazard.do("list_major", town.handler, **FIVE)
    line = history.timeline(town.id, "case", hazard.id)[-1]
    assert line.changes["attributes"][1]["plan"] == "停电并疏散"
    with pytest.raises(Invalid):
        hazard.do("list_major", town.handler, **(FIVE | {"money": -1}))


def test_only_the_time_makes_some_moves(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town)
    hazard.ordered()
    hazard.rectified()
    also(town, town.supervisor, "centre", "checker")
    assert "lapse_by_itself" not in hazard.offered(town.supervisor)
    with pytest.raises(Forbidden, match="不由工作人员"):
        hazard.do("lapse_by_itself", town.supervisor)
    with transaction.atomic():
        make_move(town.id, hazard.case.number, "lapse_by_itself", actor=SYSTEM)
    assert hazard.case.state == "transferred"


def test_a_move_on_an_older_version_is_refused(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town)
    seen = hazard.case.version
    hazard.ordered()
    with pytest.raises(Conflict, match="刚被别人处理过"), transaction.atomic():
        make_move(town.id, hazard.case.number, "begin", actor=actor_of(town.handler), version=seen)


# Taken over from the loop


def test_supervision_is_taken_over_with_its_rules(town: SmallTown, hazards: Kind) -> None:
    hazard = found(town)
    with pytest.raises(Forbidden):
        hazard.do("supervise", town.handler, reason="多次未整改")
    hazard.do("supervise", town.supervisor, reason="多次未整改")
    assert hazard.case.supervised
    with pytest.raises(Forbidden, match="已在督办名单上"):
        hazard.do("supervise", town.supervisor, reason="多次未整改")
    hazard.do("remark", town.dispatcher, note="已电话提醒")


def test_more_time_is_asked_and_granted(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town)
        hazard.ordered(workdays=7)
        first = hazard.clock().due_at
        assert "decide_extension" not in hazard.offered(town.supervisor)
        hazard.do("ask_extension", town.handler, amount=3, reason="等待配件到货")
        hazard.do("decide_extension", town.supervisor, upheld=True)
    assert hazard.clock().due_at == first + timedelta(days=5), "three workdays over a weekend"


def test_a_moment_somebody_named_is_extended_by_days(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town)
        hazard.ordered(until=date(2026, 3, 10))
        hazard.do("ask_extension", town.handler, amount=3, reason="等待配件到货")
        hazard.do("decide_extension", town.supervisor, upheld=True)
    due = hazard.clock().due_at.astimezone(clock.TOWN_ZONE)
    assert due.date() == date(2026, 3, 13)


def test_a_move_of_the_loop_alone_cannot_be_taken_over() -> None:
    with pytest.raises(ImproperlyConfigured, match="belongs to the loop"):
        taken_over("dispatch", sources=("found",))


# Time


def test_an_order_runs_for_workdays_or_until_a_date(town: SmallTown, hazards: Kind) -> None:
    with at():
        by_days, by_date, by_kind = found(town), found(town), found(town)
        by_days.ordered(workdays=2)
        by_date.ordered(until=date(2026, 3, 20))
        by_kind.ordered()
        with pytest.raises(Invalid, match="现在以后"):
            found(town).ordered(until=date(2026, 3, 1))
    dues = [one.clock().due_at.astimezone(clock.TOWN_ZONE) for one in (by_days, by_date, by_kind)]
    assert [due.date() for due in dues] == [date(2026, 3, 4), date(2026, 3, 20), date(2026, 3, 11)]
    assert by_days.case.due_clock == RECTIFY
    assert by_days.case.clocks.get(kind="tell").stopped_at is not None


def test_a_town_sets_the_limit_of_a_kinds_clock(town: SmallTown, hazards: Kind) -> None:
    town.town.settings["limits"] = {f"{KEY}.{RECTIFY}": {"amount": 1, "unit": "days"}}
    town.town.save()
    towns.forget()
    with at():
        hazard = found(town)
        hazard.ordered()
    due = hazard.clock().due_at.astimezone(clock.TOWN_ZONE)
    assert due.date() == date(2026, 3, 3)


@pytest.mark.django_db(transaction=True)
def test_its_clock_warns_lapses_and_goes_up(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town)
        hazard.ordered(workdays=2)
    with at(days=2, hours=5):
        worker.mind_clocks()
    assert verbs(hazard.case)[-1] == "warned"
    with at(days=3):
        worker.mind_clocks()
    assert (hazard.case.escalation, verbs(hazard.case)[-1]) == (1, "escalated")
    assert Notice.objects.filter(unit=town.units.office, kind="escalated").exists()
    with at(days=3):
        hazard.rectified()
    assert hazard.case.clocks.get(kind=RECTIFY).late


@pytest.mark.django_db(transaction=True)
def test_it_is_suspended_and_resumes_by_itself(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town)
        hazard.ordered(until=date(2026, 3, 10))
        until = (MONDAY + timedelta(days=7)).date()
        hazard.do("ask_suspension", town.handler, reason="业主在外地", until=until)
        hazard.do("decide_suspension", town.supervisor, upheld=True)
        with pytest.raises(Forbidden, match="挂账"):
            hazard.do("begin", town.handler)
    with at(days=8):
        assert worker.resume_suspended() == 1
    assert hazard.case.suspended_until is None
    assert hazard.clock().due_at > MONDAY + timedelta(days=14)


# Beside the loop


def test_open_work_is_that_of_every_kind(town: SmallTown, hazards: Kind) -> None:
    hazard, plain = found(town), reported(town)
    reach = reach_of(town.dispatcher)
    everything = queries.page(reach, queries.CaseFilter(open=True)).items
    assert {case.pk for case in everything} == {hazard.id, plain.case.pk}
    of_kind = queries.page(reach, queries.CaseFilter(open=True, kind=KEY)).items
    assert [case.pk for case in of_kind] == [hazard.id]
    with pytest.raises(Invalid):
        queries.page(reach, queries.CaseFilter(state=["handling"], kind=KEY))
    assert queries.open_by_state(reach) == {(KEY, "found"): 1, ("request", "dispatched"): 1}
    features = list(layers.open_cases(KEY)(reach))
    assert [one["properties"]["url"] for one in features] == [f"/cases/{hazard.case.number}/"]
    found_again = queries.page(reach, queries.CaseFilter(q="线路老化")).items
    assert [case.pk for case in found_again] == [hazard.id]


def test_the_rates_of_the_loop_do_not_count_it(town: SmallTown, hazards: Kind) -> None:
    with at():
        hazard = found(town)
        hazard.ordered()
        reported(town)
    period = rates.Period(date(2026, 3, 1), date(2026, 3, 31))
    table = rates.rates(reach_of(town.dispatcher), period)
    assert (table.whole.due, table.whole.dispatched) == (1, 1)


def test_without_other_kinds_open_means_what_the_loop_says() -> None:
    with declared():
        assert kinds.open_states() == workflow.LOOP.open_states()
        assert kinds.own_kinds() == ()
        assert kinds.workflow_of("never declared") is workflow.LOOP


def test_a_case_whose_kind_was_turned_off_still_shows(town: SmallTown) -> None:
    with declared(HAZARD):
        hazard = found(town)
    with declared():
        assert str(kinds.state_of(hazard.case).titles) == "found"
        assert not kinds.is_open(hazard.case)
        assert queries.page(reach_of(town.dispatcher), queries.CaseFilter()).items
