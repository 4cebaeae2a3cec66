"""Greening by its days, upkeep that comes due, trees that stand."""

from datetime import date, timedelta

from jiedao.applications.environment.kinds import GREEN_SPACE, GREENING, PLANTING, UPKEEP
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.recorded import enter, figure, go, refused

WINTER, SPRING, SUMMER = date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 1)


def test_a_greenway_is_approved_by_a_day_and_opened_by_another(town: SmallTown) -> None:
    row = enter(town, GREENING, town.clerk_west, title="河边碧道", sort="blueway", day=WINTER)
    with refused(Forbidden):
        go(town, row, "approve", town.clerk_west, approved_on=SPRING)
    with refused(Invalid, "立项日期早于申报日期"):
        go(town, row, "approve", town.leader, approved_on=date(2024, 1, 1))
    row = go(town, row, "approve", town.leader, approved_on=SPRING)
    assert (row.state, row.attributes["approved_on"]) == ("approved", "2024-03-01")
    with refused(Invalid, "早于立项日期"):
        go(town, row, "start", town.clerk_west, on=WINTER)
    go(town, row, "start", town.clerk_west, on=SPRING)
    assert go(town, row, "accept", town.leader, on=SUMMER).finished_on == SUMMER


def test_a_bare_plot_has_its_area(town: SmallTown) -> None:
    with refused(Invalid, "请填写面积"):
        enter(town, GREENING, town.clerk_west, title="路口空地", sort="bare_plot")
    row = enter(town, GREENING, town.clerk_west, title="路口空地", sort="bare_plot",
                area_size="1200")  # fmt: skip
    assert row.area_size == 1200


def test_a_green_space_is_due_again_after_its_days(town: SmallTown) -> None:
    row = enter(town, GREEN_SPACE, town.clerk_west, title="西岭公园", sort="park", upkeep_days=10)
    visit = enter(town, UPKEEP, town.clerk_west, row)
    with refused(Forbidden):
        go(town, visit, "complete", town.clerk_east, condition="good")
    go(town, visit, "complete", town.clerk_west, condition="good")
    due = Thing.objects.get(pk=row.pk).due_at
    assert due is not None
    assert due.astimezone(clock.TOWN_ZONE).date() == clock.today() + timedelta(days=10)


def test_trees_are_counted_when_they_stand(town: SmallTown) -> None:
    row = enter(town, PLANTING, town.clerk_west, title="植树节", species="茶花", day=SPRING)
    with refused(Invalid):
        go(town, row, "hold", town.clerk_west, on=SPRING, trees=0)
    with refused(Invalid, "在将来"):
        go(town, row, "hold", town.clerk_west, on=clock.today() + timedelta(days=1), trees=60)
    row = go(town, row, "hold", town.clerk_west, on=SPRING, trees=60, attended=25)
    assert (row.state, row.attributes["trees"], row.attended) == ("held", 60, 25)


def test_the_figures_follow_from_the_records(town: SmallTown) -> None:
    for sort in ("blueway", "bare_plot", "park"):
        row = enter(town, GREENING, SYSTEM, title=sort, sort=sort, day=WINTER, area_size="30000")
        go(town, row, "approve", SYSTEM, approved_on=SPRING)
        if sort != "blueway":
            go(town, row, "start", SYSTEM, on=SPRING)
            go(town, row, "accept", SYSTEM, on=SUMMER)
    for species, trees in (("茶花", 100), ("榕树", 20)):
        row = enter(town, PLANTING, SYSTEM, title=species, species=species, day=SPRING)
        go(town, row, "hold", SYSTEM, on=SPRING, trees=trees)
    keys = ("parks_built", "greenways_approved", "bare_plots_greened_area", "trees_planted")
    assert [figure(town, key, "2024H1") for key in keys] == [1, 1, 3, 120]
    assert figure(town, "trees_planted", "2024H1", species="茶花") == 100
