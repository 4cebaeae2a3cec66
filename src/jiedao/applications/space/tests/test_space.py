"""What the rules of land and premises refuse, and by which days their figures count."""

from datetime import date, timedelta
from typing import Any

import pytest

from jiedao.applications.space import names
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.recorded import appoint, enter, firm, go, photo, refused

SPRING, SUMMER = date(2024, 3, 1), date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the space team as well."""
    return appoint(town, town.supervisor, "centre", "space_office")


def parcel(town: SmallTown, **more: Any) -> Any:
    values = {
        "title": "山前地块",
        "day": date(2024, 1, 2),
        "area_size": "9800",
        "use": "industrial",
    }
    return enter(town, names.PARCEL, town.clerk_west, **values | more)


def test_industrial_land_counts_as_released_with_its_completion(town: SmallTown) -> None:
    with refused(Invalid, "请填写面积"):
        parcel(town, area_size=None)
    row = go(town, parcel(town), "start", town.clerk_west, on=SPRING)
    with refused(Forbidden):
        go(town, row, "complete", town.clerk_west, on=SUMMER)
    with refused(Invalid, "早于开工"):
        go(town, row, "complete", town.leader, on=SPRING - timedelta(days=1))
    done = go(town, row, "complete", town.leader, on=SUMMER)
    assert (done.finished_on, done.attributes["released_on"]) == (SUMMER, "2024-06-01")
    with refused(Forbidden, "已经释放"):
        go(town, done, "release", town.clerk_west, released_on=SUMMER)


def test_a_parcel_held_back_is_released_and_handed_over_later(town: SmallTown) -> None:
    row = go(town, parcel(town), "start", town.clerk_west, on=SPRING)
    row = go(town, row, "complete", town.leader, on=SPRING, held_back=True)
    assert "released_on" not in row.attributes
    row = go(town, row, "release", town.clerk_west, released_on=SUMMER)
    said = {"handed_over_on": SUMMER, "surveyed_area": "9750", "receiver": "区土地整备中心"}
    with refused(Invalid):
        go(town, row, "hand_over", town.leader, **said | {"receiver": ""})
    row = go(town, row, "hand_over", town.leader, **said)
    assert (row.state, row.attributes["handover"]) == ("handed_over", "reserve")
    tomorrow = clock.today() + timedelta(days=1)
    other = go(town, parcel(town, title="山后地块"), "start", town.clerk_west, on=SPRING)
    with refused(Invalid, "在将来"):
        go(town, other, "complete", town.leader, on=tomorrow)


def test_stages_are_those_of_a_project_and_after_its_start(town: SmallTown) -> None:
    project = enter(town, names.LAND_PROJECT, town.clerk_west, title="潭边利益统筹",
                    sort="preparation", day=SPRING)  # fmt: skip
    go(town, project, "approve", town.leader)
    project = go(town, project, "start", town.clerk_west, on=SPRING)
    reached = {"stage": "first_demolition", "began_on": SPRING, "reached_on": date(2024, 4, 28)}
    with refused(Invalid, "项目的页面"):
        enter(town, names.LAND_STAGE, town.clerk_west, **reached)
    with refused(Invalid, "早于项目启动"):
        enter(town, names.LAND_STAGE, town.clerk_west, project,
              **reached | {"began_on": date(2024, 2, 1)})  # fmt: skip
    with refused(Invalid, "完成日期早于起算日期"):
        enter(town, names.LAND_STAGE, town.clerk_west, project,
              **reached | {"reached_on": date(2024, 2, 1)})  # fmt: skip
    with refused(Invalid, "平整面积"):
        enter(town, names.LAND_STAGE, town.clerk_west, project, **reached | {"stage": "levelling"})
    row = enter(town, names.LAND_STAGE, town.clerk_west, project, **reached)
    assert (row.subject_id, row.community_id) == (project.pk, town.places.west.pk)


def test_an_obstacle_has_an_owner_and_a_deadline(town: SmallTown) -> None:
    said = {"what": "两户未签约", "ends_on": date(2030, 1, 1)}
    with refused(Invalid, "责任人"):
        enter(town, names.LAND_OBSTACLE, town.clerk_west, **said)
    with refused(Invalid, "计划完成"):
        enter(town, names.LAND_OBSTACLE, town.clerk_west, what="两户未签约",
              owner=town.handler.pk)  # fmt: skip
    row = enter(town, names.LAND_OBSTACLE, town.clerk_west, owner=town.handler.pk, **said)
    assert row.due_at is not None
    row = go(town, row, "clear", town.clerk_west, outcome="均已签约")
    assert (row.state, row.due_at) == ("cleared", None)


def test_a_letting_keeps_to_the_rules_and_its_end_is_due(town: SmallTown) -> None:
    park = enter(town, names.PARK, town.clerk_west, title="江边产业园", industry="新材料")
    space = {"title": "1栋2层", "park": "江边产业园", "owned_by": "collective",
             "floor_area": "1500", "guide_rent": "30"}  # fmt: skip
    row = enter(town, names.SPACE, town.clerk_west, park, **space)
    lease = {"tenant": firm(town, "新材公司"), "industry": "新材料", "lease_from": SPRING,
             "lease_to": date(2027, 2, 28), "rent": "32"}  # fmt: skip
    with refused(Forbidden):
        go(town, row, "let", town.clerk_east, **lease)
    with refused(Invalid, "没有这一项"):
        go(town, row, "let", town.clerk_west, **lease | {"tenant": 10**9})
    with refused(Invalid, "低于指导租金"):
        go(town, row, "let", town.clerk_west, **lease | {"rent": "29"})
    with refused(Invalid, "民主决议"):
        go(town, row, "let", town.clerk_west, **lease | {"lease_to": date(2032, 2, 28)})
    with refused(Invalid, "不能超过 20 年"):
        go(town, row, "let", town.clerk_west, **lease | {"lease_to": date(2044, 3, 2)})
    row = go(town, row, "let", town.clerk_west, **lease)
    assert row.attributes["on_target"] is True
    assert row.due_at is not None
    assert row.due_at.astimezone(clock.TOWN_ZONE).date() == date(2027, 2, 28)
    with refused(Invalid, "早于起租"):
        go(town, row, "vacate", town.clerk_west, vacated_on=SPRING - timedelta(days=1))
    row = go(town, row, "vacate", town.clerk_west, vacated_on=SUMMER)
    assert (row.state, row.due_at, row.organisation_id) == ("vacant", None, None)
    assert (row.attributes["vacated_on"], row.attributes["on_target"]) == ("2024-06-01", False)


def test_an_upgrade_is_approved_begun_and_accepted_and_reports_its_investment(
    town: SmallTown,
) -> None:
    row = enter(town, names.PARK_UPGRADE, town.clerk_west, title="西部工业园", mode="efficiency",
                area_size="36800", day=date(2024, 1, 5))  # fmt: skip
    with refused(Forbidden):
        go(town, row, "approve", town.clerk_west)
    go(town, row, "approve", town.leader)
    go(town, row, "start", town.clerk_west, on=SPRING)
    month = {"title": "西部工业园三月", "day": date(2024, 3, 31), "amount": "2150000"}
    with refused(Invalid, "升级项目的页面"):
        enter(town, names.PARK_INVESTMENT, town.clerk_west, **month)
    with refused(Invalid, "早于项目申报"):
        enter(town, names.PARK_INVESTMENT, town.clerk_west, row,
              **month | {"day": date(2023, 12, 31)})  # fmt: skip
    first = enter(town, names.PARK_INVESTMENT, town.clerk_west, row, **month)
    assert enter(town, names.PARK_INVESTMENT, town.clerk_west, row, **month).pk == first.pk
    done = go(town, row, "accept", town.leader, on=SUMMER)
    assert (done.state, done.started_on, done.finished_on) == ("accepted", SPRING, SUMMER)


def test_holder_and_user_of_premises_are_compared(town: SmallTown) -> None:
    park = enter(town, names.PARK, town.clerk_west, title="景前科技园", key_park=True)
    user = firm(town, "精工公司")
    said = {"title": "A栋301", "organisation": user, "holder": "张三物业"}
    with refused(Invalid, "请勾选"):
        enter(town, names.LEASE_CHECK, town.clerk_west, park, **said)
    with refused(Invalid, "不是转租"):
        enter(town, names.LEASE_CHECK, town.clerk_west, park,
              **said | {"holder": "精工公司", "sublet": True})  # fmt: skip
    row = enter(town, names.LEASE_CHECK, town.clerk_west, park, sublet=True, **said)
    row = go(town, row, "rectify", town.clerk_west, rectified_on=SUMMER)
    assert (row.state, row.attributes["measure"]) == ("rectified", "direct")


def opened(town: SmallTown, **facts: Any) -> str:
    new = NewCase("租金层层加价", "staff", names.LEASING_CASE, unit_id=town.units.city.pk,
                  find_place=False, attributes=facts)  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.handler)).number


def test_a_leasing_case_is_closed_by_another_when_the_premises_are_back(
    town: SmallTown, office: Actor
) -> None:
    number, handler = opened(town, sort="sublandlord", park="景前科技园"), actor_of(town.handler)
    make_move(town.id, number, "begin", {"plan": "约谈二房东，收回转租物业"}, actor=handler)
    make_move(town.id, number, "ask_check", {}, actor=handler)
    said = {"closed_on": SUMMER, "note": "现场复核属实"}
    with refused(Forbidden):
        make_move(town.id, number, "close", said | {"recovered_area": "900"}, actor=handler)
    with refused(Invalid, "收回面积"):
        make_move(town.id, number, "close", said, actor=office)
    case = make_move(town.id, number, "close", said | {"recovered_area": "900"}, actor=office)
    assert (case.state, case.attributes["closed_on"]) == ("rectified", "2024-06-01")


def test_a_reform_step_is_shown_by_its_papers_and_a_chair_is_full_time_since_a_day(
    town: SmallTown,
) -> None:
    row = enter(town, names.COMPANY, town.clerk_west, title="潭边股份合作公司", level="first")
    step = {"step": "assets", "step_on": SPRING}
    with refused(Invalid, "附件"):
        go(town, row, "reform", town.clerk_west, **step)
    row = go(town, row, "reform", town.clerk_west, shown=photo(), **step)
    assert row.attributes["step"] == "assets"
    chair = {"chair": "李主席", "full_time_since": None}
    with refused(Invalid, "起始日期"):
        go(town, row, "appoint_chair", town.clerk_west, **chair)
    row = go(town, row, "appoint_chair", town.clerk_west, **chair | {"full_time_since": SPRING})
    assert row.attributes["full_time"] is True
