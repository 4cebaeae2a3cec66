"""A key area is patrolled, put right and delisted by another person; nobody is named."""

from typing import Any

import pytest

from jiedao.applications.security.kinds import AREA, HANDOVER, PATROL
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.refusals import appoint, refused


@pytest.fixture
def patrol(town: SmallTown) -> Actor:
    """陈城管 patrols for 城管科."""
    return appoint(town, town.handler, "city", "security_patrol")


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the security office."""
    return appoint(town, town.supervisor, "centre", "security_office")


def listed(town: SmallTown, actor: Actor, **more: Any) -> Any:
    said = {"title": "幸福路夜市", "field": "order", "issues": "夜间纠纷多", "day": "2024-03-01",
            "unit": town.units.city.pk, "owner": town.handler.pk} | more  # fmt: skip
    return add(town.id, AREA, said, actor=actor)


def test_only_roles_that_name_it_see_it(town: SmallTown, office: Actor) -> None:
    row = listed(town, office)
    with refused(Forbidden):
        listed(town, actor_of(town.dispatcher), title="平安路口")
    for account, seen in ((town.supervisor, 1), (town.dispatcher, 0), (town.leader, 0)):
        found = Project.objects.visible_to(reach_of(account), AREA).filter(pk=row.pk)
        assert found.count() == seen, account.name


def test_it_is_delisted_when_it_is_in_order(town: SmallTown, office: Actor, patrol: Actor) -> None:
    row = listed(town, office)
    make_move(town.id, AREA, row.number, "start", {}, actor=patrol)
    for in_order in (False, True):
        with refused(Forbidden, "巡查"):
            make_move(town.id, AREA, row.number, "ask", {}, actor=patrol)
        visit = add(town.id, PATROL, {}, actor=patrol, subject=(AREA, row.pk))
        make_move(town.id, PATROL, visit.number, "complete", {"in_order": in_order}, actor=patrol)
    make_move(town.id, AREA, row.number, "ask", {}, actor=patrol)
    with refused(Forbidden):
        make_move(town.id, AREA, row.number, "delist", {}, actor=patrol)
    done = make_move(town.id, AREA, row.number, "delist", {}, actor=office)
    assert done.state == "delisted"


def test_of_a_matter_only_the_receipt_stays(town: SmallTown, office: Actor) -> None:
    said = {"title": "线索移交", "field": "gangs", "receiver": "平安派出所", "receipt": "平移3号"}
    for words in ("举报人13800005678", "440301199001011234 有嫌疑"):
        with refused(Invalid, "过程记录"):
            add(town.id, HANDOVER, said | {"title": words}, actor=office)
    first = add(town.id, HANDOVER, said, actor=office)
    assert add(town.id, HANDOVER, said, actor=office).pk == first.pk
