"""Shorthands for the rooms of the small town: a storm floods the underpass in grid 1."""

from jiedao.applications.command.incident import actions
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.kinds import EVENT
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
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
