"""Shorthands for the rooms of the small town: a storm floods the underpass in grid 1."""

from typing import Any

from jiedao.applications.command.incident import actions, alarms
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.kinds import EVENT
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from tests.cast import SmallTown

PLACE = (114.305, 22.705)
PLAN = "防汛防台风应急预案"


def flooded(town: SmallTown) -> Case:
    """The event as the desk logged it."""
    new = NewCase("幸福路下穿通道积水，两辆车被困", "staff", EVENT, longitude=PLACE[0],
                  latitude=PLACE[1], attributes={"sort": "disaster"}, find_place=False)  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.dispatcher))


def raised(town: SmallTown, case: Case | None = None, who: Account | None = None) -> Incident:
    """The room of the flooded underpass, opened by the desk unless said otherwise."""
    case = case or flooded(town)
    new = actions.NewIncident("case", case.pk, "幸福路下穿通道内涝", PLAN, 3, "水深超过 50 厘米")
    return actions.raise_case(town.id, case.number, new, actor=actor_of(who or town.dispatcher))


def alarm_kind() -> str:
    """A kind that calls for help by its level; which one is no business of the rooms."""
    (kind,) = (
        one.key for one in alarms.kinds_of_alarm() if "threshold" in one.attributes.model_fields
    )
    return kind


def measured(town: SmallTown, level: int) -> Any:
    """A record of it, at a level; it calls from 15 on."""
    said = {"title": "幸福路下沉段", "threshold": 15, "place": PLACE,
            "unit": town.units.water.pk, "owner": town.co_handler.pk}  # fmt: skip
    clerk, kind = actor_of(town.clerk_west), alarm_kind()
    row = add(town.id, kind, said, actor=clerk)
    return make_move(town.id, kind, row.number, "measure", {"level": level}, actor=clerk)
