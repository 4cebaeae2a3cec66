"""Requests of firms go the loop; diagnoses are followed to what is invested."""

from datetime import date

from jiedao.applications.enterprise.serving import REQUEST, STATION
from jiedao.applications.enterprise.technology import (
    DIAGNOSIS,
    LINK,
    NEED,
    SCENARIO,
    SCENARIO_EVENT,
    TECH_UPGRADE,
)
from jiedao.engines.cases import queries
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, UNHAPPY, reported
from tests.recorded import enter, figure, firm, go, on, refused

SPRING, SUMMER = date(2024, 3, 1), date(2024, 6, 1)


def test_a_request_taken_in_at_a_station_goes_the_loop(town: SmallTown) -> None:
    station = enter(town, STATION, town.clerk_west, title="江边产业园服务站", opened_on=SPRING,
                    staff=3, firms=86)  # fmt: skip
    facts = {"source": "station", "firm": firm(town, "精工公司"), "hard": True}
    desk = reported(town, "园区门口垃圾没人清理", kind=REQUEST, attributes=facts,
                    subject_kind=STATION, subject_id=station.pk)  # fmt: skip
    listed = queries.about(reach_of(town.supervisor), STATION, station.pk)
    assert [case.number for case in listed] == [desk.number]
    with refused(Forbidden):
        desk.do("take_lead", town.handler)
    desk.do("take_lead", town.leader)
    desk.to_closed()
    case = Case.objects.get(number=desk.number)
    assert (case.state, case.leader_id) == ("closed", town.leader.pk)
    assert case.attributes["source"] == "station"


def test_a_station_is_not_opened_in_the_future(town: SmallTown) -> None:
    with refused(Invalid, "在将来"):
        enter(town, STATION, town.clerk_west, title="未来站", opened_on=date(2999, 1, 1))


def test_a_diagnosis_is_followed_to_the_upgrade(town: SmallTown) -> None:
    user = firm(town, "精工公司")
    visit = enter(town, DIAGNOSIS, town.clerk_west, title="注塑车间问诊", organisation=user,
                  expert="工研院")  # fmt: skip
    with refused(Forbidden):
        go(town, visit, "complete", town.clerk_east, advice="更换伺服电机")
    visit = go(town, visit, "complete", town.clerk_west, advice="更换伺服电机")
    assert (visit.state, visit.attributes["advice"]) == ("done", "更换伺服电机")
    upgrade = enter(town, TECH_UPGRADE, town.clerk_west, visit, title="注塑机改造", day=SPRING,
                    area=None, amount_planned="3000000")  # fmt: skip
    assert (upgrade.subject_id, upgrade.organisation_id) == (visit.pk, user)
    go(town, upgrade, "approve", town.leader)
    go(town, upgrade, "start", town.clerk_west, on=SPRING)
    assert go(town, upgrade, "pay", town.clerk_west, amount="900000").amount_paid == 900_000


def test_a_need_is_met_by_who_offers_research(town: SmallTown) -> None:
    row = enter(town, NEED, town.clerk_west, title="涂层附着力", need="提高涂层附着力")
    go(town, row, "assign", town.clerk_west, provider="材料研究所")
    row = go(town, row, "give", town.clerk_west, on=SUMMER)
    assert (row.state, row.provider, row.given_on) == ("given", "材料研究所", SUMMER)


def test_a_scenario_lands_after_its_event(town: SmallTown) -> None:
    event = enter(town, SCENARIO_EVENT, town.clerk_west, title="无人配送对接会", day=SPRING)
    go(town, event, "hold", town.clerk_west, on=SPRING, attended=40)
    row = enter(town, SCENARIO, town.clerk_west, event, title="园区无人配送", offered_by="firm",
                day=SPRING)  # fmt: skip
    with refused(Forbidden):
        go(town, row, "approve", town.clerk_west)
    go(town, row, "approve", town.leader)
    go(town, row, "start", town.clerk_west, on=SPRING)
    assert go(town, row, "accept", town.leader, on=SUMMER).finished_on == SUMMER
    with refused(Invalid, "在将来"):
        enter(town, LINK, town.clerk_west, title="江边产业园", linked_on=date(2999, 1, 1))


def test_the_figures_follow_from_the_records(town: SmallTown) -> None:
    with on(SPRING):
        enter(town, STATION, SYSTEM, title="一站", opened_on=SPRING)
        for title in ("甲厂问诊", "乙厂问诊"):
            visit = enter(town, DIAGNOSIS, SYSTEM, title=title, expert="工研院")
        go(town, visit, "complete", SYSTEM, advice="更换电机")
        enter(town, LINK, SYSTEM, title="东园", linked_on=SPRING)
        enter(town, LINK, SYSTEM, title="西园")
        event = enter(town, SCENARIO_EVENT, SYSTEM, title="对接会", day=SPRING)
        go(town, event, "hold", SYSTEM, on=SPRING)
        row = enter(town, SCENARIO, SYSTEM, event, title="配送", offered_by="firm", day=SPRING)
        go(town, row, "approve", SYSTEM)
        go(town, row, "start", SYSTEM, on=SPRING)
        go(town, row, "accept", SYSTEM, on=SPRING)
        for answers in (HAPPY, UNHAPPY):
            desk = reported(town, kind=REQUEST, attributes={"source": "visit"})
            desk.to_closed()
            number = desk.receipt.request.number
            desk.do("visit", town.caller, request=number, answered=True, **answers)
    keys = ("enterprise_requests_solved", "enterprise_stations_opened",
            "technical_diagnosis_visits", "scenario_events", "scenario_projects_landed",
            "online_institute_park_coverage")  # fmt: skip
    assert [figure(town, key, "2024H1") for key in keys] == [1, 1, 1, 1, 1, 50]
    assert figure(town, "enterprise_requests_solved", "2024H1", source="station") == 0
