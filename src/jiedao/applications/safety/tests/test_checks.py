"""Places are graded and checked as often as their grade asks; who may inspect; campaigns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jiedao.applications.safety import names
from jiedao.applications.safety.checklists import Lists
from jiedao.applications.safety.tests.conftest import answers, appoint, refused, shop
from jiedao.engines.visits import coverage
from jiedao.engines.visits.models import Plan, Visit
from jiedao.foundation.records.actions import add, edit
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown

Move = Callable[..., Any]


def due(row: Any) -> date:
    row.refresh_from_db()
    return row.due_at.astimezone(clock.TOWN_ZONE).date()


def check(town: SmallTown, place: Any, actor: Actor, **more: Any) -> Visit:
    row = add(town.id, names.CHECK, more, actor=actor, subject=(place.kind, place.pk))
    assert isinstance(row, Visit)
    return row


def test_the_grade_says_when_a_place_is_due(town: SmallTown, office: Actor, move: Move) -> None:
    place = shop(town)
    assert due(place) == date(2026, 1, 5) + timedelta(days=30)
    with refused(Forbidden):
        move(place, "grade", actor_of(town.clerk_west), grade="blue", reason="整改到位")
    with refused(Invalid, "评定等级"):
        edit(town.id, place.kind, place.number, {"grade": "blue"}, actor=actor_of(town.clerk_west))
    move(place, "grade", office, grade="blue", reason="整改到位，连续两次检查无隐患")
    assert due(place) == date(2026, 1, 5) + timedelta(days=365)


def test_a_town_sets_the_days_itself(town: SmallTown) -> None:
    town.town.settings["safety"] = {"red_days": 7}
    town.town.save()
    towns.forget()
    assert due(shop(town)) == date(2026, 1, 12)


def test_a_check_teaches_the_file_and_moves_the_next_one(town: SmallTown, move: Move) -> None:
    place, clerk = shop(town), actor_of(town.clerk_west)
    visit = check(town, place, clerk)
    with refused(Invalid):
        move(visit, "complete", clerk, **answers(Lists.FACTORY))
    move(visit, "complete", clerk, **answers(Lists.FIRE, "exits", "wiring"))
    assert due(place) == clock.today() + timedelta(days=30)
    assert (place.attributes["faults"], place.attributes["checked_on"]) == (
        2,
        clock.today().isoformat(),
    )
    again = check(town, place, clerk)
    assert again.follows_id == visit.pk
    move(again, "complete", clerk, **answers(Lists.FIRE))
    place.refresh_from_db()
    assert place.attributes["faults"] == 0


def test_the_list_follows_from_what_is_visited(town: SmallTown, move: Move) -> None:
    clerk = actor_of(town.clerk_west)
    factory = check(town, shop(town, title="宏达电子厂", sort="factory"), clerk)
    done = move(factory, "complete", clerk, **answers(Lists.FACTORY))
    assert done.checklist == Lists.FACTORY
    chosen = check(town, shop(town, title="湘味馆"), clerk, by_list="safety_gas_power")
    assert move(chosen, "complete", clerk, **answers(Lists.GAS)).checklist == Lists.GAS


def test_only_licensed_officers_inspect(town: SmallTown, officer: Actor) -> None:
    place = shop(town)
    for account in (town.grid_worker, town.clerk_west):
        with refused(Invalid, "不得实施行政检查"):
            check(town, place, actor_of(account), nature="inspection")
    with refused(Invalid, "只有持执法证"):
        check(town, place, actor_of(town.dispatcher), nature="inspection")
    assert check(town, place, officer, nature="inspection").state == "planned"
    assert check(town, place, actor_of(town.grid_worker)).attributes["nature"] == "patrol"


def test_no_role_makes_an_inspector_of_a_contractor(town: SmallTown) -> None:
    """The licence given by mistake to a third party is worth nothing."""
    hired = appoint(town, town.contractor, "contractor", "safety_officer")
    with refused(Invalid, "第三方不得实施行政检查"):
        check(town, shop(town), hired, nature="inspection")


def test_an_inspection_cannot_be_finished_by_a_grid_worker(
    town: SmallTown, officer: Actor, move: Move
) -> None:
    visit = check(town, shop(town), officer, nature="inspection")
    with refused(Invalid, "不得实施行政检查"):
        move(visit, "complete", actor_of(town.grid_worker), **answers(Lists.FIRE))
    assert move(visit, "complete", officer, **answers(Lists.FIRE)).state == "done"


def campaign(town: SmallTown, actor: Actor, **more: Any) -> Plan:
    values = {
        "title": "电气火灾专项",
        "field": "power",
        "day": "2026-11-01",
        "ends_on": "2027-01-31",
    }
    row = add(town.id, names.CAMPAIGN, values | more, actor=actor)
    assert isinstance(row, Plan)
    return row


def test_campaigns_side_by_side_select_cover_and_show_the_rest(
    town: SmallTown, office: Actor, move: Move
) -> None:
    clerk = actor_of(town.clerk_west)
    first, second = shop(town), shop(town, title="阿梅小吃", grade="yellow")
    shop(town, title="宏达电子厂", sort="factory")
    small = campaign(town, office)
    with refused(Forbidden, "还没有选取对象"):
        move(small, "start", office)
    move(small, "select", office, sort=["three_small"])
    gas = campaign(town, office, title="燃气专项", field="gas", by_list="safety_gas_power",
                   ends_on="2027-02-28")  # fmt: skip
    move(gas, "select", office, grade=["red"], words="五金")
    small.refresh_from_db()
    gas.refresh_from_db()
    assert (small.target_count, gas.target_count) == (2, 1)
    move(small, "start", office)
    move(gas, "start", office)
    visit = check(town, first, clerk)
    assert visit.plan_id == small.pk
    move(visit, "complete", clerk, **answers(Lists.FIRE, "wiring"))
    small.refresh_from_db()
    assert (small.done_count, coverage.by_day(small)) == (1, [(clock.today(), 1)])
    assert [one.title for one in coverage.uncovered(small, 9)] == [second.title]
    assert [row.pk for row in coverage.faulty(small, 9)] == [visit.pk]
    other = check(town, first, clerk)
    assert other.plan_id == gas.pk
    done = move(other, "complete", clerk, **answers(Lists.GAS))
    assert done.checklist == Lists.GAS
    assert coverage.uncovered(gas, 9) == []


def test_what_is_written_down_late_counts_as_what_it_was(
    town: SmallTown, office: Actor, move: Move
) -> None:
    """A check of last week, written down today, is no recheck of today's and covers no campaign
    that began since."""
    place, clerk = shop(town), actor_of(town.clerk_west)
    today = check(town, place, clerk)
    move(today, "complete", clerk, **answers(Lists.FIRE, "wiring"))
    new = campaign(town, office, day=clock.today())
    move(new, "select", office)
    move(new, "start", office)
    with clock.at(clock.now() - timedelta(days=7)):
        old = check(town, place, clerk)
        assert (old.follows_id, old.plan_id) == (None, None)
        move(old, "complete", clerk, **answers(Lists.FIRE))
    place.refresh_from_db()
    assert place.attributes["faults"] == 1
    assert place.attributes["checked_on"] == clock.today().isoformat()


def test_a_sweep_covers_homes_and_shops_each_with_its_list(
    town: SmallTown, office: Actor, move: Move
) -> None:
    clerk = actor_of(town.clerk_west)
    place = shop(town)
    door = add(town.id, names.HOME, {"title": "幸福路1号302", "area": town.places.grid_1.pk,
                                     "barred": True}, actor=clerk)  # fmt: skip
    sweep = add(town.id, names.SWEEP, {"title": "冬季大排查"}, actor=office)
    move(sweep, "select", office, area=town.places.west.pk)
    move(sweep, "start", office)
    knock = check(town, door, clerk)
    move(knock, "give_up", clerk, reason="敲门无人应答")
    assert {one.title for one in coverage.uncovered(sweep, 9)} == {place.title, door.title}
    knock = check(town, door, clerk)
    assert move(knock, "complete", clerk, **answers(Lists.HOME)).checklist == Lists.HOME
    door.refresh_from_db()
    assert door.attributes["barred"] is False, "the visit saw an opening in the bars"
    assert [one.title for one in coverage.uncovered(sweep, 9)] == [place.title]
