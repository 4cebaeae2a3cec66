"""A lead from the trip that found it to the enterprise that settled."""

from datetime import date

import pytest

from jiedao.applications.investment.kinds import (
    EVENT,
    LEAD,
    OUTPUT_TASK,
    PROJECTS_TASK,
    TASK,
    TEAM,
    TRIP,
)
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.recorded import appoint, enter, figure, firm, go, on, refused

JANUARY, MARCH, MAY = date(2024, 1, 10), date(2024, 3, 15), date(2024, 5, 20)


def test_a_lead_is_settled_when_an_enterprise_is(town: SmallTown) -> None:
    team = enter(town, TEAM, town.clerk_west, title="一分队", members=6)
    trip = enter(town, TRIP, town.clerk_west, team, title="赴上海招商", destination="上海")
    go(town, trip, "complete", town.clerk_west, result="走访企业三家")
    row = enter(town, LEAD, town.clerk_west, trip, title="光电子项目", source="trip", day=JANUARY,
                industry="半导体", amount_planned="100000000")  # fmt: skip
    assert row.subject_id == trip.pk
    row = go(town, row, "contact", town.clerk_west, contacted_on=MARCH)
    with refused(Forbidden):
        go(town, row, "settle", town.clerk_west, registered_on=MAY)
    with refused(Invalid, "请选择落户的企业"):
        go(town, row, "settle", town.leader, registered_on=MAY)
    with refused(Invalid, "没有这一项"):
        go(town, row, "settle", town.leader, registered_on=MAY, enterprise=10**9)
    came = firm(town, "光素科技")
    with refused(Invalid, "早于首次对接"):
        go(town, row, "settle", town.leader, registered_on=JANUARY, enterprise=came)
    row = go(town, row, "settle", town.leader, registered_on=MAY, enterprise=came)
    assert (row.state, row.organisation_id) == ("settled", came)
    assert row.attributes["registered_on"] == "2024-05-20"
    row = go(town, row, "report_output", town.clerk_west, output="56000000")
    assert float(row.attributes["output"]) == 56_000_000


def test_a_signing_names_the_event_it_was_at(town: SmallTown) -> None:
    event = enter(town, EVENT, town.clerk_west, title="招商大会", day=MARCH)
    row = enter(town, LEAD, town.clerk_west, title="器械项目", source="event", day=JANUARY,
                expected_output="200000000")  # fmt: skip
    with refused(Invalid, "没有这一项"):
        go(town, row, "sign", town.clerk_west, signed_on=MARCH, event=10**9)
    with refused(Forbidden):
        go(town, row, "sign", town.clerk_east, signed_on=MARCH, event=event.pk)
    row = go(town, row, "sign", town.clerk_west, signed_on=MARCH, event=event.pk)
    assert (row.state, row.attributes["event"]) == ("signed", event.pk)
    assert float(row.attributes["expected_output"]) == 200_000_000
    assert go(town, row, "lose", town.clerk_west, reason="改投外地").state == "dropped"


def test_an_enterprise_of_two_projects_is_counted_once(town: SmallTown) -> None:
    came = firm(town, "湃泊科技")
    event = enter(town, EVENT, SYSTEM, title="招商大会", day=MARCH)
    for n in (1, 2):
        row = enter(town, LEAD, SYSTEM, title=f"项目{n}", source="event", day=JANUARY,
                    industry="半导体", amount_planned="150000000")  # fmt: skip
        go(town, row, "sign", SYSTEM, signed_on=MARCH, event=event.pk, expected_output="90000000")
        go(town, row, "settle", SYSTEM, registered_on=MAY, enterprise=came)
        go(town, row, "report_output", SYSTEM, output="50000000")
    with on(MARCH):
        enter(town, TEAM, SYSTEM, title="一分队", members=12, professional=True)
        trip = enter(town, TRIP, SYSTEM, title="赴上海招商", destination="上海")
        go(town, trip, "complete", SYSTEM)
    counts = ("enterprises_attracted", "investment_projects_settled", "investment_leads_found",
              "conference_projects_signed", "investment_teams", "investment_team_members",
              "promotion_trips")  # fmt: skip
    assert [figure(town, key, "2024H1") for key in counts] == [1, 2, 2, 2, 1, 12, 1]
    assert figure(town, "enterprises_attracted", "2024H1", industry="生物医药") == 0
    amounts = ("settled_projects_intended_amount", "settled_projects_output",
               "investment_leads_intended_amount", "conference_projects_expected_output")  # fmt: skip
    assert [figure(town, key, "2024H1") for key in amounts] == pytest.approx([3, 1, 3, 1.8])


def test_what_is_settled_of_the_years_task(town: SmallTown) -> None:
    office = appoint(town, town.supervisor, "centre", "investment_office")
    set_by = {"title": "", "area": None, "day": date(2024, 12, 31), "issued_by": "区投资推广署",
              "source_title": "招商任务分解表", "source_file": "任务.pdf", "source_date": JANUARY}  # fmt: skip
    with refused(Invalid, "请换算成“亿元”"):
        enter(town, TASK, office, indicator=OUTPUT_TASK, value="2500", value_unit="万元", **set_by)
    enter(town, TASK, office, indicator=OUTPUT_TASK, value="0.25", **set_by)
    enter(town, TASK, office, indicator=PROJECTS_TASK, value="2", **set_by)
    for n in (1, 2, 3):
        row = enter(town, LEAD, SYSTEM, title=f"项目{n}", source="own", day=JANUARY)
        go(town, row, "contact", SYSTEM, contacted_on=MARCH)
        go(town, row, "settle", SYSTEM, registered_on=MAY, enterprise=firm(town, f"企业{n}"))
        go(town, row, "report_output", SYSTEM, output="25000000")
    assert figure(town, "investment_task_ratio_projects", "2024") == pytest.approx(1.5)
    assert figure(town, "investment_task_ratio_projects", "2024H1") == pytest.approx(1.5)
    assert figure(town, "investment_task_ratio_output", "2024") == pytest.approx(3)
    assert figure(town, "investment_task_ratio_output", "2023") is None
