"""Alarms are installed and counted; one that goes off is confirmed, answered and explained."""

from typing import Any

from jiedao.applications.fire.kinds import ALARM, PLACE
from jiedao.applications.fire.tests.conftest import go, refused
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add, edit
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown

SHOP = {"title": "好又多便利店", "sort": "shop", "required": 3, "place": (114.305, 22.705)}


def shop(town: SmallTown, **more: Any) -> Any:
    return add(town.id, PLACE, SHOP | more, actor=actor_of(town.clerk_west))


def raised(town: SmallTown) -> Case:
    """The alarm of a shop goes off."""
    place = shop(town)
    new = NewCase("烟感报警", "staff", ALARM, longitude=place.lon, latitude=place.lat,
                  find_place=False, subject_kind=PLACE, subject_id=place.pk,
                  attributes={"device": "YG-001"})  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.clerk_west))


def test_a_place_with_all_its_alarms_says_since_when(town: SmallTown) -> None:
    row, clerk = shop(town), actor_of(town.clerk_west)
    with refused(Invalid, "多于"):
        edit(town.id, PLACE, row.number, {"working": 1}, actor=clerk)
    with refused(Invalid, "安装完成日期"):
        edit(town.id, PLACE, row.number, {"installed": 3}, actor=clerk)
    done = {"installed": 3, "working": 2, "installed_on": clock.today()}
    with refused(Forbidden):
        edit(town.id, PLACE, row.number, done, actor=actor_of(town.clerk_east))
    edited = edit(town.id, PLACE, row.number, done, actor=clerk)
    assert edited.attributes["installed_on"] == str(clock.today())


def test_an_alarm_is_confirmed_answered_and_explained(town: SmallTown) -> None:
    case = raised(town)
    assert case.due_at is not None
    go(town, case, "confirm_call", town.clerk_west, said="后厨冒烟，正在用灭火器")
    with refused(Forbidden):
        go(town, case, "send", town.handler, unit=town.units.squad.pk)
    sent = go(town, case, "send", town.dispatcher, unit=town.units.squad.pk)
    assert sent.unit_id == town.units.squad.pk
    assert Notice.objects.filter(unit=town.units.squad, kind="alarm").exists()
    with refused(Invalid):
        go(town, case, "end", town.squad_member)
    over = go(town, case, "end", town.squad_member, cause="cooking", note="已扑灭")
    assert (over.state, over.attributes["cause"], over.due_at) == ("alarm_over", "cooking", None)


def test_a_false_alarm_has_its_cause_as_well(town: SmallTown) -> None:
    case = raised(town)
    with refused(Forbidden):
        go(town, case, "false_alarm", town.reader, cause="device")
    assert go(town, case, "false_alarm", town.clerk_west, cause="device").state == "alarm_false"
