"""The stages of a road and of a renewal: who may, in what order, shown by what."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.works.renewal import RENEWAL
from jiedao.applications.works.roads import ROAD
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.recorded import enter, go, photo, refused

WINTER, SPRING, SUMMER = date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_road_goes_from_the_reserve_to_its_opening(town: SmallTown) -> None:
    row = enter(town, ROAD, town.clerk_west, title="临沙北路", sort="road", day=WINTER)
    with refused(Forbidden):
        go(town, row, "begin_preliminary", town.clerk_west, preliminary_on=SPRING)
    with refused(Invalid, "早于申报日期"):
        go(town, row, "begin_preliminary", town.leader, preliminary_on=date(2024, 1, 1))
    go(town, row, "begin_preliminary", town.leader, preliminary_on=SPRING)
    with refused(Invalid, "进场日期早于启动前期工作"):
        go(town, row, "enter_site", town.clerk_west, entered_on=WINTER)
    go(town, row, "enter_site", town.clerk_west, entered_on=date(2024, 4, 1))
    row = go(town, row, "start", town.clerk_west, on=date(2024, 4, 10))
    assert (row.state, row.attributes["entered_on"]) == ("under_way", "2024-04-01")
    with refused(Forbidden, "填写长度"):
        go(town, row, "open", town.leader, on=SUMMER)
    row = enter(town, ROAD, town.clerk_west, title="平安路", sort="road", length="560", day=WINTER)
    go(town, row, "begin_preliminary", town.leader, preliminary_on=SPRING)
    go(town, row, "start", town.clerk_west, on=SPRING)
    with refused(Forbidden):
        go(town, row, "open", town.clerk_west, on=SUMMER)
    assert go(town, row, "open", town.leader, on=SUMMER).finished_on == SUMMER


def test_an_estate_begins_when_its_owners_agree(town: SmallTown) -> None:
    row = enter(town, RENEWAL, town.clerk_west, title="东边花苑", sort="estate", day=WINTER)
    row = go(town, row, "begin_preliminary", town.clerk_west, preliminary_on=SPRING)
    assert row.attributes["preliminary_on"] == "2024-03-01"
    go(town, row, "approve", town.leader)
    with refused(Forbidden, "没有登记业主意见"):
        go(town, row, "start", town.clerk_west, on=SUMMER)
    with refused(Invalid, "不多于"):
        go(town, row, "consent", town.clerk_west, owners=90, voted=91, in_favour=80)
    for voted, in_favour, words in ((59, 59, "三分之二"), (60, 44, "四分之三")):
        go(town, row, "consent", town.clerk_west, owners=90, voted=voted, in_favour=in_favour)
        with refused(Forbidden, words):
            go(town, row, "start", town.clerk_west, on=SUMMER)
    go(town, row, "consent", town.clerk_west, owners=90, voted=60, in_favour=45)
    begun = go(town, row, "start", town.clerk_west, shown=photo(), on=SUMMER)
    assert begun.state == "under_way"


def test_acceptance_shows_before_and_after(town: SmallTown) -> None:
    row = enter(town, RENEWAL, town.clerk_west, title="西岭健步道", sort="trail", day=WINTER)
    part = enter(town, RENEWAL, town.clerk_west, row, title="入口广场", sort="trail", day=WINTER)
    assert part.subject_id == row.pk
    go(town, row, "approve", town.leader)
    with refused(Forbidden):
        go(town, row, "start", town.clerk_east, on=SPRING)
    with refused(Invalid, "照片"):
        go(town, row, "start", town.clerk_west, on=SPRING)
    go(town, row, "start", town.clerk_west, shown=photo(), on=SPRING)
    with refused(Invalid, "改造后的照片"):
        go(town, row, "accept", town.leader, on=SUMMER)
    done = go(town, row, "accept", town.leader, shown=photo(), on=SUMMER)
    assert (done.state, done.finished_on) == ("accepted", SUMMER)
