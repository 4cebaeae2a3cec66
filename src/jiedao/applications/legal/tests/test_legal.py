"""A lost case has its lesson, a decision its opinion, a unit its events."""

from typing import Any

import pytest

from jiedao.applications.legal import names
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records import actions as records
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the legal office as well."""
    return appoint(town, town.supervisor, "centre", "legal_office")


@pytest.fixture
def clerk(town: SmallTown) -> Actor:
    """何核查 prepares decisions."""
    return appoint(town, town.checker, "centre", "decision_clerk")


def go(town: SmallTown, case: Case, key: str, actor: Actor, **data: Any) -> Case:
    return make_move(town.id, case.number, key, data, actor=actor)


def step(town: SmallTown, row: Any, key: str, actor: Actor, **data: Any) -> Any:
    return records.make_move(town.id, row.kind, row.number, key, data, actor=actor)


def dispute(town: SmallTown, actor: Actor, sort: str) -> Case:
    facts = {"sort": sort, "forum": "区人民法院", "noticed_on": "2026-03-02"}
    new = NewCase("不服行政处罚", "staff", names.DISPUTE, attributes=facts, find_place=False)
    return open_case(town.id, new, actor=actor)


def test_what_is_lost_is_not_closed_without_its_lesson(town: SmallTown, office: Actor) -> None:
    case = dispute(town, office, "litigation")
    with refused(Forbidden):
        go(town, case, "pass_on", actor_of(town.handler), unit=town.units.city.pk)
    case = go(town, case, "pass_on", office, unit=town.units.city.pk)
    (row,) = case.clocks.all()
    assert (row.kind, (row.due_at - row.started_at).days) == ("defence", 15)
    go(town, case, "defend", actor_of(town.handler), defended_on="2026-03-12")
    go(town, case, "hear", office, hearing_on="2026-04-20")
    said = {"judged_on": "2026-05-08", "ending": "lost", "document": "行初20号"}
    with refused(Invalid, "败诉的要写明"):
        go(town, case, "judge", office, **said)
    with refused(Forbidden):
        go(town, case, "judge", actor_of(town.handler), **said, lesson="送达程序有误，已整改")
    case = go(town, case, "judge", office, **said, lesson="送达程序有误，已整改")
    assert (case.state, case.attributes["ending"]) == ("judged", "lost")
    again = go(town, case, "appeal", office, reason="提起上诉")
    assert (again.state, again.closed_at) == ("dispute_open", None)
    assert "ending" not in again.attributes


def test_a_reconsideration_is_answered_within_ten_days(town: SmallTown, office: Actor) -> None:
    case = go(town, dispute(town, office, "reconsideration"), "pass_on", office,
              unit=town.units.city.pk)  # fmt: skip
    (row,) = case.clocks.all()
    assert (row.due_at - row.started_at).days == 10


def decision(town: SmallTown, actor: Actor, matter: str) -> Any:
    values = {"title": "片区土地整备方案", "matter": matter, "content": "补偿标准和安置方式"}
    return records.add(town.id, names.DECISION, values, actor=actor)


def opinion(town: SmallTown, row: Any, clerk: Actor, office: Actor, **said: Any) -> None:
    new = NewCase("请审查", "staff", names.OPINION, attributes={"edition": row.attributes["edition"]},
                  subject_kind=row.kind, subject_id=row.pk, find_place=False)  # fmt: skip
    case = open_case(town.id, new, actor=clerk)
    given = {"given_on": "2026-03-05", "adviser": "某某律师事务所", "opinion_number": "2026-3",
             "verdict": "lawful", "opinion": "程序和内容合法"}  # fmt: skip
    with refused(Forbidden):
        go(town, case, "opine", clerk, **given)
    assert go(town, case, "opine", office, **given | said).state == "opined"


def test_a_decision_rests_on_an_opinion_on_this_very_version(
    town: SmallTown, office: Actor, clerk: Actor
) -> None:
    row = decision(town, clerk, "land")
    said = {"on": "2026-03-20", "minutes": "〔2026〕6号"}
    with refused(Forbidden, "第 1 版还没有法律意见"):
        step(town, row, "decide", clerk, **said)
    opinion(town, row, clerk, office, verdict="unlawful")
    with refused(Forbidden, "不合法"):
        step(town, row, "decide", clerk, **said)
    row = step(town, row, "revise", clerk, reason="按意见修改补偿标准")
    with refused(Forbidden, "第 2 版还没有法律意见"):
        step(town, row, "decide", clerk, **said)
    opinion(town, row, clerk, office, verdict="changes")
    with refused(Forbidden):
        step(town, row, "decide", office, **said)
    done = step(town, row, "decide", clerk, **said)
    assert (done.state, str(done.finished_on)) == ("decided", "2026-03-20")


def test_what_is_not_on_the_catalogue_needs_none(town: SmallTown, clerk: Actor) -> None:
    row = decision(town, clerk, "other")
    done = step(town, row, "decide", clerk, on="2026-03-20", minutes="〔2026〕7号")
    assert done.state == "decided"


def test_events_stand_under_the_duty_of_their_unit(town: SmallTown, office: Actor) -> None:
    values = {"title": "市容条例", "law": "市容和环境卫生条例", "audience": "residents",
              "unit": town.units.city.pk}  # fmt: skip
    with refused(Forbidden):
        records.add(town.id, names.DUTY, values, actor=actor_of(town.reader))
    duty = records.add(town.id, names.DUTY, values, actor=office)
    event = records.add(town.id, names.EVENT, {"title": "条例进社区", "audience": "residents",
                        "materials": 600}, actor=office, subject=(names.DUTY, duty.pk))  # fmt: skip
    held = step(town, event, "hold", office, on="2026-04-15", attended=80)
    assert (held.unit_id, held.attended) == (town.units.city.pk, 80)


def test_what_is_said_at_an_outpost_is_for_few_eyes(town: SmallTown, office: Actor) -> None:
    values = {"title": "西岭法治前哨站", "area": town.places.west.pk}
    post = records.add(town.id, names.OUTPOST, values, actor=office)
    row = records.add(town.id, names.ADVICE, {"title": "租赁纠纷", "sort": "mediation",
                      "contact": "13800005678"}, actor=office,
                      subject=(names.OUTPOST, post.pk))  # fmt: skip
    done = step(town, row, "pass_on", office, passed_to="区法律援助处", reason="需要诉讼代理")
    assert (done.state, done.attributes["passed_to"]) == ("passed_on", "区法律援助处")
    rows = type(row).objects
    assert rows.visible_to(reach_of(town.supervisor), names.ADVICE).count() == 1
    assert rows.visible_to(reach_of(town.leader), names.ADVICE).count() == 0
    assert Thing.objects.visible_to(reach_of(town.leader), names.OUTPOST).count() == 1


def test_figures_of_legal_affairs(town: SmallTown, office: Actor, clerk: Actor) -> None:
    assert figure(town, "administrative_cases_lost", "2026H1") == 0
    for ending in ("won", "lost"):
        case = dispute(town, office, "litigation")
        go(town, case, "judge", office, judged_on="2026-05-08", ending=ending, document="行初20号",
           lesson="送达程序有误，已整改")  # fmt: skip
    opinion(town, decision(town, clerk, "land"), clerk, office)
    for day, state in (("2026-04-15", "hold"), ("2026-08-15", "hold"), ("2026-04-16", "announce")):
        values = {"title": "宪法宣传", "audience": "pupils", "materials": 500, "day": day}
        event = records.add(town.id, names.EVENT, values, actor=office)
        step(town, event, state, office, **({"on": day} if state == "hold" else {}))
    assert figure(town, "administrative_cases_lost", "2026H1") == 1
    assert figure(town, "legal_consultations", "2026H1") == 1
    assert figure(town, "legal_education_events", "2026H1") == 1
    assert figure(town, "legal_education_events", "2026", audience="pupils") == 2
    assert figure(town, "legal_materials_distributed", "2026") == 0.1


def test_a_day_that_is_not_said_is_today(town: SmallTown, office: Actor) -> None:
    case = dispute(town, office, "litigation")
    case = go(town, case, "judge", office, ending="won", document="行初21号")
    assert case.attributes["judged_on"] == clock.today().isoformat()
