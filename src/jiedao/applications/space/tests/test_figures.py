"""Every figure of land, parks and companies follows from the records that it counts."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.space import names
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.recorded import appoint, enter, figure, firm, go, on

WINTER, SPRING, SUMMER = date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 3)
H1, H2, BEFORE = "2024H1", "2024H2", "2023"


@pytest.fixture(autouse=True)
def _in_summer() -> Any:
    """Everything is written down before the half-year ends."""
    with on(SUMMER):
        yield


def upgraded(town: SmallTown, name: str, *, area: str, accepted: date | None = None) -> Any:
    row = enter(town, names.PARK_UPGRADE, SYSTEM, title=name, mode="efficiency", area_size=area,
                day=WINTER)  # fmt: skip
    go(town, row, "approve", SYSTEM)
    go(town, row, "start", SYSTEM, on=SPRING)
    if accepted is not None:
        go(town, row, "accept", SYSTEM, on=accepted)
    return row


def test_upgrades_of_parks(town: SmallTown) -> None:
    going = upgraded(town, "东园", area="21000")
    upgraded(town, "西园", area="9000", accepted=SUMMER)
    enter(town, names.PARK_INVESTMENT, SYSTEM, going, title="东园五月", day=date(2024, 5, 31),
          amount="1250000")  # fmt: skip
    room = {"park": "东园", "owned_by": "private", "floor_area": "600", "upgrade": going.pk}
    row = enter(town, names.SPACE, SYSTEM, title="1栋", day=WINTER, **room)
    go(town, row, "let", SYSTEM, tenant=firm(town, "新材公司"), lease_from=SPRING,
       lease_to=date(2026, 2, 28))  # fmt: skip
    found = {key: figure(town, key, H1) for key in (
        "parks_in_upgrade", "park_upgrade_area", "park_upgrade_investment", "parks_upgraded",
        "park_upgrade_enterprises_in", "vertical_factory_projects",
    )}  # fmt: skip
    assert list(found.values()) == [2, pytest.approx(3), pytest.approx(125), 1, 1, 0]
    assert figure(town, "parks_upgraded", H1, mode="vertical") == 0
    assert figure(town, "parks_upgraded", BEFORE) == 0
    # What was finished in June is not under way in the second half of the year.
    assert figure(town, "parks_in_upgrade", "2024-06..2024-09") == 2
    assert figure(town, "parks_in_upgrade", "2024-07..2024-09") == 1


def test_land_by_completion_release_and_handover(town: SmallTown) -> None:
    project = enter(town, names.LAND_PROJECT, SYSTEM, title="潭边", sort="preparation", day=WINTER)
    go(town, project, "approve", SYSTEM)
    go(town, project, "start", SYSTEM, on=SPRING)
    for use, area, back in (("industrial", "9800", False), ("industrial", "5200", True),
                            ("road", "5000", False)):  # fmt: skip
        row = enter(town, names.PARCEL, SYSTEM, project, title=f"{use}{area}", area_size=area,
                    use=use, project="潭边", day=WINTER)  # fmt: skip
        go(town, row, "start", SYSTEM, on=WINTER)
        go(town, row, "complete", SYSTEM, on=SPRING, held_back=back)
    go(town, row, "hand_over", SYSTEM, handed_over_on=SUMMER, surveyed_area="4990",
       receiver="区土地整备中心")  # fmt: skip
    stages: tuple[tuple[str, int, str | None], ...] = (
        ("signing", 31, None),
        ("levelling", 30, "20000"),
    )
    for stage, day, levelled in stages:
        enter(town, names.LAND_STAGE, SYSTEM, project, stage=stage, began_on=SPRING,
              reached_on=date(2024, 3, day), levelled_area=levelled)  # fmt: skip
    enter(town, names.DEMOLITION, SYSTEM, project, floor_area="13000", accepted_on=SPRING)
    assert figure(town, "renewal_and_land_projects", H1, sort="preparation") == 1
    assert figure(town, "renewal_and_land_projects", BEFORE) == 0
    assert figure(town, "land_prepared_area", H1, project="潭边") == pytest.approx(2)
    assert figure(town, "industrial_land_prepared_area", H1) == pytest.approx(0.98)
    assert figure(town, "land_handed_over_area", H1, use="road") == pytest.approx(0.499)
    assert figure(town, "project_stage_duration", H1, stage="signing") == 30
    assert figure(town, "land_levelled_area", H1) == pytest.approx(2)
    assert figure(town, "building_demolition_area", H1) == pytest.approx(1.3)


def test_premises_let_to_the_industry_of_the_park(town: SmallTown) -> None:
    park = enter(town, names.PARK, SYSTEM, title="中试基地", industry="新材料")
    for n, (area, industry) in enumerate((("300", "新材料"), ("100", "电商"), ("100", ""))):
        row = enter(town, names.SPACE, SYSTEM, park, title=f"{n}栋", park="中试基地", day=WINTER,
                    owned_by="collective", floor_area=area)  # fmt: skip
        if industry:
            go(town, row, "let", SYSTEM, tenant=firm(town, industry), industry=industry,
               lease_from=SPRING, lease_to=date(2026, 2, 28))  # fmt: skip
    go(town, row, "vacate", SYSTEM, vacated_on=SPRING)
    assert figure(town, "park_letting_rate", H1, park="中试基地") == pytest.approx(80)
    assert figure(town, "park_target_industry_rate", H1) == pytest.approx(75)
    assert figure(town, "collective_space_vacated_area", H1) == pytest.approx(0.01)


def test_order_among_leases_and_full_time_chairs(town: SmallTown) -> None:
    checker = appoint(town, town.supervisor, "centre", "space_office")
    handler = actor_of(town.handler)
    park = enter(town, names.PARK, SYSTEM, title="景前科技园", key_park=True)
    for closed in (True, False):
        new = NewCase("租金层层加价", "staff", names.LEASING_CASE, unit_id=town.units.city.pk,
                      find_place=False, attributes={"sort": "park", "park": "景前科技园"},
                      subject_kind=park.kind, subject_id=park.pk)  # fmt: skip
        number = open_case(town.id, new, actor=handler).number
        if closed:
            make_move(town.id, number, "begin", {"plan": "改为直租"}, actor=handler)
            make_move(town.id, number, "ask_check", {}, actor=handler)
            said = {"closed_on": SPRING, "note": "复核属实"}
            make_move(town.id, number, "close", said, actor=checker)
    user = firm(town, "精工公司")
    for name in ("A栋301", "A栋302"):
        row = enter(town, names.LEASE_CHECK, SYSTEM, park, title=name, organisation=user,
                    holder="张三物业", sublet=True)  # fmt: skip
        go(town, row, "rectify", SYSTEM, rectified_on=SPRING)
    chair = {"chair": "李主席", "full_time": True, "full_time_since": SPRING}
    enter(town, names.COMPANY, SYSTEM, title="潭边公司", level="first", **chair)
    enter(town, names.COMPANY, SYSTEM, title="山边公司", level="second", **chair)
    assert figure(town, "leasing_parks_rectified", H1) == 1
    assert figure(town, "leasing_parks_rectified_rate", H1) == 50
    assert figure(town, "leasing_enterprises_benefiting", H1) == 1
    assert figure(town, "sublandlord_area_recovered", H1) == 0
    assert figure(town, "full_time_supervisory_chairs", H1, level="first") == 1
