"""A suggestion until its promise is kept, a matter until its deputy holds it for solved, points."""

from typing import Any

import pytest

from jiedao.applications.consultation.kinds import ACTIVITY, DEPUTY, POINTS
from jiedao.applications.consultation.matters import MATTER, SUGGESTION
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records import actions as records
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 works for the deputies as well."""
    return appoint(town, town.supervisor, "centre", "deputies_office")


def opened(town: SmallTown, kind: str, actor: Actor, **facts: Any) -> Case:
    new = NewCase("增设过街设施", "staff", kind, attributes=facts, find_place=False)
    return open_case(town.id, new, actor=actor)


def go(town: SmallTown, case: Case, key: str, actor: Actor, **data: Any) -> Case:
    return make_move(town.id, case.number, key, data, actor=actor)


def test_a_suggestion_is_answered_rated_and_kept(town: SmallTown, office: Actor) -> None:
    handler = actor_of(town.handler)
    facts = {"sort": "suggestion", "author": "赵代表", "submitted_on": "2026-02-10"}
    with refused(Invalid, "由后面的操作填写"):
        opened(town, SUGGESTION, office, **facts, replied_on="2026-03-01")
    case = opened(town, SUGGESTION, office, **facts)
    with refused(Forbidden):
        go(town, case, "pass_on", handler, unit=town.units.city.pk)
    case = go(town, case, "pass_on", office, unit=town.units.city.pk)
    assert case.due_clock == "answer"
    with refused(Invalid):
        go(town, case, "reply", handler, replied_on="2026-04-01")
    with refused(Invalid, "在将来"):
        go(town, case, "reply", handler, replied_on="2099-04-01", reply_number="〔2026〕8号")
    said = {"replied_on": "2026-04-01", "reply_number": "〔2026〕8号", "promise": "年内建成天桥"}
    with refused(Forbidden):
        go(town, case, "reply", actor_of(town.co_handler), **said)
    go(town, case, "reply", handler, **said)
    back = go(town, case, "not_content", office, reason="没有写明时间")
    assert (back.state, back.return_count, back.due_clock) == ("with_unit", 1, "answer")
    go(town, case, "reply", handler, **said)
    with refused(Forbidden):
        go(town, case, "rate", handler, rating="satisfied")
    go(town, case, "rate", office, rating="satisfied")
    done = go(town, case, "keep", office, kept_on="2026-10-01", note="天桥已通行")
    assert done.state == "promise_kept"
    assert done.attributes["kept_on"] == "2026-10-01"
    assert done.closed_at is not None


def test_a_matter_is_judged_by_the_deputy_not_by_the_handler(
    town: SmallTown, office: Actor
) -> None:
    handler = actor_of(town.handler)
    case = opened(town, MATTER, office, via="direct", raised_by="钱代表")
    go(town, case, "pass_on", office, unit=town.units.city.pk)
    go(town, case, "answer", handler, answer="已补种绿化", answered_on="2026-05-02")
    with refused(Forbidden):
        go(town, case, "solve", handler, solved_on="2026-05-06", rating="satisfied")
    go(town, case, "not_solved", office, reason="只补了一半")
    go(town, case, "answer", handler, answer="全部补种", answered_on="2026-05-09")
    done = go(town, case, "solve", office, solved_on="2026-05-10", rating="satisfied")
    assert (done.state, done.attributes["solved_on"]) == ("matter_solved", "2026-05-10")


def test_who_came_has_the_points_of_the_duty(town: SmallTown, office: Actor) -> None:
    for name in ("赵代表", "钱代表"):
        records.add(town.id, DEPUTY, {"title": name, "office": "congress"}, actor=office)

    def held(day: str, *names: str) -> None:
        values = {"title": "接访日", "office": "congress", "duty": "reception", "day": day}
        row = records.add(town.id, ACTIVITY, values, actor=office)
        for name in names:
            records.make_move(town.id, ACTIVITY, row.number, "enrol", {"name": name}, actor=office)
        records.make_move(town.id, ACTIVITY, row.number, "announce", actor=office)
        records.make_move(town.id, ACTIVITY, row.number, "attendance", actor=office)
        records.make_move(town.id, ACTIVITY, row.number, "hold", {"on": day}, actor=office)

    held("2025-11-03", "赵代表")
    held("2026-03-02", "赵代表", "陪同人员")
    held("2026-04-01", "赵代表")
    held("2025-12-01", "赵代表")
    rows = {row.title: row.attributes for row in _deputies()}
    assert (rows["赵代表"]["year"], rows["赵代表"]["duties"]) == (2026, 2)
    assert rows["赵代表"]["points"] == 2 * POINTS["reception"]
    assert "points" not in rows["钱代表"] or not rows["钱代表"]["points"]


def _deputies() -> Any:
    from jiedao.foundation.things.models import Thing

    return Thing.objects.filter(kind=DEPUTY)


def test_figures_of_suggestions_and_matters(town: SmallTown, office: Actor) -> None:
    handler = actor_of(town.handler)
    for sort, day in (("suggestion", "2026-02-10"), ("proposal", "2026-03-01"),
                      ("proposal", "2026-08-01")):  # fmt: skip
        case = opened(town, SUGGESTION, office, sort=sort, author="赵代表", submitted_on=day)
        go(town, case, "supervise", office, reason="重点督办件")
        go(town, case, "pass_on", office, unit=town.units.city.pk)
        go(town, case, "reply", handler, replied_on="2026-09-01", reply_number="〔2026〕8号")
    for via, day in (("snap", "2026-05-10"), ("direct", "2026-06-10"), ("visit", "2026-07-01")):
        case = opened(town, MATTER, office, via=via, raised_by="钱代表")
        go(town, case, "pass_on", office, unit=town.units.city.pk)
        go(town, case, "answer", handler, answer="已补种绿化", answered_on=day)
        go(town, case, "solve", office, solved_on=day, rating="satisfied")
    assert figure(town, "suggestions_submitted", "2026H1") == 2
    assert figure(town, "suggestions_submitted", "2026", sort="proposal") == 2
    assert figure(town, "suggestions_supervised", "2026") == 1
    assert figure(town, "proposals_handled", "2026") == 2
    assert figure(town, "deputy_matters_solved", "2026H1") == 2
    assert figure(town, "deputy_matters_solved", "2026", via=["snap", "direct"]) == 2
