"""Homes of a project, and their allotment to those who apply."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.housing.kinds import ALLOTMENT, APPLICATION, BATCH, PROJECT
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.recorded import enter, go, refused

SPRING, SUMMER = date(2024, 3, 1), date(2024, 7, 1)


@pytest.fixture
def project(town: SmallTown) -> Any:
    row = enter(town, PROJECT, town.clerk_west, title="松河家园", sort="talent", homes=300,
                day=SPRING)  # fmt: skip
    with refused(Forbidden):
        go(town, row, "approve", town.clerk_west)
    go(town, row, "approve", town.leader)
    return go(town, row, "start", town.clerk_west, on=SPRING)


def test_homes_are_of_a_project_and_come_on_offer_after_recognition(
    town: SmallTown, project: Any
) -> None:
    homes = {"sort": "talent", "homes": 120, "recognised_on": SPRING, "supplied_on": SUMMER}
    with refused(Invalid, "住房项目的页面"):
        enter(town, BATCH, town.clerk_west, **homes)
    with refused(Invalid, "与项目不一致"):
        enter(town, BATCH, town.clerk_west, project, **homes | {"sort": "rental"})
    with refused(Invalid, "供应日期早于认定日期"):
        enter(town, BATCH, town.clerk_west, project, **homes | {"supplied_on": date(2024, 2, 1)})
    row = enter(town, BATCH, town.clerk_west, project, **homes)
    assert (row.subject_id, row.attributes["homes"]) == (project.pk, 120)


def test_no_more_homes_are_allotted_than_there_are(town: SmallTown, project: Any) -> None:
    round_ = enter(town, ALLOTMENT, town.clerk_west, project, title="第一批", sort="talent",
                   homes=1, opened_on=SUMMER)  # fmt: skip
    first, second = (
        enter(town, APPLICATION, town.clerk_west, round_, title=f"申请{n}", applicant=name)
        for n, name in enumerate(("张三丰", "李四光"))
    )
    with refused(Forbidden):
        go(town, first, "allot", town.clerk_west, home="1栋203")
    go(town, first, "allot", town.leader, home="1栋203")
    with refused(Forbidden, "已经配完"):
        go(town, second, "allot", town.leader, home="1栋204")
    with refused(Invalid, "早于起租"):
        go(town, first, "lease", town.clerk_west, lease_from=SUMMER, lease_to=SPRING)
    leased = go(town, first, "lease", town.clerk_west, lease_from=SUMMER,
                lease_to=date(2027, 6, 30))  # fmt: skip
    assert (leased.state, leased.given_on) == ("leased", SUMMER)
    go(town, leased, "leave", town.clerk_west, reason="购房退出")
    assert go(town, second, "allot", town.leader, home="1栋203").state == "allotted"
    assert "张三丰" not in body(browser(town.dispatcher).get(f"/r/{APPLICATION}/"))
