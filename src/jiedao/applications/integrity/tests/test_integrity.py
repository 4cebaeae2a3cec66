"""A finding is put right and verified by another; a session covers who is due."""

from typing import Any

import pytest

from jiedao.applications.integrity.checks import CHECK, FINDING
from jiedao.applications.integrity.kinds import AUDIENCE, SESSION, SITE
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the discipline office as well."""
    return appoint(town, town.supervisor, "centre", "discipline_office")


@pytest.fixture
def colleague(town: SmallTown) -> Actor:
    """何核查 works there too."""
    return appoint(town, town.checker, "centre", "discipline_office")


@pytest.fixture
def educator(town: SmallTown) -> Actor:
    """林调度 holds the sessions."""
    return appoint(town, town.dispatcher, "centre", "integrity_educator")


def go(town: SmallTown, row: Any, key: str, actor: Actor, **data: Any) -> Any:
    return make_move(town.id, row.kind, row.number, key, data, actor=actor)


def test_a_finding_is_verified_by_somebody_else(
    town: SmallTown, office: Actor, colleague: Actor
) -> None:
    values = {"title": "窗口作风", "theme": "conduct", "manner": "unannounced",
              "unit": town.units.city.pk}  # fmt: skip
    with refused(Forbidden):
        add(town.id, CHECK, values, actor=actor_of(town.leader))
    check = add(town.id, CHECK, values, actor=office)
    done = go(town, check, "complete", office, result="窗口空岗", findings=1)
    assert (done.state, done.attributes["findings"]) == ("done", 1)
    found = {"title": "窗口空岗", "theme": "conduct", "what": "上班时间无人值守", "day": "2026-03-03",
             "owner": town.supervisor.pk}  # fmt: skip
    row = add(town.id, FINDING, found, actor=office, subject=(CHECK, check.pk))
    assert row.unit_id == town.units.city.pk
    row = go(town, row, "begin", office, on="2026-03-04", until="2026-03-31")
    assert row.due_at is not None
    said = {"measures": "实行窗口AB岗", "proof": "整改报告3号"}
    with refused(Invalid, "早于发现"):
        go(town, row, "rectify", office, on="2026-03-02", **said)
    go(town, row, "rectify", office, on="2026-03-20", **said)
    with refused(Forbidden, "不能给自己"):
        go(town, row, "verify", office)
    back = go(town, row, "fail", colleague, reason="仍有空岗")
    assert (back.state, back.finished_on) == ("rectifying", None)
    go(town, row, "rectify", office, on="2026-03-28", **said)
    done = go(town, row, "verify", colleague)
    assert (done.state, str(done.finished_on)) == ("verified", "2026-03-28")


def test_inspections_are_for_few_eyes(town: SmallTown, office: Actor, educator: Actor) -> None:
    values = {"title": "值班抽查", "theme": "duty", "unit": town.units.city.pk}
    add(town.id, CHECK, values, actor=office)
    seen = [Visit.objects.visible_to(reach_of(who), CHECK).count()
            for who in (town.supervisor, town.dispatcher, town.leader, town.handler)]  # fmt: skip
    assert seen == [1, 0, 0, 0]


def test_a_session_covers_who_is_due(town: SmallTown, educator: Actor) -> None:
    for name in ("西岭社区", "东港社区"):
        add(town.id, AUDIENCE, {"title": name, "sort": "community", "day": "2025-01-01"},
            actor=educator)  # fmt: skip

    def held(day: str, **said: Any) -> Any:
        row = add(town.id, SESSION, {"title": "警示教育", "form": "warning"}, actor=educator)
        go(town, row, "hold", educator, on=day, attended=40)
        return go(town, row, "cover", educator, **said)

    with refused(Invalid, "没有：南山社区"):
        held("2026-03-01", names="南山社区")
    held("2026-06-01", names="西岭社区")
    held("2026-04-01")
    found = {
        row.title: row.attributes["educated_on"] for row in Thing.objects.filter(kind=AUDIENCE)
    }
    assert found == {"西岭社区": "2026-06-01", "东港社区": "2026-04-01"}
    with refused(Forbidden):
        add(town.id, SESSION, {"title": "警示教育", "form": "warning"}, actor=actor_of(town.reader))


def test_figures_of_discipline_and_integrity(
    town: SmallTown, office: Actor, colleague: Actor, educator: Actor
) -> None:
    for theme in ("conduct", "assets"):
        values = {"title": "检查", "theme": theme, "unit": town.units.city.pk}
        check = add(town.id, CHECK, values, actor=office)
        go(town, check, "complete", office, findings=1)
        found = {"title": "问题", "theme": theme, "what": "台账不全", "day": "2026-03-03"}
        row = add(town.id, FINDING, found, actor=office, subject=(CHECK, check.pk))
        go(town, row, "rectify", office, on="2026-05-01", measures="已补齐台账", proof="报告")
    go(town, row, "verify", colleague)
    add(town.id, SITE, {"title": "清风园", "sort": "park", "day": "2025-05-01"}, actor=educator)
    for name in ("西岭社区", "东港社区"):
        add(town.id, AUDIENCE, {"title": name, "sort": "community", "day": "2025-01-01"},
            actor=educator)  # fmt: skip
    session = add(town.id, SESSION, {"title": "警示教育", "form": "warning"}, actor=educator)
    go(town, session, "hold", educator, on="2026-04-01", attended=40)
    go(town, session, "cover", educator, names="西岭社区")
    assert figure(town, "discipline_checks_held", "2026") == 2
    assert figure(town, "special_inspection_issues_rectified", "2026H1") == 1
    assert figure(town, "special_inspection_issues_rectified", "2026", theme="conduct") == 0
    assert figure(town, "integrity_sites", "2026", sort="park") == 1
    assert figure(town, "integrity_coverage", "2026") == 50
    assert figure(town, "integrity_coverage", "2026-05..2026-12") == 0
