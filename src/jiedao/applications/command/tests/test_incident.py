"""A case is raised to an incident; its roles are filled, its level set, and it is concluded."""

import pytest
from django.db import IntegrityError, transaction

from jiedao.applications.command.incident import actions, orders
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.incident.plans import DEFAULT, parse, plans_of
from jiedao.applications.command.tests.conftest import refused
from jiedao.applications.command.tests.room import PLACE, PLAN, flooded, raised
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.town.actions import change_settings
from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import SmallTown


def test_desk_and_leader_raise_a_case_and_nobody_raises_it_twice(town: SmallTown) -> None:
    case = flooded(town)
    for other in (town.reader, town.clerk_west):
        with refused(Forbidden, "升级、指挥应急事件"):
            raised(town, case, other)
    with refused(NotFound):
        raised(town, case, town.unit_lead)
    incident = raised(town, case)
    assert (incident.lon, incident.lat) == PLACE
    assert (incident.level, incident.plan, incident.is_open) == (3, PLAN, True)
    assert [role.title for role in incident.roles.filter(commands=True).order_by("place")] == [
        "总指挥", "现场指挥",
    ]  # fmt: skip
    with refused(Conflict, incident.number):
        raised(town, case, town.leader)
    second = raised(town, flooded(town), town.leader)
    assert second.number != incident.number
    (line,) = history.timeline(town.id, "incident", incident.pk)
    assert (line.verb, line.note, line.data["level"]) == ("raised", "水深超过 50 厘米", 3)


def test_the_database_keeps_one_open_room_for_a_record(town: SmallTown) -> None:
    incident = raised(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(
            town_id=town.id, number="YJ1", title="又一次", plan=PLAN, level=4, reason="重复",
            source_kind="case", source_id=incident.source_id, opened_at=incident.opened_at,
        )  # fmt: skip


def test_who_is_put_into_a_role_enters_the_room_and_a_stranger_never(town: SmallTown) -> None:
    incident = raised(town)

    def rooms(account: object) -> list[Incident]:
        return list(Incident.objects.visible_to(reach_of(account)))  # type: ignore[arg-type]

    assert rooms(town.leader) == rooms(town.dispatcher) == [incident]
    for other in (town.stranger, town.nobody, town.handler, town.reader):
        assert rooms(other) == []
    place = (town.id, incident.number)
    with refused(NotFound):
        actions.fill_role(
            *place, "抢险排涝", unit_id=town.units.water.pk, actor=actor_of(town.co_handler)
        )
    who = actor_of(town.dispatcher)
    actions.fill_role(*place, "抢险排涝", unit_id=town.units.water.pk, actor=who)
    actions.fill_role(*place, "现场指挥", account_id=town.unit_lead.pk, actor=who)
    assert rooms(town.co_handler) == rooms(town.unit_lead) == [incident]
    assert Notice.objects.filter(account=town.unit_lead, record_kind="incident").exists()
    assert Notice.objects.filter(unit=town.units.water, record_kind="incident").exists()
    # A member does not command by that; the one on the spot does.
    with refused(Forbidden, "只有指挥"):
        actions.fill_role(
            *place, "后勤", unit_id=town.units.west.pk, actor=actor_of(town.co_handler)
        )
    added = actions.fill_role(
        *place, "舆情应对", account_id=town.supervisor.pk, actor=actor_of(town.unit_lead)
    )
    assert added.place == incident.roles.count() - 1
    actions.fill_role(*place, "抢险排涝", actor=who)
    assert rooms(town.co_handler) == []
    with refused(Invalid, "没有这个人"):
        actions.fill_role(*place, "后勤", account_id=town.stranger.pk, actor=who)


def test_levels_go_up_and_down_with_a_reason(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    with refused(NotFound):
        actions.set_level(*place, 2, "暴雨红色预警", actor=actor_of(town.reader))
    with refused(Invalid, "至少"):
        actions.set_level(*place, 2, " ", actor=actor_of(town.leader))
    with refused(Invalid, "现在就是"):
        actions.set_level(*place, 3, "照旧", actor=actor_of(town.leader))
    up = actions.set_level(*place, 2, "暴雨红色预警", version=1, actor=actor_of(town.leader))
    with refused(Conflict, "刚有人"):
        actions.set_level(*place, 4, "雨停", version=1, actor=actor_of(town.dispatcher))
    actions.set_level(*place, 4, "雨停", version=up.version, actor=actor_of(town.dispatcher))
    lines = history.timeline(town.id, "incident", incident.pk)[1:]
    assert [(one.verb, one.changes["level"]) for one in lines] == [
        ("level_raised", [3, 2]), ("level_lowered", [2, 4]),
    ]  # fmt: skip


def test_it_ends_when_no_order_is_left(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    who = actor_of(town.dispatcher)
    order = orders.give_order(*place, "封闭通道", unit_id=town.units.city.pk, actor=who)
    with refused(Conflict, "1 条指令"):
        actions.conclude(*place, "积水排除，恢复通行", actor=who)
    orders.finish(*place, order.pk, "两端已封闭", actor=actor_of(town.handler))
    with refused(Forbidden):
        actions.conclude(*place, "积水排除，恢复通行", actor=actor_of(town.handler))
    ended = actions.conclude(*place, "积水排除，恢复通行", actor=who)
    assert (ended.is_open, ended.conclusion) == (False, "积水排除，恢复通行")
    with refused(Conflict, "已经结束"):
        orders.give_order(*place, "再看一次", unit_id=town.units.city.pk, actor=who)
    # It may begin again: with a room of its own.
    case = ended.source_id
    again = actions.NewIncident("case", case, "再次积水", PLAN, 4, "雨又大了")
    assert actions.raise_incident(town.id, again, actor=who).number != ended.number


def test_the_town_writes_its_own_plans(town: SmallTown) -> None:
    assert [one.name for one in plans_of(town.id)] == [one.name for one in parse(DEFAULT)]
    for wrong, words in (
        ("没有冒号", "每行写一个预案"),
        ("火灾：抢险、后勤", "没有指挥"),
        ("火灾：总指挥\n火灾：现场指挥", "写了两次"),
    ):
        with pytest.raises(ValueError, match=words):
            parse(wrong)
    mine = "森林火灾预案：总指挥、扑救、瞭望"
    change_settings(town.id, {"incidents.plans": mine}, actor=SYSTEM)
    assert [(one.name, one.roles) for one in plans_of(town.id)] == [
        ("森林火灾预案", ("总指挥", "扑救", "瞭望"))
    ]
    with refused(Invalid, "没有这个预案"):
        raised(town)
