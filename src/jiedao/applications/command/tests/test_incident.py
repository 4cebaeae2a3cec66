"""A case is raised to an incident; its roles are filled, its level set, and it is concluded."""

import pytest
from django.db import IntegrityError, transaction

from jiedao.applications.command.incident import actions, ending, marks, orders
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.incident.panels import rooms
from jiedao.applications.command.incident.plans import DEFAULT, parse, plans_of
from jiedao.applications.command.tests.conftest import go, refused
from jiedao.applications.command.tests.room import PLACE, PLAN, flooded, raised
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.town.actions import change_settings
from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import SmallTown
from tests.conformance.desk import body, browser


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

    def entered(account: object) -> list[Incident]:
        return list(Incident.objects.visible_to(reach_of(account)))  # type: ignore[arg-type]

    assert entered(town.leader) == entered(town.dispatcher) == [incident]
    for other in (town.stranger, town.nobody, town.handler, town.reader):
        assert entered(other) == []
    place = (town.id, incident.number)
    with refused(NotFound):
        actions.fill_role(
            *place, "抢险排涝", unit_id=town.units.water.pk, actor=actor_of(town.co_handler)
        )
    who = actor_of(town.dispatcher)
    actions.fill_role(*place, "抢险排涝", unit_id=town.units.water.pk, actor=who)
    actions.fill_role(*place, "现场指挥", account_id=town.unit_lead.pk, actor=who)
    assert entered(town.co_handler) == entered(town.unit_lead) == [incident]
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
    assert entered(town.co_handler) == []
    with refused(Invalid, "没有这个人"):
        actions.fill_role(*place, "后勤", account_id=town.stranger.pk, actor=who)


def test_who_oversees_reads_every_room_and_does_nothing_there(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    overseer = reach_of(town.supervisor)
    assert list(Incident.objects.visible_to(overseer)) == [incident]
    assert [one.title for one in rooms(overseer).lines] == [incident.title]
    page = browser(town.supervisor)
    shown = body(page.get(f"/incident/{incident.number}/"))
    assert "报告情况" not in shown
    assert "下达指令" not in shown
    assert page.get(f"/incident/{incident.number}/report/").status_code == 200
    with refused(Forbidden, "没有在其中任职"):
        marks.tell_situation(*place, "看看", actor=actor_of(town.supervisor))
    actions.fill_role(
        *place, "督导", account_id=town.supervisor.pk, actor=actor_of(town.dispatcher)
    )
    marks.tell_situation(*place, "已到现场", actor=actor_of(town.supervisor))
    assert "报告情况" in body(page.get(f"/incident/{incident.number}/"))
    assert browser(town.reader).get(f"/incident/{incident.number}/").status_code == 404


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
    with refused(Conflict, "1 条指令没有完成：城管科“封闭通道”"):
        ending.conclude(*place, "积水排除，恢复通行", actor=who)
    orders.finish(*place, order.pk, "两端已封闭", actor=actor_of(town.handler))
    with refused(Forbidden):
        ending.conclude(*place, "积水排除，恢复通行", actor=actor_of(town.handler))
    ended = ending.conclude(*place, "积水排除，恢复通行", actor=who)
    assert (ended.is_open, ended.conclusion) == (False, "积水排除，恢复通行")
    with refused(Conflict, "已经结束"):
        orders.give_order(*place, "再看一次", unit_id=town.units.city.pk, actor=who)
    # It may begin again: with a room of its own.
    case = ended.source_id
    again = actions.NewIncident("case", case, "再次积水", PLAN, 4, "雨又大了")
    assert actions.raise_incident(town.id, again, actor=who).number != ended.number


def test_open_orders_are_withdrawn_for_a_reason_and_the_case_goes_along(town: SmallTown) -> None:
    case, who = flooded(town), actor_of(town.dispatcher)
    incident = raised(town, case)
    place = (town.id, incident.number)
    order = orders.give_order(*place, "封闭通道", unit_id=town.units.city.pk, actor=who)
    page = browser(town.dispatcher)
    url = f"/incident/{incident.number}/close/"
    asked = body(page.get(url))
    assert "城管科“封闭通道”" in asked
    assert "同时办结事件" not in asked, "it was not sent to anybody"
    go(town, case, "report_up", town.dispatcher, note="区应急局")
    go(town, case, "send", town.dispatcher, unit=town.units.water.pk)
    assert "同时办结事件" in body(page.get(url))
    silent = page.post(url, {"conclusion": "积水排除，恢复通行", "settle": "true"})
    assert (silent.status_code, "1 条指令没有完成" in body(silent)) == (422, True)
    said = {"conclusion": "积水排除，恢复通行", "leftover": "雨停水退", "settle": "true"}
    assert page.post(url, said).status_code == 303
    order.refresh_from_db()
    case.refresh_from_db()
    assert (order.state, order.result) == ("withdrawn", "雨停水退")
    assert (case.state, "积水排除" in case.attributes["course"]) == ("settled", True)


def test_a_case_that_stays_open_is_said_and_its_unit_told(town: SmallTown) -> None:
    case = flooded(town)
    incident = raised(town, case)
    go(town, case, "send", town.dispatcher, unit=town.units.water.pk)
    with refused(Conflict, "还没有首报"):
        ending.conclude(town.id, incident.number, "积水排除", settle=True,
                        actor=actor_of(town.dispatcher))  # fmt: skip
    ending.conclude(town.id, incident.number, "积水排除", actor=actor_of(town.dispatcher))
    assert Notice.objects.filter(unit=town.units.water, text__contains="请办结事件").exists()
    shown = body(browser(town.dispatcher).get(f"/incident/{incident.number}/"))
    assert f"事件 {case.number} 还没有办结" in shown


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
