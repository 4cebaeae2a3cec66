"""A food business with its cadre: what a check finds is put right, or filed by an officer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from jiedao.applications.safety import names
from jiedao.applications.safety.tests.conftest import answers, refused
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure

Move = Callable[..., Any]


def business(town: SmallTown, **more: Any) -> Any:
    values = {"title": "阿明快餐", "trade": "catering", "food_grade": "d", "cadre": town.unit_lead.pk,
              "area": town.places.grid_1.pk, "unit": town.units.city.pk, "day": "2026-01-05"}  # fmt: skip
    return add(town.id, names.FOOD, values | more, actor=actor_of(town.clerk_west))


def checked(town: SmallTown, move: Move, place: Any, *faults: str) -> Any:
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, names.FOOD_CHECK, {}, actor=clerk, subject=(names.FOOD, place.pk))
    return move(visit, "complete", clerk, **answers("safety_food", *faults))


def go(town: SmallTown, case: Case, key: str, actor: Actor, **data: Any) -> Case:
    return make_move(town.id, case.number, key, data, actor=actor)


def test_a_business_has_a_cadre_and_falls_due_by_its_grade(town: SmallTown, move: Move) -> None:
    with refused(Invalid):
        business(town, cadre=None)
    place = business(town)
    assert place.due_at.astimezone(clock.TOWN_ZONE).date() == date(2026, 1, 5) + timedelta(days=91)
    checked(town, move, place)
    seen = Thing.objects.get(pk=place.pk)
    assert seen.due_at.astimezone(clock.TOWN_ZONE).date() == clock.today() + timedelta(days=91)


def test_a_fault_is_put_right_and_rechecked_by_another(
    town: SmallTown, move: Move, office: Actor
) -> None:
    place, handler = business(town), actor_of(town.handler)
    visit = checked(town, move, place, "food_dates")
    case = Case.objects.get(kind=names.FOOD_CASE)
    assert (case.attributes["fault"], case.due_clock) == ("expired", "rectify_food")
    assert visit.answers["food_dates"]["case"] == case.number
    checked(town, move, place, "food_dates")
    assert Case.objects.filter(kind=names.FOOD_CASE).count() == 1
    with refused(Invalid, "在将来"):
        go(town, case, "rectify", handler, rectified_on="2099-01-01", note="已下架销毁")
    go(town, case, "rectify", handler, note="已下架销毁")
    with refused(Forbidden):
        go(town, case, "clear", handler)
    go(town, case, "again", office, reason="仍有过期食品")
    go(town, case, "rectify", handler, note="全部下架销毁")
    assert go(town, case, "clear", office).state == "food_cleared"


def test_an_offence_is_filed_by_an_officer(town: SmallTown, move: Move, officer: Actor) -> None:
    checked(town, move, business(town), "food_additives")
    case = Case.objects.get(kind=names.FOOD_CASE)
    said = {"filed_on": clock.today().isoformat(), "filing_number": "食案〔2026〕9号"}
    with refused(Forbidden):
        go(town, case, "file", actor_of(town.clerk_west), **said)
    filed = go(town, case, "file", officer, **said)
    assert (filed.state, filed.attributes["filed_on"]) == ("offence_filed", said["filed_on"])
    assert figure(town, "food_cases_filed", str(clock.today().year), fault="additive") == 1
    with refused(Conflict):
        go(town, case, "rectify", officer, note="已停用")
    done = go(town, case, "decide", officer, penalty="5000", note="罚〔2026〕9号")
    assert (done.state, done.attributes["penalty"]) == ("offence_decided", "5000")


def test_a_campaign_action_counts_on_its_day(town: SmallTown, move: Move) -> None:
    clerk = actor_of(town.clerk_west)
    values = {"title": "校园周边整治", "theme": "校园周边食品", "area": town.places.west.pk}
    with refused(Forbidden):
        add(town.id, names.FOOD_ACTION, values, actor=actor_of(town.clerk_east))
    row = add(town.id, names.FOOD_ACTION, values, actor=clerk)
    done = move(row, "complete", clerk, result="查处两家", businesses=37)
    assert (done.state, done.attributes["businesses"], done.day) == ("done", 37, clock.today())
    assert figure(town, "food_campaign_actions", str(clock.today().year), theme="校园周边食品") == 1
