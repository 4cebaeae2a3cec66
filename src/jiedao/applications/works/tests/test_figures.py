"""Roads by stage and by day, renewals by sort: the figures follow from the records."""

from datetime import date
from typing import Any

import pytest

from jiedao.applications.works.renewal import RENEWAL
from jiedao.applications.works.roads import ROAD
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.recorded import enter, figure, go, on, photo

WINTER, SPRING, SUMMER = date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 3)
AUTUMN = date(2024, 9, 2)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def road(town: SmallTown, title: str, sort: str = "road") -> Any:
    return enter(town, ROAD, SYSTEM, title=title, sort=sort, length="450", day=WINTER)


def test_roads_by_stage_at_the_end_of_a_half_year(town: SmallTown) -> None:
    with on(SUMMER):
        road(town, "备选路")
        prepared, opened, bridge = (
            road(town, "前期路"),
            road(town, "通车路"),
            road(town, "桥", "footbridge"),
        )
        for row in (prepared, opened, bridge):
            go(town, row, "begin_preliminary", SYSTEM, preliminary_on=SPRING)
        for row in (opened, bridge):
            go(town, row, "start", SYSTEM, on=SPRING)
        go(town, opened, "open", SYSTEM, on=SUMMER)
    with on(AUTUMN):
        go(town, prepared, "enter_site", SYSTEM, entered_on=AUTUMN)
    keys = ("road_projects_reserved", "road_projects_preliminary", "road_projects_site_entry",
            "road_projects_started", "roads_opened", "footbridges_started")  # fmt: skip
    assert [figure(town, key, "2024H1") for key in keys] == [1, 1, 0, 1, 1, 1]
    assert [figure(town, key, "2024H2") for key in keys] == [1, 0, 1, 0, 0, 0]
    assert figure(town, "roads_opened_length", "2024H1") == pytest.approx(0.45)


def test_renewals_by_sort(town: SmallTown) -> None:
    with on(SUMMER):
        for sort in ("area", "trail"):
            row = enter(town, RENEWAL, SYSTEM, title=sort, sort=sort, day=WINTER)
            go(town, row, "approve", SYSTEM)
            go(town, row, "start", SYSTEM, shown=photo(), on=SPRING)
            if sort == "area":
                enter(town, RENEWAL, SYSTEM, row, title="子项", sort=sort, day=WINTER)
        go(town, row, "accept", SYSTEM, shown=photo(), on=SUMMER)
        estate = enter(town, RENEWAL, SYSTEM, title="花苑", sort="estate", day=WINTER)
        go(town, estate, "begin_preliminary", SYSTEM, preliminary_on=SPRING)
    with on(AUTUMN):
        go(town, estate, "approve", SYSTEM)
        go(town, estate, "consent", SYSTEM, owners=90, voted=70, in_favour=60)
        go(town, estate, "start", SYSTEM, shown=photo(), on=AUTUMN)
        go(town, estate, "accept", SYSTEM, shown=photo(), on=AUTUMN)
    keys = ("area_improvement_projects", "walking_trails_built", "old_estates_started",
            "old_estates_completed")  # fmt: skip
    assert [figure(town, key, "2024H1") for key in keys] == [1, 1, 1, 0]
    assert [figure(town, key, "2024H2") for key in keys] == [1, 0, 0, 1]
