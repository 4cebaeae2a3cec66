"""Homes and projects of housing: the figures follow from the records."""

from datetime import date

from jiedao.applications.housing.kinds import ALLOTMENT, BATCH, PROJECT
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.recorded import enter, figure, go, on

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 3), date(2024, 9, 2)


def test_homes_are_counted_by_the_days_of_their_batches(town: SmallTown) -> None:
    with on(SUMMER):
        rows = {}
        for sort in ("talent", "rental"):
            row = enter(town, PROJECT, SYSTEM, title=sort, sort=sort, day=SPRING)
            go(town, row, "approve", SYSTEM)
            rows[sort] = go(town, row, "start", SYSTEM, on=SPRING)
            enter(town, BATCH, SYSTEM, row, sort=sort, homes=400, recognised_on=SPRING,
                  supplied_on=SUMMER)  # fmt: skip
    with on(AUTUMN):
        go(town, rows["rental"], "accept", SYSTEM, on=AUTUMN)
        for n in (1, 2):
            enter(town, ALLOTMENT, SYSTEM, rows["talent"], title=f"第{n}批", sort="talent",
                  homes=50, opened_on=AUTUMN)  # fmt: skip
    assert figure(town, "affordable_projects_building", "2024H1") == 2
    assert figure(town, "affordable_projects_building", "2024H2") == 1
    assert figure(town, "affordable_units_supplied", "2024") == 800
    assert figure(town, "affordable_units_supplied", "2024", sort="talent") == 400
    assert figure(town, "rental_units_recognised", "2024H1") == 400
    assert figure(town, "talent_housing_projects_let", "2024H1") == 0
    assert figure(town, "talent_housing_projects_let", "2024H2") == 1
